"""When a visit could be: runs of days inside one week, and who could not be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from workflows.review_rounds.problem import Problem, monday_of

Days = tuple[date, ...]


@dataclass(frozen=True)
class Slots:
    """The days that each host's visit could be on, week by week."""

    problem: Problem
    _missing: dict[Days, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def of(self) -> Mapping[int, Mapping[date, tuple[Days, ...]]]:
        """For each host, by the Monday of the week, the runs of days, nearest to midweek first."""
        return {school_id: self._of_host(school_id) for school_id in self.problem.wanted_of}

    def _of_host(self, school_id: int) -> Mapping[date, tuple[Days, ...]]:
        wanted, host = self.problem.wanted_of[school_id], self.problem.school_of[school_id]
        found: dict[date, list[Days]] = {}
        for days in _runs(self.problem.starts_on, self.problem.ends_on, wanted.days):
            if host.school_days.issuperset(days) and self.problem.may_be_in(school_id, monday_of(days[0])):
                found.setdefault(monday_of(days[0]), []).append(days)
        return {monday: tuple(sorted(runs, key=_from_midweek)) for monday, runs in found.items()}

    def missing(self, days: Days) -> frozenset[int]:
        """Who cannot be there on one of these days: they are away, or their own school is closed."""
        if days not in self._missing:
            self._missing[days] = frozenset(self._find_missing(days))
        return self._missing[days]

    def _find_missing(self, days: Days) -> Iterator[int]:
        for person in self.problem.person_of.values():
            open_on = self.problem.school_of[person.school_id].school_days
            if not open_on.issuperset(days) or any(map(person.is_away, days)):
                yield person.person_id

    def for_team(self, school_id: int, monday: date, team: Collection[int]) -> Days | None:
        """The run of days in a week on which all of a team can be there, nearest to midweek."""
        runs = self.of[school_id].get(monday, ())
        return next((days for days in runs if self.missing(days).isdisjoint(team)), None)

    def ways(
        self, school_id: int, monday: date, people: Collection[int]
    ) -> list[tuple[Days, frozenset[int]]]:
        """Runs of days in a week, and who of these people would be missing: none is worse than another."""
        found: list[tuple[Days, frozenset[int]]] = []
        kinds = [
            (days, self.missing(days).intersection(people)) for days in self.of[school_id].get(monday, ())
        ]
        for days, missing in sorted(kinds, key=lambda one: len(one[1])):
            if not any(other <= missing for _, other in found):
                found.append((days, missing))
        return found


def _runs(first: date, last: date, length: int) -> Iterator[Days]:
    """Every run of so many days in a row inside one week."""
    for ordinal in range(first.toordinal(), last.toordinal() - length + 2):
        start = date.fromordinal(ordinal)
        if start.weekday() + length <= 5:
            yield tuple(start + timedelta(days=n) for n in range(length))


def _from_midweek(days: Days) -> tuple[float, Days]:
    """Weekdays between the middle of the visit and Wednesday; then the earlier first."""
    return abs((days[0].weekday() + days[-1].weekday()) / 2 - 2), days
