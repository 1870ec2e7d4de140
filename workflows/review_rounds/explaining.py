"""What a plan does not give that was wished for, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

from workflows.review_rounds.figures import balance_of, loads_of, visits_in
from workflows.review_rounds.instead import Change, why_not
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.slots import Slots
from workflows.review_rounds.unplaced import Unplaced, explain_unplaced
from workflows.review_rounds.words import counted, in_week, listed


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A wish that a plan does not meet: what is so, and why, in a sentence each."""

    wish: str
    text: str
    why: str = ""
    #: the host that it is about, if it is about one
    school_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """All that a plan does not give: what stands in the way of the whole year first."""

    shortages: tuple[str, ...]
    unplaced: tuple[Unplaced, ...]
    unmet: tuple[Unmet, ...]


def explain(problem: Problem, plan: Plan) -> Explanation:
    """Everything that could not be had, and why."""
    return Explanation(
        shortages=tuple(shortages(problem)),
        unplaced=explain_unplaced(problem, plan),
        unmet=tuple(_unmet(problem, plan)),
    )


def shortages(problem: Problem) -> Iterator[str]:
    """What there is too little of for all schools to have a place, whoever goes where."""
    wanted, people = len(problem.wanted), problem.person_of.values()
    leading = sum(one.limit for one in people if one.leads)
    if leading < wanted:
        yield (
            f"{counted(wanted, 'school')} are to be reviewed, and those who are trained to lead can take on "
            f"{counted(leading, 'review')} between them."
        )
    places = sum(one.limit for one in people)
    if places < 2 * wanted:
        yield (
            f"{counted(wanted, 'review')} need {2 * wanted} people at least, and those who are trained can "
            f"take on {counted(places, 'place')} between them."
        )


def _unmet(problem: Problem, plan: Plan) -> Iterator[Unmet]:
    for review in plan.reviews:
        yield from _size(problem, plan, review)
        for person_id in review.team:
            yield from _of_member(problem, plan, review, person_id=person_id)
    yield from _balance(problem, plan)
    yield from _loads(problem, plan)
    yield from _weeks(problem, plan)


def _size(problem: Problem, plan: Plan, review: Planned) -> Iterator[Unmet]:
    name, size = problem.school_of[review.school_id].name, len(review.reviewer_ids)
    wished = counted(problem.wishes.reviewers, "reviewer")
    text = f"{name} has {counted(size, 'reviewer')} beside the lead rather than {wished}."
    if size < problem.wishes.reviewers:
        why = why_not(problem, plan, Change(review), is_better=lambda _: True)
        yield Unmet(wish="short", text=text, why=why, school_id=review.school_id)
    elif size > problem.wishes.reviewers:
        yield Unmet(wish="extra", text=text, school_id=review.school_id)


def _of_member(problem: Problem, plan: Plan, review: Planned, *, person_id: int) -> Iterator[Unmet]:
    for wish, text, is_better in _flaws(problem, review, person_id):
        why = why_not(problem, plan, Change(review, leaves=person_id), is_better=is_better)
        yield Unmet(wish=wish, text=text, why=why, school_id=review.school_id, person_id=person_id)


def _flaws(
    problem: Problem, review: Planned, person_id: int
) -> Iterator[tuple[str, str, Callable[[int], bool]]]:
    """What was not wished about one of a team: the wish, what is so, and for whom it would not be."""
    host, home = problem.school_of[review.school_id], problem.home(person_id)
    name = f"{problem.person_of[person_id].name} ({home.name})"
    if hubs := sorted(home.hubs & host.hubs):
        text = f"{name} reviews {host.name}, and both schools are in {listed(hubs)}."
        yield "same_hub", text, lambda one: not problem.shares_hub(one, host.school_id)
    if problem.went_last_year(person_id, host.school_id):
        text = f"{name} reviews {host.name}, to which {home.name} went last year."
        yield "again", text, lambda one: not problem.went_last_year(one, host.school_id)
    earlier = {problem.person_of[one].school_id for one in review.team if one < person_id}
    if home.school_id in earlier:
        others = {problem.person_of[one].school_id for one in review.team if one != person_id}
        text = f"{name} is not the only one from {home.name} in the team for {host.name}."
        yield "doubled", text, lambda one: problem.person_of[one].school_id not in others


def _balance(problem: Problem, plan: Plan) -> Iterator[Unmet]:
    """Schools whose days differ by more than one visit of one person."""
    visit = max((one.days for one in problem.wanted), default=0)
    for school_id, days in balance_of(problem, plan).items():
        if abs(days) > visit:
            name = problem.school_of[school_id].name
            difference = f"{counted(abs(days), 'day')} {'more' if days > 0 else 'fewer'}"
            text = f"{name} sends {difference} than it receives."
            why = _why_unbalanced(problem, plan, school_id, days=days)
            yield Unmet(wish="balance", text=text, why=why, school_id=school_id)


def _why_unbalanced(problem: Problem, plan: Plan, school_id: int, *, days: int) -> str:
    school, staff = problem.school_of[school_id], problem.staff_of[school_id]
    if days > 0:
        return "" if school_id in plan.at else "It is not visited itself in this plan."
    if not staff:
        return "Nobody there is trained to review."
    loads = loads_of(plan)
    if all(loads[one] >= problem.person_of[one].limit for one in staff):
        return "Everybody there who is trained takes part in as many reviews as they can."
    if school.most_sent is not None and sum(loads[one] for one in staff) >= school.most_sent:
        return f"It can send people to {counted(school.most_sent, 'review')} at most."
    return "Sending more of its people would cost more travel, or break another wish."


def _loads(problem: Problem, plan: Plan) -> Iterator[Unmet]:
    """People who are in more reviews than it takes when all take their share."""
    loads = loads_of(plan)
    able = [one.person_id for one in problem.person_of.values() if one.limit > 0]
    fair = max(1, ceil(loads.total() / max(1, len(able))))
    above = sorted((one for one in loads if loads[one] > fair), key=lambda one: (-loads[one], one))
    if above:
        idle = sum(not loads[one] for one in able)
        names = listed((f"{problem.person_of[one].name} ({loads[one]})" for one in above), most=6)
        yield Unmet(
            wish="load",
            text=f"An even share would be {counted(fair, 'review')}. These take part in more: {names}.",
            why=f"{counted(idle, 'person', 'people')} who could review take part in none." if idle else "",
        )


def _weeks(problem: Problem, plan: Plan) -> Iterator[Unmet]:
    most = problem.wishes.most_a_week
    weeks = len({monday for host in Slots(problem).of.values() for monday in host})
    for monday, visits in sorted(visits_in(plan).items()):
        if visits > most:
            text = f"The {in_week(monday)} has {visits} visits; the most wished is {most}."
            full = weeks * most < len(plan.reviews)
            why = f"The round has {counted(weeks, 'week')} for {len(plan.reviews)} visits." if full else ""
            yield Unmet(
                wish="crowded",
                text=text,
                why=why or "Teams or hosts are free in few weeks, or the same ones.",
            )
