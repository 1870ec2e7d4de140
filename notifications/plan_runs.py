"""Makes the plans of rounds that somebody asked for, one after the other, beside the mail.

A plan takes up to a minute, so a worker holds it under a lease and solves outside of any transaction. Every
few seconds a short one of its own writes down how far it is, the best plan so far, and that the worker is
still there. A plan whose worker is gone is taken up again from the best that it had found.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import structlog
from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from notifications.setup import Setup, reading, transaction
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.errors import Refused
from workflows.perform import lock, perform
from workflows.review_rounds import PlanRun, ReviewRound, ReviewRoundFlow
from workflows.review_rounds.details import RunNamed, RunStatus
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.planning import Limits, Progress, make_plan
from workflows.review_rounds.plans import Plan, plan_to_json
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.runs import outcome_of, progress_of

BEAT: Final = 2.0
"""Seconds between two signs of life."""
MOST_TRIES: Final = 3
"""So many workers may be lost over one plan before it is given up."""
BROKE_OFF: Final = (
    "The worker that made it stopped three times. Ask whoever runs Alongside to look at its log."
)
WENT_WRONG: Final = (
    "Something went wrong while it was being made. Whoever runs Alongside finds it in the log."
)
GIVEN_UP: Final = "The round was given up."

log = structlog.get_logger("alongside.planning")


@dataclass(frozen=True)
class Claimed:
    """A plan that this worker makes, and nobody else."""

    run_id: int
    trust_id: int
    lease: str


@dataclass(frozen=True)
class Task:
    """What is to be solved."""

    problem: Problem
    before: Plan | None
    change_little: bool


class LeaseLost(Exception):
    """Another worker has taken the plan up: this one was thought to be gone."""


def make_plans(setup: Setup) -> int:
    """Make every plan that waits; gives how many. Needs an application context."""
    made = 0
    try:
        while not setup.stopping() and (claimed := _claim(setup)):
            _work(claimed, setup)
            made += 1
    finally:
        db.session.remove()
    return made


def any_waiting() -> bool:
    """Whether there is a plan that nobody is making."""
    with scope(EVERY_TRUST), reading():
        return bool(db.session.scalar(select(exists().where(_waits()))))


def _waits() -> Any:
    left = and_(PlanRun.status == RunStatus.RUNNING, PlanRun.lease_until < now())
    return or_(PlanRun.status == RunStatus.QUEUED, left)


def _claim(setup: Setup) -> Claimed | None:
    """The oldest plan that waits, under a lease; what another worker claims just now is left to it."""
    if not any_waiting():  # most looks find nothing, and on SQLite a claim holds everybody up
        return None
    lease = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
    with scope(EVERY_TRUST), transaction():
        run = db.session.scalars(
            select(PlanRun)
            .where(_waits())
            .order_by(PlanRun.asked_at, PlanRun.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if run is None:
            return None
        claimed = Claimed(run.id, run.trust_id, lease)
        run.status, run.tries = RunStatus.RUNNING, run.tries + 1
        run.lease, run.lease_until, run.beat_at = lease, now() + setup.pace.plan_lease, now()
    return claimed


def _work(claimed: Claimed, setup: Setup) -> None:
    """One plan, whatever becomes of it."""
    try:
        task = _task(claimed)
        if isinstance(task, str):
            _settle(claimed, problem=task)
            return
        watch = _Watch(claimed, task.problem, setup)
        found = make_plan(
            task.problem,
            before=task.before,
            change_little=task.change_little,
            limits=Limits(seconds=setup.pace.plan_seconds),
            watch=watch,
        )
        if setup.stopping() and not watch.is_enough:
            _give_back(claimed, found)
        else:
            _settle(claimed, plan=found.plan, progress=outcome_of(task.problem, found))
    except LeaseLost:
        log.warning("another worker has taken a plan up", run=claimed.run_id)
    except Refused as refusal:
        _settle(claimed, problem=str(refusal))
    except Exception:
        log.exception("a plan broke off", run=claimed.run_id)
        _settle(claimed, problem=WENT_WRONG)


def _task(claimed: Claimed) -> Task | str:
    """What is to be solved, or why there is nothing to solve any more."""
    with scope(claimed.trust_id), reading():
        run = db.session.scalars(
            select(PlanRun)
            .where(PlanRun.id == claimed.run_id)
            .options(joinedload(PlanRun.round), joinedload(PlanRun.from_run))
        ).one()
        if run.round.state != ReviewRoundFlow.planning.name:
            return GIVEN_UP
        if run.tries > MOST_TRIES:
            return BROKE_OFF
        earlier = run.from_run.found if run.from_run else None
        before = earlier if run.change_little else run.found or earlier
        return Task(gather(run.round, run.decided), before, run.change_little)


class _Watch:
    """Writes down now and then how far the search is; says whether it is to go on."""

    def __init__(self, claimed: Claimed, problem: Problem, setup: Setup) -> None:
        self._claimed, self._problem, self._setup = claimed, problem, setup
        self._next = 0.0
        self._kept: Plan | None = None
        #: somebody takes the best so far
        self.is_enough = False

    def __call__(self, known: Progress) -> bool:
        if self._setup.stopping():
            return False
        if monotonic() >= self._next:
            self._next = monotonic() + BEAT
            self._beat(known)
        return not self.is_enough

    def _beat(self, known: Progress) -> None:
        values: dict[str, Any] = {"progress": progress_of(self._problem, known)}
        if known.plan is not None and known.plan != self._kept:
            values["plan"] = plan_to_json(known.plan)
        try:
            self.is_enough = _beat(self._claimed, self._setup, values) and known.plan is not None
            self._kept = known.plan
        except DBAPIError:
            # The search is worth more than a sign of life: the next beat tries again while the lease holds.
            log.exception("a sign of life of a plan was not stored", run=self._claimed.run_id)


def _beat(claimed: Claimed, setup: Setup, values: dict[str, Any]) -> bool:
    """Keep the lease, with how far it is; gives whether somebody takes the best so far. Raises LeaseLost."""
    at = now()
    with scope(claimed.trust_id), transaction():
        kept: Any = db.session.execute(
            update(PlanRun)
            .where(PlanRun.id == claimed.run_id, PlanRun.lease == claimed.lease)
            .values(beat_at=at, lease_until=at + setup.pace.plan_lease, **values),
            execution_options={"synchronize_session": False},
        )
        if not kept.rowcount:
            raise LeaseLost
        asked = select(PlanRun.stop_asked_at).where(PlanRun.id == claimed.run_id)
        return db.session.scalar(asked) is not None


def _settle(
    claimed: Claimed, *, plan: Plan | None = None, progress: dict[str, Any] | None = None, problem: str = ""
) -> None:
    """The plan is made, or failed: in one transaction with whoever asked for it being told."""
    with scope(claimed.trust_id), transaction():
        run, round_ = _hold(claimed)
        run.status = RunStatus.FAILED if problem else RunStatus.DONE
        run.problem, run.ended_at = problem, now()
        run.lease = run.lease_until = None
        if progress is not None:
            run.progress, run.plan = progress, plan_to_json(plan or Plan(reviews=()))
        db.session.flush()
        if round_.state == ReviewRoundFlow.planning.name:
            perform(round_, ReviewRoundFlow.plan_ready.name, None, RunNamed(run_id=run.id))


def _give_back(claimed: Claimed, found: Progress) -> None:
    """This worker stops: another one goes on from here."""
    with scope(claimed.trust_id), transaction():
        run, _ = _hold(claimed)
        run.status, run.tries = RunStatus.QUEUED, run.tries - 1
        run.lease = run.lease_until = None
        if found.plan is not None:
            run.plan = plan_to_json(found.plan)


def _hold(claimed: Claimed) -> tuple[PlanRun, ReviewRound]:
    """The round first, as every step on it does, and then the plan. Raises LeaseLost."""
    run = db.session.get_one(PlanRun, claimed.run_id)
    round_ = lock(run.round)
    held = db.session.scalars(
        select(PlanRun)
        .where(PlanRun.id == claimed.run_id, PlanRun.lease == claimed.lease)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if held is None:
        raise LeaseLost
    return held, round_
