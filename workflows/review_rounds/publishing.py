"""A plan becomes reviews: checked once more against today, then each is opened with its team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.peer_reviews.details import PlanDetails, TeamDetails
from workflows.peer_reviews.forming import plan_review
from workflows.peer_reviews.model import PeerReview
from workflows.people import Person
from workflows.perform import Act, perform
from workflows.places import School
from workflows.review_rounds.flow import ReviewRoundFlow as Flow
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.judging import breaches
from workflows.review_rounds.model import PlanRun, ReviewRound
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem


@dataclass(frozen=True)
class Untrue:
    """Something about a plan that no longer holds; `school` is the host's name."""

    school_id: int
    school: str
    why: str


def untrue_of(round_: ReviewRound, run: PlanRun) -> tuple[Untrue, ...]:
    """What is not true any more of a plan, by today's rows: conflicts, leavers, closures, decisions."""
    plan = _still_to_open(round_, run)
    team = {one for review in plan.reviews for one in review.team}
    schools = {review.school_id for review in plan.reviews}
    names, called = _called(Person, team), _called(School, schools)
    problem, on = gather(round_), today()
    return tuple(
        Untrue(review.school_id, called.get(review.school_id, "A school"), why)
        for review in plan.reviews
        for why in dict.fromkeys(_of_review(problem, plan, review, names))
    ) + tuple(
        Untrue(review.school_id, called.get(review.school_id, "A school"), "The days have passed.")
        for review in plan.reviews
        if review.days[0] <= on
    )


def _called(kind: Any, ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(kind.id, kind.name).where(kind.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _of_review(problem: Problem, plan: Plan, review: Planned, names: dict[int, str]) -> Iterator[str]:
    gone = [one for one in review.team if one not in problem.person_of]
    if review.school_id not in problem.wanted_of:
        yield "This school is not in the round any more."
    elif gone:
        yield from (f"{names.get(one, 'Somebody')} is not among those who review any more." for one in gone)
    else:
        yield from breaches(problem, _still(problem, plan), review)


def _still(problem: Problem, plan: Plan) -> Plan:
    """The reviews of a plan that can be judged beside the others."""
    known = (
        one
        for one in plan.reviews
        if one.school_id in problem.wanted_of and all(who in problem.person_of for who in one.team)
    )
    return Plan(reviews=tuple(known))


@Flow.guard("publish")
def is_chosen_and_true(round_: ReviewRound, _: None) -> None:
    run = round_.chosen
    if run is None:
        raise NotYet("Choose a plan first: then it can be published.")
    if untrue := untrue_of(round_, run):
        one, more = untrue[0], len(untrue) - 1
        others = f" There {'is' if more == 1 else 'are'} {more} more like this." if more else ""
        told = f"Plan {run.number} is not true any more. {one.school}: {one.why}{others}"
        raise NotYet(f"{told} Make a new plan from it.")


@Flow.on("publish")
def publish(round_: ReviewRound, _: None, act: Act) -> None:
    """Open a review for every school that has a place, and form its team, in the order of the visits."""
    run, actor = round_.chosen, act.actor
    if run is None or actor is None:
        return
    plan, whole = _still_to_open(round_, run), run.found or Plan(reviews=())
    shapes = {host.school_id: host for host in round_.hosts}
    for review in sorted(plan.reviews, key=lambda one: (one.days, one.school_id)):
        try:
            _open(round_, review, shapes[review.school_id].foci, act)
        except InvalidDetails as error:
            school = shapes[review.school_id].school.name
            raise NotYet(f"{school}: {'. '.join(error.problems.values())}.") from error
    round_.published_on = act.today
    act.facts |= {"number": run.number, "reviews": len(whole.reviews)}


def _still_to_open(round_: ReviewRound, run: PlanRun) -> Plan:
    """A plan without the schools whose review of this round is there already."""
    there = set(db.session.scalars(select(PeerReview.host_school_id).where(PeerReview.round_id == round_.id)))
    plan = run.found or Plan(reviews=())
    return Plan(reviews=tuple(one for one in plan.reviews if one.school_id not in there))


def _open(round_: ReviewRound, planned: Planned, foci: tuple[int, ...], act: Act) -> None:
    details = PlanDetails(days=planned.days, focus_area_ids=foci, required_by_trust=round_.required_by_trust)
    if act.actor is None:
        return
    review = plan_review(planned.school_id, details, act.actor, out_of=act)
    team = TeamDetails(lead_id=planned.lead_id, reviewer_ids=planned.reviewer_ids)
    perform(review, "form_team", act.actor, team)
