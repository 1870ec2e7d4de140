"""A year of reviews planned at once: how soon there is a plan, and how near to the best it is by when."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Final

from tests.bench.years import big_year
from workflows.review_rounds.explaining import explain
from workflows.review_rounds.figures import figures_of
from workflows.review_rounds.planning import Limits, PlannerMissing, Progress, make_plan
from workflows.review_rounds.problem import Problem

SIZES: Final = (10, 20, 40)
MOMENTS: Final = (5, 20, 60)
"""Seconds after which it is looked how near the plan is to the best one."""


def measure() -> Iterator[str]:
    """One line a size, then one of years that are hard or have no answer."""
    yield "planning: beside the lowest cost that any plan could have, which the search proves as it goes"
    try:
        for size in SIZES:
            yield _measured(f"{size} schools", big_year(size, Random(size)))
        yield _measured("40 schools, one review a person", big_year(40, Random(2), limit=1))
        yield _measured("40 schools in 15 weeks", big_year(40, Random(3), weeks=15))
    except PlannerMissing as error:
        yield f"planning: left out, {error}"


def _measured(name: str, problem: Problem) -> str:
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return True

    made = make_plan(problem, limits=Limits(seconds=MOMENTS[-1], gap=0.0), watch=watch)
    seen.append(made)
    if made.plan is None or made.first_after is None:
        return f"planning: {name}: no plan"
    gaps = ", ".join(f"{_at(seen, moment).gap:.2%} after {moment} s" for moment in MOMENTS)
    begin = perf_counter()
    explain(problem, made.plan)
    told = perf_counter() - begin
    figures = figures_of(problem, made.plan)
    share = made.first_after / MOMENTS[-1]
    return (
        f"planning: {name}, {len(problem.people)} people: first plan after {made.first_after:.1f} s "
        f"({share:.0%} of the minute), from the best {gaps} (wanted for 40: 5% or less after 60 s); "
        f"{figures.placed} placed, {figures.same_hub} from the host's hub; ended after {made.seconds:.1f} s; "
        f"explained in {told:.1f} s"
    )


def _at(seen: list[Progress], moment: float) -> Progress:
    """The last that was known by then."""
    return next((one for one in reversed(seen) if one.seconds <= moment), seen[0])
