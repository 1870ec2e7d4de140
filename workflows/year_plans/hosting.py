"""Who hosts which meeting: in turn, those first who hosted least recently, and never a school that is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from workflows.year_plans.problem import Group, Key, Placed, Plan, Problem, Slot, Venue

IMPOSSIBLE: Final = 1e6
AGAIN: Final = 1_000.0
"""Hosting once more than the others of the group."""
LOADED: Final = 30.0
"""Hosting for another group of the same plan as well."""
OTHER_HOST: Final = 400.0
"""Another host than before, where little was to change: less than hosting twice."""


def with_hosts(problem: Problem, chosen: Mapping[Key, Slot | None], keep: Plan) -> Plan:
    """The plan with a host for each meeting that has one; none where every school that could is closed."""
    load: Counter[int] = Counter(problem.pinned_hosts.values())
    hosts: dict[Key, int | None] = {}
    for group in sorted(problem.groups, key=lambda one: (len(one.hosts), one.group_id)):
        found = _hosts_of(problem, group, chosen, keep, load)
        hosts |= found
        load.update(
            one for key, one in found.items() if one is not None and key not in problem.pinned_hosts
        )
    return {key: Placed(slot=slot, host_id=hosts.get(key)) for key, slot in chosen.items()}


def _hosts_of(
    problem: Problem, group: Group, chosen: Mapping[Key, Slot | None], keep: Plan, load: Counter[int]
) -> Mapping[Key, int | None]:  # fmt: skip
    keys = [key for key in problem.keys if key[0] == group.group_id and chosen[key] is not None]
    decided: dict[Key, int | None] = {
        key: problem.pinned_hosts[key] for key in keys if key in problem.pinned_hosts
    }
    if group.venue is not Venue.HOSTED or not group.hosts:
        return decided
    free = [key for key in keys if key not in decided]
    if not free:
        return decided
    times = Counter(one for one in decided.values() if one is not None)
    columns = [(host, nth) for nth in range(len(free)) for host in group.hosts]
    costs = np.array(
        [
            [_cost(problem, group, (key, place), column, chosen, keep, load, times) for column in columns]
            for place, key in enumerate(free)
        ]
    )
    rows, picked = linear_sum_assignment(costs)
    for row, column in zip(rows, picked, strict=True):
        is_possible = costs[row, column] < IMPOSSIBLE
        decided[free[row]] = columns[column][0] if is_possible else None
    return decided


def _cost(
    problem: Problem, group: Group, meeting: tuple[Key, int], column: tuple[int, int],
    chosen: Mapping[Key, Slot | None], keep: Plan, load: Counter[int], times: Counter[int],
) -> float:  # fmt: skip
    (key, place), (host, nth) = meeting, column
    slot, rank = chosen[key], group.hosts.index(host)
    if slot is None or slot.on not in problem.school_of[host].open_on:
        return IMPOSSIBLE
    before = keep.get(key)
    cost = AGAIN * (nth + times[host]) + LOADED * load[host] + rank
    cost += OTHER_HOST * (before is not None and before.host_id is not None and before.host_id != host)
    return cost + abs(place % len(group.hosts) - rank) / 10
