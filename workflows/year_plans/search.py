"""Finds the dates of a year: the dearest meetings first, then better and better until nothing is gained.

The same problem gives the same plan: chance is seeded, and steps are counted rather than timed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from workflows.year_plans.costs import UNPLACED, alone, beside
from workflows.year_plans.hosting import with_hosts
from workflows.year_plans.problem import FRIDAY, Key, Plan, Problem, Slot

SEED: Final = 2026
TRIES_A_MEETING: Final = 12
MOST_TRIES: Final = 900
"""So often some meetings are taken out and put back in another order."""
TAKEN_OUT: Final = 4


@dataclass(frozen=True)
class Option:
    """A slot that a meeting may have, with what it costs by itself."""

    slot: Slot
    cost: float


def lay_out(problem: Problem, *, keep: Plan | None = None) -> Plan:
    """A plan of the year. `keep`: one of which as much as possible is to stay as it is."""
    search = Search(problem, keep or {})
    search.run()
    return with_hosts(problem, search.chosen, keep or {})


def options_of(problem: Problem, key: Key, *, kept: Slot | None = None) -> list[Option]:
    """Every slot that a meeting may have in its stretch of the year, the cheapest first."""
    if (pinned := problem.pinned.get(key)) is not None:
        return [Option(pinned, alone(problem, key, pinned))]
    group = problem.group_of[key[0]]
    days = [day for day in problem.window_of[key] if day.weekday() <= FRIDAY and problem.can_be_on(key, day)]
    slots = (Slot(day, starts) for day in days for starts in group.times)
    found = [Option(slot, alone(problem, key, slot, kept=kept)) for slot in slots]
    return sorted(found, key=lambda one: (one.cost, one.slot))


class Search:
    """What is chosen so far, and how it gets better."""

    def __init__(self, problem: Problem, keep: Plan) -> None:
        self.problem = problem
        kept = {key: placed.slot for key, placed in keep.items()}
        self.options = {key: options_of(problem, key, kept=kept.get(key)) for key in problem.keys}
        self._alone = {key: {one.slot: one.cost for one in found} for key, found in self.options.items()}
        self.chosen: dict[Key, Slot | None] = dict.fromkeys(problem.keys)
        self._in_week: defaultdict[date, set[Key]] = defaultdict(set)

    def run(self) -> None:
        """Place every meeting, then try to do better."""
        movable = [key for key in self.problem.keys if len(self.options[key]) > 1]
        fixed = [key for key in self.problem.keys if len(self.options[key]) == 1]
        for key in (*fixed, *sorted(movable, key=lambda one: (len(self.options[one]), one))):
            self._place(key)
        self._settle(movable)
        chance = Random(SEED)  # noqa: S311 - nothing secret hangs on it
        left = self.cost - self.bound
        for _ in range(min(MOST_TRIES, TRIES_A_MEETING * len(movable))):
            if left <= 0:
                return
            left -= self._shake(movable, chance)
        self._settle(movable)

    @property
    def cost(self) -> float:
        """Of the plan as it is, each pair of meetings once."""
        total = 0.0
        for key, slot in self.chosen.items():
            if slot is None:
                total += UNPLACED
            else:
                total += self._alone[key][slot] + self._beside_others(key, slot) / 2
        return total

    @property
    def bound(self) -> float:
        """What no plan can undercut: every meeting at its cheapest, as if there were no other."""
        return sum(found[0].cost if found else UNPLACED for found in self.options.values())

    def cost_at(self, key: Key, slot: Slot) -> float:
        """What a slot would cost a meeting, with the others where they are."""
        return self._alone[key][slot] + self._beside_others(key, slot)

    def _settle(self, keys: Iterable[Key]) -> None:
        """Move one meeting at a time to where it costs least, until none gains by it."""
        waiting = list(keys)
        changed = True
        while changed:
            changed = False
            for key in waiting:
                before = self.chosen[key]
                self.put(key, None)
                self._place(key, stay=before)
                changed |= self.chosen[key] != before

    def _shake(self, movable: Sequence[Key], chance: Random) -> float:
        """Take out a few meetings near each other and put them back in another order; gives the gain."""
        first = chance.choice(movable)
        near = [key for key in movable if key != first and self._are_near(first, key)]
        out = [first, *chance.sample(near, min(TAKEN_OUT - 1, len(near)))]
        before = {key: self.chosen[key] for key in out}
        cost = self._cost_of(out)
        for key in out:
            self.put(key, None)
        chance.shuffle(out)
        for key in out:
            self._place(key)
        gained = cost - self._cost_of(out)
        if gained >= 0:
            return gained
        for key in out:
            self.put(key, None)
        for key, slot in before.items():
            self.put(key, slot)
        return 0.0

    def _are_near(self, key: Key, other: Key) -> bool:
        if other[0] not in self.problem.shared[key[0]]:
            return False
        days, its = self.problem.window_of[key], self.problem.window_of[other]
        return bool(days and its) and days[0] <= its[-1] and its[0] <= days[-1]

    def _cost_of(self, keys: Sequence[Key]) -> float:
        """What these meetings cost, each pair among them once."""
        total, seen = 0.0, set[Key]()
        for key in keys:
            slot = self.chosen[key]
            if slot is None:
                total += UNPLACED
            else:
                total += self._alone[key][slot] + self._beside_others(key, slot, but=seen)
            seen.add(key)
        return total

    def _beside_others(self, key: Key, slot: Slot, *, but: Iterable[Key] = ()) -> float:
        others = self._in_week[slot.week] | self._neighbours(key)
        placed = ((other, self.chosen[other]) for other in others if other != key and other not in but)
        return sum(
            beside(self.problem, (key, slot), (other, its)) for other, its in placed if its is not None
        )

    def _neighbours(self, key: Key) -> set[Key]:
        return {one for number in (-1, 1) if (one := (key[0], key[1] + number)) in self.chosen}

    def _place(self, key: Key, *, stay: Slot | None = None) -> None:
        """Put a meeting where it costs least beside the others; among equals where it was, or the first."""
        best, least = None, float(UNPLACED)
        for option in self.options[key]:
            if option.cost >= least:
                break
            cost = option.cost + self._beside_others(key, option.slot) - (option.slot == stay) * 1e-6
            if cost < least:
                best, least = option.slot, cost
        pinned = self.problem.pinned.get(key)
        self.put(key, best if pinned is None else pinned)

    def put(self, key: Key, slot: Slot | None) -> None:
        """Put a meeting somewhere, or take it out."""
        before = self.chosen[key]
        if before is not None:
            self._in_week[before.week].discard(key)
        self.chosen[key] = slot
        if slot is not None:
            self._in_week[slot.week].add(key)
