"""What makes a mentor fit a mentee: who they are, and five criteria, each in numbers and in words.

The numbers are arrays, a row for each mentee and a column for each mentor, so that a whole trust is judged at
once. The list for one mentee is the same with one row: there is no second way to a score. Nothing here knows
a school's category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from workflows.fit import (
    OUT_OF_REACH_KM,
    SAME_DISTRICT,
    UNKNOWN,
    Reason,
    Spot,
    Strength,
    closeness,
    distance_in_words,
    phase_in_words,
    phase_share,
    reason_for,
)
from workflows.places import Phase

_Kind = TypeVar("_Kind", Phase, Spot)

Grid = NDArray[np.float64]
"""A number for each mentee (row) and mentor (column)."""

LEAST_DAYS: Final = 0.5
"""With fewer giving days left, a mentor takes on nobody else."""
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
IN_COMMON: Final = (0.0, 0.6, 0.8, 1.0, 1.0, 1.0)
"""What so many weekdays in common are worth: the first matters most."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A focus area that a mentee wants to get better in."""

    focus_id: int
    #: the ring that it lies in; its own id where it is a ring
    ring_id: int
    name: str


class Bar(StrEnum):
    """Why one of two people may never mentor the other, whichever way round they are."""

    LINE_MANAGER = "one is the line manager of the other"
    APPRAISER = "one is the appraiser of the other"
    CONFLICT = "has a declared conflict of interest"
    ALREADY = "is their mentor already"


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """Somebody who is to be mentored."""

    person_id: int
    name: str
    school: str = ""
    phase: Phase = Phase.NOT_APPLICABLE
    spot: Spot = field(default_factory=Spot)
    goals: tuple[Goal, ...] = ()
    #: weekdays on which they could meet, 0 is Monday; empty where they have not said
    free_on: frozenset[int] = frozenset()
    #: who may not be their mentor, by `person_id`
    barred: Mapping[int, Bar] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class Mentor:
    """Somebody who mentors others."""

    person_id: int
    name: str
    job_title: str = ""
    school: str = ""
    phase: Phase = Phase.NOT_APPLICABLE
    spot: Spot = field(default_factory=Spot)
    #: their own and their school's; each needs its `ring_id`
    strengths: tuple[Strength, ...] = ()
    #: weekdays on which they could meet, 0 is Monday; empty where they have not said
    free_on: frozenset[int] = frozenset()
    #: how many pairings they take on at a time, and how many they have
    cap: int
    load: int = 0
    #: giving days left this academic year
    days_left: float

    @property
    def places(self) -> int:
        """How many more mentees they can take on now."""
        return 0 if self.closed else self.cap - self.load

    @property
    def closed(self) -> str:
        """Why they take on nobody else at present; empty where they do."""
        if self.cap < 1:
            return "takes on nobody at present"
        if self.load >= self.cap:
            return f"has {self.load} of {self.cap} pairings already"
        return "has no giving days left this year" if self.days_left < LEAST_DAYS else ""


@dataclass(frozen=True)
class Criterion:
    """One thing that counts; `weight` is the most that it adds to a score."""

    name: str
    weight: int
    #: how much of the weight each mentor earns with each mentee, from 0 to 1
    shares: Callable[[Sequence[Mentee], Sequence[Mentor]], Grid]
    words: Callable[[Mentee, Mentor], str]


@dataclass(frozen=True)
class Choice:
    """A mentor for a mentee, with the score, 0 to 100, and why."""

    mentee: Mentee
    mentor: Mentor
    #: in the order of `CRITERIA`
    shares: tuple[float, ...]

    @property
    def name(self) -> str:
        return self.mentor.name

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(
            reason_for(one.name, one.words(self.mentee, self.mentor), share=share, weight=one.weight)
            for one, share in zip(CRITERIA, self.shares, strict=True)
        )

    @property
    def score(self) -> float:
        return sum(one.weight * share for one, share in zip(CRITERIA, self.shares, strict=True))


class Fits:
    """How well every mentor fits every mentee, in their order."""

    def __init__(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        self.mentees, self.mentors = mentees, mentors
        self._shares = [one.shares(mentees, mentors) for one in CRITERIA]

    def scores(self) -> Grid:
        """From 0 to 100 for each pair, whether or not they may be one.

        Whoever has a place free has more than 0, since some of their cap is free.
        """
        total = np.zeros((len(self.mentees), len(self.mentors)))
        for one, shares in zip(CRITERIA, self._shares, strict=True):
            total += one.weight * shares
        return total

    def choice(self, row: int, column: int) -> Choice:
        """One pair, with its reasons."""
        shares = tuple(float(grid[row, column]) for grid in self._shares)
        return Choice(self.mentees[row], self.mentors[column], shares)


def _expertise(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Grid:
    """The mean over the mentee's goals of what the mentor's closest strength is worth for each."""
    worth = _worth({goal for mentee in mentees for goal in mentee.goals}, mentors)
    grid = np.zeros((len(mentees), len(mentors)))
    for row, mentee in enumerate(mentees):
        for goal in mentee.goals:
            grid[row] += worth[goal]
        grid[row] /= max(1, len(mentee.goals))
    return grid


def _worth(goals: set[Goal], mentors: Sequence[Mentor]) -> dict[Goal, NDArray[np.float64]]:
    """What each mentor's closest strength is worth for each goal."""
    areas = {goal.focus_id: [0.0] * len(mentors) for goal in goals}
    rings: dict[int | None, list[float]] = {goal.ring_id: [0.0] * len(mentors) for goal in goals}
    for column, mentor in enumerate(mentors):
        for strength in mentor.strengths:
            for found, same in ((areas.get(strength.focus_id), True), (rings.get(strength.ring_id), False)):
                if found is not None:
                    found[column] = max(found[column], closeness(same=same, own=strength.own))
    return {goal: np.maximum(areas[goal.focus_id], rings[goal.ring_id]) for goal in goals}


def _expertise_in_words(mentee: Mentee, mentor: Mentor) -> str:
    if not mentee.goals:
        return "No goals named yet"
    found = sorted(((_best(goal, mentor), goal) for goal in mentee.goals), key=lambda one: -_rank(*one))
    kinds = [list(some) for _, some in groupby(found, key=lambda one: _rank(*one))]
    first, *others = [_strengths_in_words(some) for some in kinds]
    return "; ".join([first, *(one[0].lower() + one[1:] for one in others)])


def _best(goal: Goal, mentor: Mentor) -> Strength | None:
    near = [one for one in mentor.strengths if goal.focus_id == one.focus_id or goal.ring_id == one.ring_id]
    return max(near, key=lambda one: _rank(one, goal), default=None)


def _rank(strength: Strength | None, goal: Goal) -> float:
    return closeness(same=strength.focus_id == goal.focus_id, own=strength.own) if strength else 0.0


def _strengths_in_words(found: Sequence[tuple[Strength | None, Goal]]) -> str:
    """Goals whose closest strengths are worth the same."""
    goals = listed(goal.name for _, goal in found)
    strengths = [one for one, _ in found if one is not None]
    if not strengths:
        return f"Nothing entered for {goals}"
    whose = "their own strength" if strengths[0].own else "the school's strength"
    if strengths[0].focus_id == found[0][1].focus_id:
        return f"{whose.capitalize()}: {goals}"
    return f"Close to {goals}: {whose} in {listed(one.focus for one in strengths)}"


def _phase(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Grid:
    return _spread([one.phase for one in mentees], [one.phase for one in mentors], _phase_shares)


def _phase_shares(wanted: Sequence[Phase], theirs: Sequence[Phase]) -> Grid:
    return np.array([[phase_share(one, other) for other in theirs] for one in wanted])


def _distance(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Grid:
    return _spread([one.spot for one in mentees], [one.spot for one in mentors], _distance_shares)


def _distance_shares(here: Sequence[Spot], there: Sequence[Spot]) -> Grid:
    """`workflows.fit.distance_share` for all pairs at once."""
    east = np.subtract.outer(_metres(one.easting for one in here), _metres(one.easting for one in there))
    north = np.subtract.outer(_metres(one.northing for one in here), _metres(one.northing for one in there))
    shares = np.maximum(0.0, 1.0 - np.hypot(east, north) / 1000 / OUT_OF_REACH_KM)
    return np.where(np.isnan(shares), _district_shares(here, there), shares)


def _metres(values: Iterable[int | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _district_shares(here: Sequence[Spot], there: Sequence[Spot]) -> Grid:
    numbers = {one.district: number for number, one in enumerate(here) if one.district}
    rows = np.array([numbers.get(one.district, -1) for one in here])
    columns = np.array([numbers.get(one.district, -2) for one in there])
    return np.where(np.equal.outer(rows, columns), SAME_DISTRICT, UNKNOWN)


def _spread(
    rows: Sequence[_Kind], columns: Sequence[_Kind], shares: Callable[[list[_Kind], list[_Kind]], Grid]
) -> Grid:
    """Judge each pair of different values once, such as two schools, for all the people who share them."""
    if not rows or not columns:
        return np.zeros((len(rows), len(columns)))
    across, down = _numbered(rows), _numbered(columns)
    places = np.ix_([across[one] for one in rows], [down[one] for one in columns])
    return shares(list(across), list(down))[places]


def _numbered(kinds: Sequence[_Kind]) -> dict[_Kind, int]:
    return {one: number for number, one in enumerate(dict.fromkeys(kinds))}


def _days(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Grid:
    """Weekdays are the bits of a number, so that what two people share is their `&`."""
    rows, columns = (
        np.array([sum(1 << day for day in one.free_on) for one in some], dtype=np.uint8)
        for some in (mentees, mentors)
    )
    grid = _BY_DAYS[np.bitwise_and.outer(rows, columns)]
    grid[rows == 0] = UNKNOWN
    grid[:, columns == 0] = UNKNOWN
    return grid


_BY_DAYS: Final = np.array([IN_COMMON[days.bit_count()] for days in range(1 << len(WEEKDAYS))])


def _days_in_words(mentee: Mentee, mentor: Mentor) -> str:
    if not mentee.free_on or not mentor.free_on:
        return "Not known"
    both = mentee.free_on & mentor.free_on
    if len(both) == len(WEEKDAYS):
        return "Any weekday"
    return listed(WEEKDAYS[day] for day in sorted(both)) or "No day in common"


def _room(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Grid:
    """How much of the mentor's cap is free now, whoever the mentee is."""
    free = [max(0.0, 1.0 - one.load / one.cap) if one.cap > 0 else 0.0 for one in mentors]
    return np.broadcast_to(np.array(free, dtype=np.float64), (len(mentees), len(mentors)))


def _room_in_words(_mentee: Mentee, mentor: Mentor) -> str:
    return f"{mentor.load} of {mentor.cap}" if mentor.load else f"None yet, takes on {mentor.cap}"


def listed(names: Iterable[str]) -> str:
    parts = list(dict.fromkeys(names))
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


CRITERIA: Final = (
    Criterion("Expertise", 40, _expertise, _expertise_in_words),
    Criterion("Phase", 15, _phase, lambda mentee, mentor: phase_in_words(mentee.phase, mentor.phase)),
    Criterion("Distance", 15, _distance, lambda mentee, mentor: distance_in_words(mentee.spot, mentor.spot)),
    Criterion("Days both free", 15, _days, _days_in_words),
    Criterion("Pairings now", 15, _room, _room_in_words),
)
"""What counts, and how much; the weights make a hundred."""
