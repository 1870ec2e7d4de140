"""A year of meetings to find dates for: what the planner is given, and what it gives back. No database.

Days are dates; times are London's own, as people write them into a diary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from workflows.year_plans.spreading import Days, windows

MOST_MEETINGS: Final = 20
"""Of one group in a year: more than one in two weeks is a different kind of work."""
FRIDAY: Final = 4

Key = tuple[int, int]
"""One meeting: its group, and which of the group's it is, from one."""


class Venue(StrEnum):
    """Where a group meets."""

    HOSTED = "hosted"  # at its schools in turn
    OPEN = "open"  # whoever offers to host
    ONLINE = "online"


@dataclass(frozen=True, order=True)
class Slot:
    """A day and the time at which a meeting begins."""

    on: date
    starts: time

    @property
    def week(self) -> date:
        """Its Monday."""
        return self.on - timedelta(days=self.on.weekday())


At = tuple[Key, Slot]
"""A meeting where it is, or could be."""


@dataclass(frozen=True, kw_only=True)
class School:
    """A school and the days in the window on which it has lessons."""

    school_id: int
    name: str
    open_on: frozenset[date]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group, who is asked to its meetings, and what it wishes."""

    group_id: int
    name: str
    people: frozenset[int]
    #: where its people work
    schools: frozenset[int]
    #: which of them can host, least recent first
    hosts: tuple[int, ...] = ()
    venue: Venue = Venue.HOSTED
    meetings: int = 6
    minutes: int = 90
    #: Monday is 0
    weekdays: frozenset[int] = frozenset(range(FRIDAY))
    #: when it may begin, the most liked first
    times: tuple[time, ...] = (time(15, 45),)
    #: days that were ruled out by hand
    never: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Busy:
    """Another date in somebody's diary."""

    person_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Placed:
    """When and where one meeting is; without a slot no day could be found for it."""

    slot: Slot | None
    host_id: int | None = None


Plan = Mapping[Key, Placed]
"""Every meeting of the year."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Groups, schools and diaries, and what was decided by hand."""

    groups: tuple[Group, ...]
    schools: tuple[School, ...]
    #: the days of each half-term on which the trust has lessons, as far as they can still be used
    halves: tuple[Days, ...]
    #: nobody meets on these
    keep_clear: frozenset[date] = frozenset()
    busy: tuple[Busy, ...] = ()
    #: dates and hosts that stay as they are
    pinned: Mapping[Key, Slot] = field(default_factory=dict)
    pinned_hosts: Mapping[Key, int] = field(default_factory=dict)
    #: people by id
    names: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def group_of(self) -> Mapping[int, Group]:
        return {one.group_id: one for one in self.groups}

    @cached_property
    def school_of(self) -> Mapping[int, School]:
        return {one.school_id: one for one in self.schools}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every meeting that is wanted."""
        return tuple((one.group_id, number + 1) for one in self.groups for number in range(one.meetings))

    @cached_property
    def window_of(self) -> Mapping[Key, Days]:
        """The stretch of the year that each meeting belongs to."""
        return {
            (one.group_id, number): days
            for one in self.groups
            for number, days in enumerate(windows(one.meetings, self.halves), start=1)
        }

    @cached_property
    def shared(self) -> Mapping[int, Mapping[int, frozenset[int]]]:
        """Of any two groups the people who are in both; a group shares all its people with itself."""
        return {
            one.group_id: {
                other.group_id: both for other in self.groups if (both := one.people & other.people)
            }
            for one in self.groups
        }

    @cached_property
    def _busy_on(self) -> Mapping[date, list[Busy]]:
        found: dict[date, list[Busy]] = {}
        for one in self.busy:
            day = one.starts_at.date()
            while datetime.combine(day, time(0)) < one.ends_at:
                found.setdefault(day, []).append(one)
                day += timedelta(days=1)
        return found

    def span(self, key: Key, slot: Slot) -> tuple[datetime, datetime]:
        """From when until when a meeting would be."""
        begins = datetime.combine(slot.on, slot.starts)
        return begins, begins + timedelta(minutes=self.group_of[key[0]].minutes)

    def closed(self, key: Key, day: date) -> list[School]:
        """The schools of its people that have no lessons on this day, by name."""
        known = (self.school_of[one] for one in self.group_of[key[0]].schools)
        return sorted((one for one in known if day not in one.open_on), key=lambda one: one.name)

    def busy_people(self, key: Key, slot: Slot) -> frozenset[int]:
        """Those asked who have something else at that time."""
        people, (begins, ends) = self.group_of[key[0]].people, self.span(key, slot)
        return frozenset(
            one.person_id
            for one in self._busy_on.get(slot.on, ())
            if one.person_id in people and one.starts_at < ends and begins < one.ends_at
        )

    def overlap(self, one: At, other: At) -> bool:
        """Whether two meetings have a moment in common."""
        begins, ends = self.span(*one)
        other_begins, other_ends = self.span(*other)
        return begins < other_ends and other_begins < ends

    def can_be_on(self, key: Key, day: date) -> bool:
        """Whether a meeting may be on this day at all, as far as the day itself is concerned."""
        group = self.group_of[key[0]]
        if day in self.keep_clear or day in group.never or day.weekday() > FRIDAY:
            return False
        needed: Iterable[int] = group.hosts if group.venue is Venue.HOSTED else group.schools
        host = self.pinned_hosts.get(key)
        if host is not None:
            needed = (host,)
        known = [self.school_of[one] for one in needed]
        return any(day in one.open_on for one in known) or (not known and group.venue is not Venue.HOSTED)
