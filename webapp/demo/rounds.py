"""The demo's rounds of reviews: the one of this year, and the one of next year that is being planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from webapp.demo.settling import Settled
from workflows.clock import clock_at, local
from workflows.database import db
from workflows.details import Details, Reason
from workflows.peer_reviews import PeerReview, PeerReviewFlow
from workflows.peer_reviews.team import team_of
from workflows.perform import perform
from workflows.review_rounds import PlanRun, ReviewRound
from workflows.review_rounds.details import (
    AbsenceDetails,
    DecisionDetails,
    DecisionKind,
    HostChange,
    HostsDetails,
    PlanAsked,
    RoundDetails,
    RunNamed,
    RunStatus,
    Weight,
    WeightsDetails,
)
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.planning import Limits, PlannerMissing, make_plan
from workflows.review_rounds.plans import Plan, Planned, plan_to_json
from workflows.review_rounds.runs import outcome_of
from workflows.review_rounds.setting_up import begin_round
from workflows.school_calendar import academic_year, academic_year_name

LEAD, COORDINATOR, AWAY = "eleanor.graves", "asha.bell", "tom.achebe"
FOCI: Final = ("SEND", "Mathematics")
MOST_HOSTS: Final = 6
WORK: Final = 4.0
"""How long its plan is searched for, in CP-SAT's own unit: the same plan each time, in a second or two."""
TOOK: Final = 2.0
"""Seconds that this took, as the demo tells it."""


def planned_on(present: date) -> date:
    """The day on which next year's round is planned, a good two weeks before the demo's own."""
    day = present - timedelta(days=16)
    return day - timedelta(days=max(0, day.weekday() - 4))


def plan_next_year(settled: Settled, present: date) -> None:
    """Next year's round: its schools, somebody who is away, a decision by hand, and a plan to look at."""
    year, day = academic_year(present) + 1, planned_on(present)
    with clock_at(local(day, time(10, 0))):
        round_ = begin_round(_size(year, decide_by=present + timedelta(days=18)), settled.people[LEAD])
        hosts = tuple(one.id for one in list(settled.schools.values())[:MOST_HOSTS] if one.is_open)
        foci = tuple(settled.focus[name].id for name in FOCI)
        _act(
            settled,
            round_,
            "choose_hosts",
            who=LEAD,
            details=HostsDetails(school_ids=hosts, focus_area_ids=foci),
        )
        _act(settled, round_, "weigh", who=LEAD, details=WeightsDetails(same_hub=Weight.STRONG))
        first = round_.starts_on + timedelta(days=14)
        away = AbsenceDetails(
            person_id=settled.people[AWAY].id, first=first, last=first + timedelta(days=4), reason="A course"
        )
        _act(settled, round_, "add_absence", who=COORDINATOR, details=away)
        week = DecisionDetails(kind=DecisionKind.NEVER_WEEK, school_id=hosts[0], week=round_.starts_on)
        _act(settled, round_, "decide", who=COORDINATOR, details=week)
    with clock_at(local(day, time(10, 30))):
        _make_plan(settled, round_)
    db.session.commit()


def tell_of_this_year(settled: Settled, present: date) -> None:
    """The round out of which the reviews of this school year came, each with the team that it has."""
    reviews = _reviews_of(academic_year(present))
    if not reviews:
        return
    plan = Plan(reviews=tuple(_planned(one) for one in sorted(reviews, key=lambda one: one.host_school_id)))
    began = min(one.opened_at for one in reviews) - timedelta(days=3)
    with clock_at(began):
        visits = [one.visit_starts_on for one in reviews]
        size = _size(academic_year(present), decide_by=began.date(), first=min(visits), last=max(visits))
        round_ = begin_round(size, settled.people[LEAD])
        for review in reviews:
            review.round_id = round_.id
        hosts = HostsDetails(
            school_ids=tuple(one.host_school_id for one in reviews),
            focus_area_ids=(reviews[0].foci[0].focus_area_id,),
        )
        _act(settled, round_, "choose_hosts", who=LEAD, details=hosts)
        for review in reviews:
            _act(settled, round_, "change_host", who=LEAD, details=_shape(review))
        run = _as_it_was(round_, plan, asked_by=settled.people[LEAD].id, at=began)
        _act(settled, round_, "choose_plan", who=LEAD, details=RunNamed(run_id=run.id))
        _act(settled, round_, "publish", who=LEAD)
    db.session.commit()


def give_up_a_first_try(settled: Settled, present: date) -> None:
    """A round that was begun too early, and given up."""
    year = academic_year(present) + 1
    with clock_at(local(planned_on(present) - timedelta(days=21), time(14, 0))):
        size = _size(year, decide_by=present + timedelta(days=18))
        round_ = begin_round(size, settled.people[LEAD])
        why = "Two schools may join us this year. We plan again once we know."
        _act(settled, round_, "abandon", who=LEAD, details=Reason(reason=why))
    db.session.commit()


def _shape(review: PeerReview) -> HostChange:
    """What a review is about, and how long it took."""
    return HostChange(
        school_id=review.host_school_id,
        focus_area_ids=tuple(one.focus_area_id for one in review.foci),
        days=len(review.days),
    )


def _size(
    year: int, *, decide_by: date, first: date = date.max, last: date = date.min
) -> RoundDetails:  # fmt: skip
    """From October until March, unless visits come before or after; decided before the first of them."""
    begins = max(min(date(year, 10, 4), first), decide_by + timedelta(days=1))
    return RoundDetails(
        title=f"Reviews of {academic_year_name(year)}",
        starts_on=begins,
        ends_on=max(date(year + 1, 3, 19), last),
        decide_by=decide_by,
        most_a_week=2,
    )


def _act(
    settled: Settled, round_: ReviewRound, name: str, *, who: str, details: Details | None = None
) -> None:
    perform(round_, name, settled.people[who], details)


def _make_plan(settled: Settled, round_: ReviewRound) -> None:
    """A plan as the planner makes it; none where it is not installed."""
    try:
        found = make_plan(gather(round_), limits=Limits(work=WORK))
    except PlannerMissing:
        return
    _act(settled, round_, "ask_for_plan", who=LEAD, details=PlanAsked())
    run = round_.runs[-1]
    run.plan = plan_to_json(found.plan or Plan(reviews=()))
    # How long this machine took is left out: the demo is the same wherever it is built.
    run.progress = outcome_of(gather(round_), replace(found, seconds=TOOK))
    run.status, run.ended_at = RunStatus.DONE, run.asked_at + timedelta(seconds=TOOK)
    db.session.flush()
    perform(round_, "plan_ready", None, RunNamed(run_id=run.id))


def _reviews_of(year: int) -> list[PeerReview]:
    """One review of each school that has a lead, of those that were not stopped."""
    found = db.session.scalars(
        select(PeerReview)
        .where(
            PeerReview.visit_starts_on.between(date(year, 9, 1), date(year + 1, 8, 31)),
            PeerReview.state != PeerReviewFlow.stopped.name,
        )
        .order_by(PeerReview.visit_starts_on.desc())
    )
    by_host = {one.host_school_id: one for one in found if team_of(one).lead}
    return sorted(by_host.values(), key=lambda one: one.visit_starts_on)


def _as_it_was(round_: ReviewRound, plan: Plan, *, asked_by: int, at: datetime) -> PlanRun:
    """The plan of which the reviews are the outcome."""
    count = len(plan.reviews)
    run = PlanRun(
        trust_id=round_.trust_id,
        number=1,
        status=RunStatus.DONE,
        asked_by_id=asked_by,
        asked_at=at,
        ended_at=at + timedelta(seconds=20),
        plan=plan_to_json(plan),
        progress={"placed": count, "wanted": count, "seconds": 20.0, "gap": 0.004},
        is_chosen=False,
    )
    round_.runs.append(run)
    db.session.flush()
    return run


def _planned(review: PeerReview) -> Planned:
    lead, *others = team_of(review).ids
    return Planned(
        school_id=review.host_school_id,
        days=tuple(review.visit_days),
        lead_id=lead,
        reviewer_ids=tuple(sorted(others)),
    )
