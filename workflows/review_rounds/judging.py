"""What stands in the way of somebody being in a review, and of a review being in a plan: in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import MOST_REVIEWERS, Problem, monday_of
from workflows.review_rounds.slots import Days


class Rule(StrEnum):
    """A hard rule, in words that tell how many people it keeps away: "3 are away on these days"."""

    REFUSED = "may not go there"
    AWAY = "away on these days"
    CLOSED = "from schools that are closed on these days"
    WEEK = "in another review that week"
    LIMIT = "in as many reviews as they can take on"
    SCHOOL_LIMIT = "from schools that send as many as they can"
    SWAP = "from schools to which the host sends somebody"


@dataclass(frozen=True)
class Obstacle:
    """Why somebody cannot be in a review; `text` follows their name."""

    rule: Rule
    text: str


def obstacles(problem: Problem, plan: Plan, person_id: int, planned: tuple[int, Days]) -> Iterator[Obstacle]:
    """What keeps somebody from the review of a host on these days, beside the other reviews of the plan."""
    school_id, days = planned
    if refusal := problem.refusal(person_id, school_id):
        yield Obstacle(Rule.REFUSED, refusal)
    yield from _on_days(problem, person_id, days)
    others = [one for one in plan.of_person(person_id) if one.school_id != school_id]
    for one in others:
        if one.week == monday_of(days[0]):
            name = problem.school_of[one.school_id].name
            yield Obstacle(Rule.WEEK, f"is at {name} in the same week")
    limit = problem.person_of[person_id].limit
    if limit and len(others) >= limit:
        reviews = "1 review" if limit == 1 else f"{limit} reviews"
        yield Obstacle(Rule.LIMIT, f"takes part in {reviews} already, which is their limit")
    yield from _of_school(problem, plan, person_id, school_id)


def _on_days(problem: Problem, person_id: int, days: Days) -> Iterator[Obstacle]:
    person, home = problem.person_of[person_id], problem.home(person_id)
    if any(map(person.is_away, days)):
        yield Obstacle(Rule.AWAY, "is away on these days")
    if not home.school_days.issuperset(days):
        yield Obstacle(Rule.CLOSED, f"works at {home.name}, which is closed on these days")


def _of_school(problem: Problem, plan: Plan, person_id: int, school_id: int) -> Iterator[Obstacle]:
    home, host = problem.home(person_id), problem.school_of[school_id]
    sent = sum(
        problem.person_of[one].school_id == home.school_id
        for review in plan.reviews
        if review.school_id != school_id
        for one in review.team
    )
    if home.most_sent is not None and sent >= home.most_sent:
        yield Obstacle(Rule.SCHOOL_LIMIT, f"works at {home.name}, which sends as many people as it can")
    theirs = plan.at.get(home.school_id)
    if theirs and any(problem.person_of[one].school_id == school_id for one in theirs.team):
        yield Obstacle(Rule.SWAP, f"works at {home.name}, to which {host.name} sends somebody")


def breaches(problem: Problem, plan: Plan, planned: Planned) -> Iterator[str]:
    """Every hard rule that one review of a plan breaks, in a sentence each; none where it may stay."""
    if planned.school_id not in problem.wanted_of:
        yield "Its school is not in this round."
        return
    at = (planned.school_id, planned.days)
    for place, person_id in enumerate(planned.team):
        if person_id not in problem.person_of:
            yield "Somebody in its team is not in this round any more."
            return
        name = problem.person_of[person_id].name
        yield from (f"{name} {one.text}." for one in obstacles(problem, plan, person_id, at))
        # Two of one school count against its limit one after the other.
        yield from _too_many_sent(problem, plan, planned, place=place)
    yield from _days_wrong(problem, planned)
    yield from _team_wrong(problem, planned)


def _too_many_sent(problem: Problem, plan: Plan, planned: Planned, *, place: int) -> Iterator[str]:
    home = problem.home(planned.team[place])
    team = planned.team[:place]
    here = sum(problem.person_of[one].school_id == home.school_id for one in team)
    elsewhere = sum(
        problem.person_of[one].school_id == home.school_id
        for review in plan.reviews
        if review.school_id != planned.school_id
        for one in review.team
    )
    if here and home.most_sent is not None and here + elsewhere >= home.most_sent:
        yield f"{home.name} sends more people than it can."


def _days_wrong(problem: Problem, planned: Planned) -> Iterator[str]:
    host, days = problem.school_of[planned.school_id], planned.days
    decided = problem.decided
    if not host.school_days.issuperset(days):
        yield f"{host.name} is closed on one of the days."
    if not (problem.starts_on <= days[0] and days[-1] <= problem.ends_on):
        yield "It lies outside the time of the round."
    if len(days) != problem.wanted_of[planned.school_id].days:
        yield "It has another number of days."
    if decided.weeks.get(planned.school_id, planned.week) != planned.week:
        yield "Another week was decided by hand."
    if (planned.school_id, planned.week) in decided.never_weeks:
        yield "This week was ruled out by hand."


def _team_wrong(problem: Problem, planned: Planned) -> Iterator[str]:
    decided = problem.decided
    if not problem.person_of[planned.lead_id].leads:
        yield f"{problem.person_of[planned.lead_id].name} is not trained to lead."
    if not 1 <= len(planned.reviewer_ids) <= MOST_REVIEWERS:
        yield f"It has {len(planned.reviewer_ids)} reviewers beside the lead."
    if not any(problem.is_strong(one, planned.school_id) for one in planned.team):
        yield "Nobody in its team comes from a school that is strong in the focus."
    if not decided.on_team(planned.school_id) <= set(planned.team):
        yield "Somebody who was pinned to it is not in its team."
    if not decided.lead_of(planned.school_id) <= {planned.lead_id}:
        yield "Somebody else was pinned to lead it."


def without_breaches(problem: Problem, plan: Plan) -> Plan:
    """What still holds of a plan: its reviews one after the other, as long as each breaks no rule."""
    kept = Plan(reviews=())
    for one in plan.reviews:
        if not any(breaches(problem, kept, one)):
            kept = kept.with_review(one)
    return kept
