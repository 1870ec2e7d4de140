"""One round of work. It knows nothing of who calls it, and any number of rounds may run at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from notifications.date_reminding import remind_of_dates
from notifications.delivery import deliver
from notifications.digests import catch_up, gather
from notifications.doubt import sweep
from notifications.feedback_asking import look_after_feedback
from notifications.inbound.applying import settle_waiting
from notifications.lapses import let_lapse
from notifications.library import watch_library
from notifications.peer_reviews import end_logs, watch_reviews
from notifications.reminding import remind
from notifications.setup import Setup
from workflows.database import db

log = structlog.get_logger("alongside.delivery")


@dataclass
class Round:
    """What a round has done."""

    #: messages of workers that are gone
    swept: int = 0
    #: cases on which the clock has acted
    lapsed: int = 0
    #: reminders dealt with, and sheets of questions after meetings
    reminded: int = 0
    #: people whose late mail was sorted
    caught_up: int = 0
    digests: int = 0
    #: mails that came in, by what became of them
    arrived: Counter[str] = field(default_factory=Counter)
    #: messages by the status that they reached
    messages: Counter[str] = field(default_factory=Counter)
    #: steps that broke off; their rows are as they were, and the next round tries again
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        mail = ", ".join(f"{number} {status}" for status, number in sorted(self.messages.items())) or "none"
        counts = (
            f"{self.lapsed} turns lapsed, {self.reminded} reminders, {self.digests} digests, messages: {mail}"
        )
        if self.arrived:
            counts += f", {self.arrived.total()} mails that came in"
        return counts + (f"; broke off: {', '.join(self.broken)}" if self.broken else "")

    @property
    def did_something(self) -> bool:
        """Whether anything at all was due."""
        return self != Round()


def tick(setup: Setup) -> Round:
    """Do everything that is due; needs an application context."""
    done = Round()
    try:
        for name, step in STEPS.items():
            _take(name, step, setup, done)
    finally:
        db.session.remove()
    return done


def _take(name: str, step: Callable[[Setup, Round], None], setup: Setup, done: Round) -> None:
    """One step; whatever goes wrong in it must not keep the others from their work."""
    if setup.stopping():
        return
    try:
        step(setup, done)
    except Exception:
        db.session.rollback()
        log.exception("a step of the round broke off", step=name)
        done.broken.append(name)


def _sweep(setup: Setup, done: Round) -> None:
    done.swept = sweep(setup)


def _lapse(setup: Setup, done: Round) -> None:
    done.lapsed = let_lapse(setup)


def _watch_reviews(setup: Setup, done: Round) -> None:
    done.lapsed += watch_reviews(setup)


def _watch_library(setup: Setup, done: Round) -> None:
    done.lapsed += watch_library(setup)


def _end_logs(setup: Setup, done: Round) -> None:
    done.lapsed += end_logs(setup)


def _remind(setup: Setup, done: Round) -> None:
    done.reminded = remind(setup)


def _remind_of_dates(setup: Setup, done: Round) -> None:
    done.reminded += remind_of_dates(setup)


def _look_after_feedback(setup: Setup, done: Round) -> None:
    done.reminded += look_after_feedback(setup)


def _catch_up(setup: Setup, done: Round) -> None:
    done.caught_up = catch_up(setup)


def _gather(setup: Setup, done: Round) -> None:
    done.digests = gather(setup)


def _deliver(setup: Setup, done: Round) -> None:
    done.messages = deliver(setup)


def _settle(setup: Setup, done: Round) -> None:
    done.arrived = settle_waiting(setup)


STEPS: Final[dict[str, Callable[[Setup, Round], None]]] = {
    "sweep": _sweep,
    "inbound": _settle,
    "lapses": _lapse,
    "reviews": _watch_reviews,
    "library": _watch_library,
    "evidence logs": _end_logs,
    "reminders": _remind,
    "reminders of dates": _remind_of_dates,
    "feedback": _look_after_feedback,
    "late mail": _catch_up,
    "digests": _gather,
    "delivery": _deliver,
}
