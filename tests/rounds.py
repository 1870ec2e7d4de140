"""A year's round in tests: who is trained, how it goes by the book, and what people would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select

from tests.post import setup
from tests.world import World
from workflows.clock import now
from workflows.database import choose_trust, db
from workflows.details import Details
from workflows.giving import Expertise
from workflows.peer_reviews.model import ReviewTraining
from workflows.perform import perform
from workflows.review_rounds import PlanRun, ReviewRound
from workflows.review_rounds.details import (
    AbsenceDetails,
    AbsenceOff,
    DecisionDetails,
    DecisionKind,
    DecisionUndone,
    HostChange,
    HostsDetails,
    LookBack,
    PlanAsked,
    RoundDetails,
    RunNamed,
    RunStatus,
    Weight,
    WeightsDetails,
)
from workflows.review_rounds.model import ReviewAbsence
from workflows.review_rounds.plans import Plan, Planned, plan_to_json
from workflows.review_rounds.setting_up import begin_round

TEAMS: Final = {
    "saltmarsh": ("tom", "lea"),
    "gull_rock": ("una", "carol"),
    "cliff_view": ("dan", "sam"),
}
"""The one way of reviewing all three schools without a swap, but for who leads and the other way round."""
SET_UP: Final = [("choose_hosts", "lena"), ("change_host", "asha"), ("weigh", "lena")]
BOOK: Final = [
    *SET_UP, ("edit", "lena"), ("add_absence", "asha"), ("end_absence", "asha"), ("decide", "lena"),
    ("undo", "lena"), ("ask_for_plan", "lena"), ("take_early", "asha"), ("plan_ready", ""),
    ("choose_plan", "lena"), ("publish", "lena"), ("look_back", "lena"),
]  # fmt: skip
"""How a round goes by the book, with everything that can come in between."""
FIRST_DAY: Final = date(2027, 1, 11)
LAST_DAY: Final = date(2027, 2, 12)


def ready_for_round(world: World) -> None:
    """Two people of each school are trained to lead, and each school is strong in the focus."""
    for name in ("tom", "lea", "una", "carol", "dan", "sam"):
        db.session.add(
            ReviewTraining(
                trust_id=world.trust_id,
                person_id=world.people[name],
                can_lead=True,
                most_reviews=2,
                trained_on=date(2026, 9, 1),
            )
        )
    for school_id in world.schools.values():
        db.session.add(
            Expertise(trust_id=world.trust_id, school_id=school_id, focus_area_id=world.focus_area_id)
        )
    db.session.flush()


def size(**other: Any) -> RoundDetails:
    """Five weeks after Christmas."""
    usual = {
        "title": "Reviews of 2026/27",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "decide_by": date(2026, 12, 4),
        "reviewers": 1,
    }
    return RoundDetails(**{**usual, **other})


def begin(world: World, *, by: str = "lena") -> ReviewRound:
    """A round of which nothing is planned; in the caller's transaction."""
    return begin_round(size(), world.person(by))


def begin_with_schools(world: World, *schools: str) -> ReviewRound:
    """A round with these schools, or with all three, each for two days; in the caller's transaction."""
    round_ = begin(world)
    ids = tuple(world.schools[one] for one in schools or world.schools)
    details = HostsDetails(school_ids=ids, focus_area_ids=(world.focus_area_id,))
    return perform(round_, "choose_hosts", world.person("lena"), details)


def plan_by_hand(world: World, *, week: date = FIRST_DAY) -> Plan:
    """Each school in a week of its own, reviewed as in TEAMS."""
    reviews = []
    for number, (school, team) in enumerate(sorted(TEAMS.items(), key=lambda one: world.schools[one[0]])):
        monday = week + timedelta(days=7 * number)
        days = (monday + timedelta(days=1), monday + timedelta(days=2))
        lead, other = (world.people[one] for one in team)
        reviews.append(
            Planned(school_id=world.schools[school], days=days, lead_id=lead, reviewer_ids=(other,))
        )
    return Plan(reviews=tuple(reviews))


def made_by_hand(round_: ReviewRound, plan: Plan) -> PlanRun:
    """A plan that is there without a planner."""
    run = PlanRun(
        trust_id=round_.trust_id,
        round_id=round_.id,
        number=len(round_.runs) + 1,
        asked_by_id=_somebody(round_),
        asked_at=now(),
        status=RunStatus.DONE,
        progress={"placed": len(plan.reviews), "wanted": len(round_.hosts), "seconds": 1.0, "gap": 0.0},
        plan=plan_to_json(plan),
        ended_at=now(),
        is_chosen=False,
    )
    round_.runs.append(run)
    db.session.flush()
    return run


def _somebody(round_: ReviewRound) -> int:
    from workflows.people import Person  # noqa: PLC0415

    return db.session.scalars(select(Person.id).where(Person.trust_id == round_.trust_id)).first() or 0


def make_waiting_plans(trust_id: int, **pace: Any) -> int:
    """What the clock does beside the mail; gives how many plans were made."""
    from notifications.plan_runs import make_plans  # noqa: PLC0415

    made = make_plans(setup(**{"plan_seconds": 5, **pace}))
    choose_trust(trust_id)
    return made


def _round(book: Any) -> ReviewRound | None:
    return book.case if isinstance(book.case, ReviewRound) else None


def _run_id(book: Any) -> int:
    """The newest plan; whatever a planner would do to it by now is done."""
    round_ = _round(book)
    if round_ is None or not round_.runs:
        return 1
    run = round_.runs[-1]
    if run.status is RunStatus.QUEUED and run.plan is None:
        run.plan = plan_to_json(
            plan_by_hand(book.world, week=round_.starts_on - timedelta(days=round_.starts_on.weekday()))
        )
        db.session.commit()
    elif run.status is RunStatus.QUEUED and run.stop_asked_at:
        run.status, run.ended_at = RunStatus.DONE, now()
        run.progress = {"placed": 3, "wanted": 3, "seconds": 1.0, "gap": 0.0}
        db.session.commit()
    return run.id


def _absence_id(book: Any) -> int:
    found = db.session.scalars(select(ReviewAbsence.id).order_by(ReviewAbsence.id.desc())).first()
    return found or 1


def size_for(today: date) -> RoundDetails:
    """Two months that begin after Christmas, or a week from this day."""
    starts = max(FIRST_DAY, today + timedelta(days=7))
    return size(
        starts_on=starts,
        ends_on=starts + timedelta(days=60),
        decide_by=max(date(2026, 12, 4), today + timedelta(days=3)),
    )


def _decision_id(book: Any) -> int:
    round_ = _round(book)
    return round_.decisions[-1].id if round_ and round_.decisions else 1


PAGES: dict[type[Details], Callable[[Any], Details]] = {
    RoundDetails: lambda b: size_for(b.today),
    WeightsDetails: lambda _: WeightsDetails(travel=Weight.STRONG, spread=Weight.OFF),
    HostsDetails: lambda b: HostsDetails(
        school_ids=tuple(sorted(b.world.schools.values())), focus_area_ids=(b.world.focus_area_id,)
    ),
    HostChange: lambda b: HostChange(
        school_id=b.world.schools["saltmarsh"], focus_area_ids=(b.world.focus_area_id,), days=2
    ),
    AbsenceDetails: lambda b: AbsenceDetails(
        person_id=b.world.people["tom"], first=b.soon, last=b.soon + timedelta(days=4), reason="A course"
    ),
    AbsenceOff: lambda b: AbsenceOff(absence_id=_absence_id(b)),
    PlanAsked: lambda _: PlanAsked(),
    RunNamed: lambda b: RunNamed(run_id=_run_id(b)),
    DecisionDetails: lambda b: DecisionDetails(
        kind=DecisionKind.PERSON, school_id=b.world.schools["saltmarsh"], person_id=b.world.people["tom"]
    ),
    DecisionUndone: lambda b: DecisionUndone(decision_id=_decision_id(b)),
    LookBack: lambda _: LookBack(said="Two days were right; begin a fortnight later next year."),
}
"""Sound details for each step of a round."""
