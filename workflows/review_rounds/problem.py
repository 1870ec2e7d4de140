"""What a year's round has to plan: schools, reviews, people, days, and what was decided by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from workflows.fit import Spot, distance_km

MOST_DAYS: Final = 3
"""Days of the longest visit."""
MOST_REVIEWERS: Final = 3
"""Reviewers beside the lead."""
UNKNOWN_KM: Final = 30
"""Between two schools of which one is not on the map."""

PersonAndSchool = tuple[int, int]
"""A `person_id` and the `school_id` of a host."""


class Bar(StrEnum):
    """Why somebody may never review a school, in words after their name."""

    CONFLICT = "cannot review this school"
    LINE_MANAGEMENT = "is managed or appraised by its head, or the other way round"
    SWAP = "works at a school that its people review already this year"


@dataclass(frozen=True, kw_only=True)
class School:
    """A school of the trust that hosts, sends people, or both."""

    school_id: int
    name: str
    #: names of its hubs
    hubs: frozenset[str] = frozenset()
    spot: Spot = field(default_factory=Spot)
    #: ids of the focus areas it is strong in
    strong_in: frozenset[int] = frozenset()
    #: days on which its pupils are in, inside the window of the round
    school_days: frozenset[date] = frozenset()
    #: in how many reviews its people may take part together; None is no limit
    most_sent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is trained to review, and perhaps to lead."""

    person_id: int
    name: str
    school_id: int
    leads: bool = False
    #: in how many reviews they can take part
    limit: int = 2
    #: first and last day of each time that they are away
    away: tuple[tuple[date, date], ...] = ()

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A review that is to be planned: each school hosts once."""

    school_id: int
    #: one focus area or two; with none, anybody may review it
    foci: tuple[int, ...] = ()
    #: days of the visit, in a row and in one week
    days: int = 2


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What makes one plan better than another; a weight of nought switches a wish off."""

    #: reviewers beside the lead
    reviewers: int = 2
    #: visits that begin in one week
    most_a_week: int = 3
    #: for each reviewer too few, and for each too many
    short: int = 3_000
    extra: int = 600
    #: for each visit beyond `most_a_week`
    crowded: int = 1_500
    #: for somebody from the host's hub
    same_hub: int = 500
    #: for two people of one school in a team
    doubled: int = 400
    #: for going to the school that one's own went to last year
    again: int = 200
    #: for each day that a school sends more, or fewer, than it receives
    balance: int = 60
    #: for somebody's second review; twice as much for the third, and so on
    load: int = 80
    #: for the second visit in a week; twice as much for the third, and so on
    spread: int = 20
    #: for each kilometre there and back, each day
    travel: int = 1


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided by hand; a week is named by its Monday."""

    weeks: Mapping[int, date] = field(default_factory=dict)
    people: frozenset[PersonAndSchool] = frozenset()
    leads: frozenset[PersonAndSchool] = frozenset()
    never_people: frozenset[PersonAndSchool] = frozenset()
    never_weeks: frozenset[tuple[int, date]] = frozenset()

    def on_team(self, school_id: int) -> frozenset[int]:
        """Who was decided to be in the team of this host, as its lead or at all."""
        return frozenset(one for one, host in self.people | self.leads if host == school_id)

    def lead_of(self, school_id: int) -> frozenset[int]:
        return frozenset(one for one, host in self.leads if host == school_id)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything that a plan depends on; the order in which things are named makes no difference."""

    schools: tuple[School, ...]
    people: tuple[Person, ...]
    wanted: tuple[Wanted, ...]
    #: first and last day of the window in which visits can be
    starts_on: date
    ends_on: date
    #: who may never review which school
    barred: Mapping[PersonAndSchool, Bar] = field(default_factory=dict)
    #: who went where last year: sending and receiving school
    last_year: frozenset[tuple[int, int]] = frozenset()
    #: names of focus areas, for explanations
    foci: Mapping[int, str] = field(default_factory=dict)
    decided: Decided = field(default_factory=Decided)
    wishes: Wishes = field(default_factory=Wishes)

    def __post_init__(self) -> None:
        """Raises ValueError where something is named twice, or where nobody knows it."""
        for name, ids in self._ids():
            if len(set(ids)) < len(ids):
                raise ValueError(f"one of the {name} is there twice")
        known = {one.school_id for one in self.schools}
        placed = [*(one.school_id for one in self.people), *(one.school_id for one in self.wanted)]
        if not known.issuperset(placed):
            raise ValueError("a school is not in this round")
        if not all(1 <= one.days <= MOST_DAYS for one in self.wanted):
            raise ValueError(f"a visit has one to {MOST_DAYS} days")
        if not 1 <= self.wishes.reviewers <= MOST_REVIEWERS:
            raise ValueError(f"a team has one to {MOST_REVIEWERS} reviewers beside its lead")

    def _ids(self) -> list[tuple[str, list[int]]]:
        return [
            ("schools", [one.school_id for one in self.schools]),
            ("people", [one.person_id for one in self.people]),
            ("reviews", [one.school_id for one in self.wanted]),
        ]

    @cached_property
    def school_of(self) -> Mapping[int, School]:
        return {one.school_id: one for one in sorted(self.schools, key=lambda one: one.school_id)}

    @cached_property
    def person_of(self) -> Mapping[int, Person]:
        return {one.person_id: one for one in sorted(self.people, key=lambda one: one.person_id)}

    @cached_property
    def wanted_of(self) -> Mapping[int, Wanted]:
        return {one.school_id: one for one in sorted(self.wanted, key=lambda one: one.school_id)}

    @cached_property
    def staff_of(self) -> Mapping[int, tuple[int, ...]]:
        """The trained people of each school, by `person_id`."""
        found: dict[int, list[int]] = {one: [] for one in self.school_of}
        for person in self.person_of.values():
            found[person.school_id].append(person.person_id)
        return {school_id: tuple(ids) for school_id, ids in found.items()}

    def home(self, person_id: int) -> School:
        """The school that somebody works at."""
        return self.school_of[self.person_of[person_id].school_id]

    def is_strong(self, person_id: int, school_id: int) -> bool:
        """Whether somebody comes from a school that is strong in one of the foci of this host's review."""
        foci = self.wanted_of[school_id].foci
        return not foci or not self.home(person_id).strong_in.isdisjoint(foci)

    def shares_hub(self, person_id: int, school_id: int) -> bool:
        return not self.home(person_id).hubs.isdisjoint(self.school_of[school_id].hubs)

    def went_last_year(self, person_id: int, school_id: int) -> bool:
        return (self.person_of[person_id].school_id, school_id) in self.last_year

    def travel_km(self, person_id: int, school_id: int) -> int:
        """Kilometres there and back on each day of the visit, as the crow flies."""
        km = distance_km(self.home(person_id).spot, self.school_of[school_id].spot)
        return round(2 * self.wanted_of[school_id].days * (UNKNOWN_KM if km is None else km))

    def may_be_in(self, school_id: int, monday: date) -> bool:
        """Whether a host may be visited in this week, as far as was decided by hand."""
        decided = self.decided
        return (
            decided.weeks.get(school_id, monday) == monday and (school_id, monday) not in decided.never_weeks
        )

    def refusal(self, person_id: int, school_id: int) -> str:
        """Why somebody may not be in the team of this host, in words after their name; empty if they may."""
        if self.person_of[person_id].school_id == school_id:
            return "works there"
        if bar := self.barred.get((person_id, school_id)):
            return bar
        if (person_id, school_id) in self.decided.never_people:
            return "is not to go there, as was decided by hand"
        return "takes on no reviews" if self.person_of[person_id].limit < 1 else ""


def monday_of(day: date) -> date:
    """The Monday that names the week of a day."""
    return day - timedelta(days=day.weekday())
