"""A plan as people read it: week by week, who goes where, how far, and what was decided by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.fit import distance_in_words
from workflows.review_rounds.comparing import Difference
from workflows.review_rounds.model import PlanRun, ReviewRound
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem, monday_of
from workflows.review_rounds.runs import seen_with


@dataclass(frozen=True, kw_only=True)
class Member:
    """One of a team; `decided` says that they were put there by hand."""

    person_id: int
    name: str
    school: str
    can_lead: bool
    same_hub: bool
    travel: str
    decided: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One review of a plan, the lead first in its team."""

    school_id: int
    school: str
    week: date
    days: tuple[date, ...]
    foci: tuple[str, ...]
    team: tuple[Member, ...]
    week_decided: bool

    @property
    def lead(self) -> Member:
        return self.team[0]

    @property
    def reviewers(self) -> tuple[Member, ...]:
        return self.team[1:]


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week of the round: how many visits there are, and whether any school has lessons."""

    monday: date
    visits: int
    is_open: bool


@dataclass(frozen=True)
class Seen:
    """A plan with all that its page shows."""

    lines: tuple[Line, ...]
    weeks: tuple[Week, ...]
    #: reviews that are about schools or people who are no longer here
    gone: int


def read_plan(round_: ReviewRound, run: PlanRun) -> Seen:
    """A plan as it reads today, in the order of its days."""
    problem, [plan] = seen_with(round_, run)
    whole = run.found or Plan(reviews=())
    lines = sorted(_lines(problem, plan.reviews), key=lambda one: (one.days, one.school))
    return Seen(tuple(lines), tuple(_weeks(problem, plan)), len(whole.reviews) - len(plan.reviews))


def lines_of(problem: Problem, one: Difference) -> tuple[Line | None, Line | None]:
    """Both reviews of a school that is not planned alike in two plans."""
    first, second = (
        next(iter(_lines(problem, [planned])), None) if planned else None
        for planned in (one.first, one.second)
    )
    return first, second


def _lines(problem: Problem, reviews: Iterable[Planned]) -> Iterator[Line]:
    decided = problem.decided
    for review in reviews:
        foci = problem.wanted_of[review.school_id].foci
        yield Line(
            school_id=review.school_id,
            school=problem.school_of[review.school_id].name,
            week=review.week,
            days=review.days,
            foci=tuple(problem.foci.get(one, "") for one in foci),
            team=tuple(_member(problem, review.school_id, one) for one in review.team),
            week_decided=decided.weeks.get(review.school_id) == review.week,
        )


def _member(problem: Problem, school_id: int, person_id: int) -> Member:
    person, home = problem.person_of[person_id], problem.home(person_id)
    far = distance_in_words(home.spot, problem.school_of[school_id].spot)
    return Member(
        person_id=person_id,
        name=person.name,
        school=home.name,
        can_lead=person.leads,
        same_hub=problem.shares_hub(person_id, school_id),
        travel=far[:1].lower() + far[1:],
        decided=person_id in problem.decided.on_team(school_id),
    )


def _weeks(problem: Problem, plan: Plan) -> Iterator[Week]:
    open_days = {day for school in problem.schools for day in school.school_days}
    monday = monday_of(problem.starts_on)
    while monday <= problem.ends_on:
        days = {monday + timedelta(days=n) for n in range(7)}
        visits = sum(review.week == monday for review in plan.reviews)
        yield Week(monday=monday, visits=visits, is_open=not days.isdisjoint(open_days))
        monday += timedelta(days=7)
