"""A set of linear rules over whole numbers as plain data, which more than one solver reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

Key = tuple[Any, ...]
"""What a variable stands for: a word first, then whom or what it is about."""


class Row(NamedTuple):
    """Between `low` and `high` lies the sum of these variables, each times its factor; None is no limit."""

    factors: Mapping[int, int]
    low: int | None
    high: int | None


class Solved(NamedTuple):
    """What the variables were found to be, and what no solution can fall below."""

    values: list[int] | None
    bound: int


@dataclass
class Linear:
    """Variables from nought to `upper`, rules over them, and what each costs."""

    rows: list[Row] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    uppers: list[int] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    #: what is paid whatever the variables are
    constant: int = 0

    def add(self, key: Key, *, cost: int = 0, upper: int = 1) -> int:
        """A new variable; gives its number."""
        self.index[key] = len(self.costs)
        self.costs.append(cost)
        self.uppers.append(upper)
        return self.index[key]

    def rule(
        self, factors: Iterable[tuple[int, int]], *, low: int | None = None, high: int | None = None
    ) -> None:
        """Variables and their factors, and the limits of the sum. What is named twice counts twice."""
        summed: dict[int, int] = {}
        for at, factor in factors:
            summed[at] = summed.get(at, 0) + factor
        self.rows.append(Row(summed, low, high))

    def cost_of(self, values: Iterable[int]) -> int:
        return self.constant + sum(cost * value for cost, value in zip(self.costs, values, strict=True))

    def solve(self, *, seconds: float | None, gap: float = 0.0, nodes: int | None = None) -> Solved:
        """By branch and bound. `gap`: how far from the best it may stop; `nodes`: after how many it stops."""
        if not self.costs:
            return Solved([], self.constant)
        options: dict[str, Any] = {"mip_rel_gap": gap, "time_limit": seconds, "node_limit": nodes}
        found: OptimizeResult = milp(
            np.array(self.costs, dtype=float),
            integrality=np.ones(len(self.costs), dtype=np.int64),
            bounds=Bounds(0, np.array(self.uppers, dtype=float)),
            constraints=self._constraints(),
            options=_given(options),
        )
        values = None if found.x is None else [round(one) for one in found.x]
        dual = getattr(found, "mip_dual_bound", None)
        # A hair below a whole number is that number.
        bound = 0 if dual is None or not np.isfinite(dual) else int(np.ceil(dual - 1e-3))
        return Solved(values, self.constant + bound)

    def _constraints(self) -> LinearConstraint:
        at = [
            (number, column, factor)
            for number, row in enumerate(self.rows)
            for column, factor in row.factors.items()
        ]
        rows, columns, factors = zip(*at, strict=True) if at else ((), (), ())
        shape = (len(self.rows), len(self.costs))
        matrix = csr_array((np.array(factors, dtype=float), (rows, columns)), shape=shape)
        low = [-np.inf if row.low is None else row.low for row in self.rows]
        high = [np.inf if row.high is None else row.high for row in self.rows]
        return LinearConstraint(matrix, low, high)


def _given(options: dict[str, Any]) -> Any:
    """The options that were chosen; the type of scipy's stubs knows no such thing."""
    return {name: value for name, value in options.items() if value is not None}
