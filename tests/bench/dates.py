"""A year of dates found at once: how long it takes, and how near to the best it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from time import perf_counter
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.year_problems import whole_trust
from workflows.year_plans.costs import SAME_WEEK, UNPLACED
from workflows.year_plans.judging import unmet
from workflows.year_plans.problem import Problem
from workflows.year_plans.search import Search, lay_out

SIZES: Final = {"a hub of 7 schools": (7, 1, 0), "12 schools": (12, 2, 5), "40 schools": (40, 6, 15)}
"""Schools, hubs and forums, each group with a meeting every half-term."""
SOLVER_SECONDS: Final = 60.0
WANTED: Final = 5.0
"""Seconds in which 6 hubs and 15 forums of 40 schools should have their dates."""


def measure() -> Iterator[str]:
    """One line a size. The bound is an exact solver's, for the same costs without clashes and close dates."""
    yield "years: dates for all meetings of a year, beside a bound that no plan can undercut"
    for name, (schools, hubs, forums) in SIZES.items():
        yield _measured(name, whole_trust(Random(1), schools=schools, hubs=hubs, forums=forums))


def _measured(name: str, problem: Problem) -> str:
    begin = perf_counter()
    search = Search(problem, {})
    search.run()
    found = perf_counter() - begin
    plan = lay_out(problem)
    begin = perf_counter()
    told = unmet(problem, plan)
    explained = perf_counter() - begin
    counts = Counter(one.hindrance.kind for one in told)
    kinds = ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "nothing in the way"
    solved = solve(problem)
    gap = max(0.0, search.cost / solved.bound - 1) if solved.bound else 0.0
    return (
        f"years: {name}: {len(problem.keys)} meetings in {found:.2f} s ({found / WANTED:.0%} of the "
        f"{WANTED:.0f} s wanted for 40 schools), cost {search.cost:.0f}, an exact solver's after "
        f"{SOLVER_SECONDS:.0f} s {solved.cost:.0f}, from its bound {gap:.1%}; told in {explained:.2f} s, "
        f"{kinds}"
    )


@dataclass(frozen=True)
class Solved:
    """What an exact solver finds within its time."""

    #: what no plan can undercut
    bound: float
    #: of the best plan that it has found itself
    cost: float


def solve(problem: Problem) -> Solved:
    """Each meeting's own costs and those of people's full weeks, as linear rules."""
    model = _Model()
    options = Search(problem, {}).options
    by_week: defaultdict[tuple[frozenset[int], date], list[int]] = defaultdict(list)
    counts: Counter[frozenset[int]] = Counter(
        frozenset(one.group_id for one in problem.groups if person in one.people) for person in problem.names
    )
    groups_of = {group.group_id: [one for one in counts if group.group_id in one] for group in problem.groups}
    for key, found in options.items():
        columns = [model.add(UNPLACED)]
        for option in found:
            columns.append(model.add(option.cost))
            for kind in groups_of[key[0]]:
                by_week[kind, option.slot.week].append(columns[-1])
        model.rule([(one, 1.0) for one in columns], low=1, high=1)
    for (kind, _), columns in by_week.items():
        # Each further meeting of a week stands beside all those before it.
        most = min(4, sum(problem.group_of[one].meetings for one in kind))
        steps = [model.add(SAME_WEEK * counts[kind] * nth, whole=False) for nth in range(1, most)]
        model.rule([*((one, 1.0) for one in columns), *((one, -1.0) for one in steps)], high=1)
    return model.solved()


class _Model:
    def __init__(self) -> None:
        self.costs: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[list[tuple[int, float]], float, float]] = []

    def add(self, cost: float, *, whole: bool = True) -> int:
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1

    def rule(self, factors: list[tuple[int, float]], *, low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append((factors, low, high))

    def solved(self) -> Solved:
        values, rows, columns = [], [], []
        for number, (factors, _, _) in enumerate(self.rows):
            for column, factor in factors:
                rows.append(number)
                columns.append(column)
                values.append(factor)
        shape = (len(self.rows), len(self.costs))
        matrix = coo_array((values, (rows, columns)), shape=shape).tocsr()
        found = milp(
            np.array(self.costs),
            integrality=np.array(self.whole, dtype=int),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
            ),
            options={"time_limit": SOLVER_SECONDS},
        )
        return Solved(bound=found.mip_dual_bound or 0.0, cost=found.fun or 0.0)
