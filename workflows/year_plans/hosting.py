"""Who hosts what: in turn, those first who hosted least recently, and never a school that is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from workflows.year_plans.problem import At, Group, Key, Placed, Plan, Problem, Slot, Venue

IMPOSSIBLE: Final = 1e6
AGAIN: Final = 1_000.0
"""Hosting once more than the others of the group."""
LOADED: Final = 30.0
"""Hosting for another group of the same plan as well."""
OTHER_HOST: Final = 400.0
"""Another host than before, where little was to change: less than hosting twice."""


def with_hosts(problem: Problem, chosen: Mapping[Key, Slot | None], keep: Plan) -> Plan:
    """The plan with a host for each meeting that has one; none where every school that could is closed."""
    turns = _Turns(problem, keep, Counter(problem.pinned_hosts.values()))
    hosts: dict[Key, int | None] = {}
    for group in sorted(problem.groups, key=lambda one: (len(one.hosts), one.group_id)):
        placed = [
            (key, slot) for key, slot in chosen.items() if key[0] == group.group_id and slot is not None
        ]
        hosts |= turns.share_out(group, placed)
    return {key: Placed(slot=slot, host_id=hosts.get(key)) for key, slot in chosen.items()}


@dataclass
class _Turns:
    problem: Problem
    keep: Plan
    #: how often each school hosts in this plan, as far as is known
    load: Counter[int] = field(default_factory=Counter)

    def share_out(self, group: Group, placed: list[At]) -> dict[Key, int | None]:
        """The hosts of one group's meetings, in the order of the year."""
        pinned = self.problem.pinned_hosts
        found: dict[Key, int | None] = {key: pinned[key] for key, _ in placed if key in pinned}
        free = [at for at in placed if at[0] not in found]
        if group.venue is not Venue.HOSTED or not group.hosts or not free:
            return found
        times = Counter(found.values())
        columns = [(host, nth + times[host]) for nth in range(len(free)) for host in group.hosts]
        costs = np.array(
            [[self._cost(group, free, row, column) for column in columns] for row in range(len(free))]
        )
        for row, column in zip(*linear_sum_assignment(costs), strict=True):
            found[free[row][0]] = columns[column][0] if costs[row, column] < IMPOSSIBLE else None
        self.load.update(host for key, _ in free if (host := found[key]) is not None)
        return found

    def _cost(self, group: Group, free: list[At], row: int, column: tuple[int, int]) -> float:
        (key, slot), (host, nth) = free[row], column
        if slot.on not in self.problem.school_of[host].open_on:
            return IMPOSSIBLE
        rank, before = group.hosts.index(host), self.keep.get(key)
        cost = AGAIN * nth + LOADED * self.load[host] + rank
        cost += OTHER_HOST * (before is not None and before.host_id not in (None, host))
        return cost + abs(row % len(group.hosts) - rank) / 10
