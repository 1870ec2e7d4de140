"""What a plan comes to: its figures, and what each wish costs in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workflows.fit import KM_A_MILE
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.teams import UNPLACED

WISHES: Final = (
    "unplaced",
    "short",
    "extra",
    "same_hub",
    "doubled",
    "again",
    "balance",
    "load",
    "crowded",
    "spread",
    "travel",
)
"""Everything that costs, heaviest first."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A plan in numbers."""

    wanted: int
    placed: int
    #: all journeys there and back
    travel_km: int
    #: places in a team taken by somebody from the host's hub
    same_hub: int
    #: reviews with fewer, or more, reviewers than wished
    short: int
    extra: int
    #: teams with two people of one school
    doubled: int
    #: places in a team taken by somebody whose school went there last year
    again: int
    #: days between what schools send and what they receive, all schools together
    imbalance: int
    #: reviews of whoever is in most, and how many people are in at least one
    most_reviews: int
    people: int
    #: visits in the fullest week, and weeks with a visit
    fullest_week: int
    weeks: int

    @property
    def travel_miles(self) -> int:
        return round(self.travel_km / KM_A_MILE)


def figures_of(problem: Problem, plan: Plan) -> Figures:
    """A plan in numbers."""
    loads, weeks = loads_of(plan), visits_in(plan)
    members = [(one, review.school_id) for review in plan.reviews for one in review.team]
    sizes = [len(one.reviewer_ids) - problem.wishes.reviewers for one in plan.reviews]
    return Figures(
        wanted=len(problem.wanted),
        placed=len(plan.reviews),
        travel_km=sum(problem.travel_km(*one) for one in members),
        same_hub=sum(problem.shares_hub(*one) for one in members),
        short=sum(size < 0 for size in sizes),
        extra=sum(size > 0 for size in sizes),
        doubled=sum(doubles_in(problem, one) > 0 for one in plan.reviews),
        again=sum(problem.went_last_year(*one) for one in members),
        imbalance=sum(map(abs, balance_of(problem, plan).values())),
        most_reviews=max(loads.values(), default=0),
        people=len(loads),
        fullest_week=max(weeks.values(), default=0),
        weeks=len(weeks),
    )


def loads_of(plan: Plan) -> Counter[int]:
    """In how many reviews each person is."""
    return Counter(one for review in plan.reviews for one in review.team)


def visits_in(plan: Plan) -> Counter[date]:
    """Visits of each week, by its Monday."""
    return Counter(one.week for one in plan.reviews)


def doubles_in(problem: Problem, planned: Planned) -> int:
    """How many of a team are there beside somebody of their own school, of the school with most of them."""
    homes = Counter(problem.person_of[one].school_id for one in planned.team)
    return max(homes.values()) - 1


def balance_of(problem: Problem, plan: Plan) -> Mapping[int, int]:
    """For each school the days of people that it sends, less those that it receives."""
    found = dict.fromkeys(problem.school_of, 0)
    for review in plan.reviews:
        days = problem.wanted_of[review.school_id].days
        found[review.school_id] -= days * len(review.team)
        for person_id in review.team:
            found[problem.person_of[person_id].school_id] += days
    return found


def costs_of(problem: Problem, plan: Plan) -> Counter[str]:
    """What each wish costs in a plan; the sum is what the planner makes as small as it can."""
    found = Counter(dict.fromkeys(WISHES, 0))
    found["unplaced"] = UNPLACED * (len(problem.wanted) - len(plan.reviews))
    for name, cost in _costs(problem, plan):
        found[name] += cost
    return found


def _costs(problem: Problem, plan: Plan) -> Iterator[tuple[str, int]]:
    wishes = problem.wishes
    for review in plan.reviews:
        size = len(review.reviewer_ids) - wishes.reviewers
        yield ("short", -size * wishes.short) if size < 0 else ("extra", size * wishes.extra)
        yield "doubled", wishes.doubled * doubles_in(problem, review)
        for one in review.team:
            yield "same_hub", wishes.same_hub * problem.shares_hub(one, review.school_id)
            yield "again", wishes.again * problem.went_last_year(one, review.school_id)
            yield "travel", wishes.travel * problem.travel_km(one, review.school_id)
    for days in balance_of(problem, plan).values():
        yield "balance", wishes.balance * abs(days)
    for reviews in loads_of(plan).values():
        yield "load", wishes.load * reviews * (reviews - 1) // 2
    for visits in visits_in(plan).values():
        yield "spread", wishes.spread * visits * (visits - 1) // 2
        yield "crowded", wishes.crowded * max(0, visits - wishes.most_a_week)
