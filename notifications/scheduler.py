"""The clock: APScheduler calls a round every few seconds, and nothing more.

What is to be done is in the tables, and the jobs are static intervals in memory: a job for each reminder, or
a store that processes share, loses and doubles jobs.
"""

from __future__ import annotations

import atexit
import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any, Final

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from notifications.plan_runs import make_plans
from notifications.rounds import Round, tick
from notifications.setup import setup_of

EVERY: Final = 15
"""Seconds from one round to the next."""
EVERY_IN_A_HURRY: Final = 2
PLANS_EVERY: Final = 2
"""Seconds between two looks for plans to be made: somebody waits on the page."""
MAIL: Final = "mail"
PLANNING: Final = "planning"
"""Threads: a plan of a round takes a minute, in which mail goes on."""

log = structlog.get_logger("alongside.delivery")

# It warns whenever a round takes longer than the interval, which is as it should be: the next one waits.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Clock:
    """Runs rounds in a thread of its own until it is stopped."""

    def __init__(self, app: Flask, *, every: float | None = None) -> None:
        self._app = app
        self._stopping = Event()
        self._setup = setup_of(app, stopping=self._stopping.is_set)
        self._every = every or (EVERY_IN_A_HURRY if self._setup.hurry else EVERY)
        self._scheduler: Any = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={MAIL: ThreadPoolExecutor(1), PLANNING: ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin, with a round at once."""
        self._add(self._round, self._every, MAIL)
        self._add(self._plan, PLANS_EVERY, PLANNING)
        self._scheduler.start()

    def _add(self, job: Callable[[], None], every: float, executor: str) -> None:
        self._scheduler.add_job(
            job, "interval", seconds=every, executor=executor, next_run_time=datetime.now(UTC)
        )

    def stop(self) -> None:
        """Let the message in hand be finished, leave the rest to the next worker, and stop."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _round(self) -> None:
        with self._app.app_context():
            done = tick(self._setup)
        if done.did_something:
            log.info("round", done=str(done))

    def _plan(self) -> None:
        try:
            with self._app.app_context():
                made = make_plans(self._setup)
        except Exception:
            log.exception("planning broke off")
            return
        if made:
            log.info("plans of rounds", made=made)


def start_in_background(app: Flask) -> Clock:
    """Start a clock beside a web server in this process; it stops when the process ends."""
    clock = Clock(app)
    clock.start()
    atexit.register(clock.stop)
    return clock


def work_until_told_to_stop(app: Flask) -> None:
    """Run rounds until SIGTERM or SIGINT."""
    told = Event()
    before = {name: signal.signal(name, lambda *_: told.set()) for name in (signal.SIGTERM, signal.SIGINT)}
    clock = Clock(app)
    clock.start()
    try:
        told.wait()
    finally:
        clock.stop()
        for name, handler in before.items():
            signal.signal(name, handler)


def one_round(app: Flask) -> Round:
    """Run a round here and now."""
    with app.app_context():
        return tick(setup_of(app))
