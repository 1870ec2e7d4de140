"""Who could mentor one person, best first; and who should mentor whom in a whole cohort, in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from workflows.errors import Refused
from workflows.fit import LeftOut
from workflows.pairings.criteria import Bar, Choice, Fits, Grid, Mentee, Mentor, listed

BEST_SCORE: Final = 100.0
CANNOT_SAY: Final = "cannot be asked"
"""What is said of a conflict of interest to whoever may not know of it."""

Pin = tuple[int, int]
"""A mentee's and a mentor's `person_id`."""

_Somebody = TypeVar("_Somebody", Mentee, Mentor)


class PinsImpossible(Refused):
    """Pins that cannot be kept; `why` has a sentence for each, so that a page can draw the rest."""

    def __init__(self, why: Mapping[Pin, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(why.values())))
        self.why = dict(why)


@dataclass(frozen=True)
class Ranking:
    """Everybody who could mentor a person, best first, and who was left out."""

    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A mentee and the mentor whom the match gives them."""

    choice: Choice
    #: by the coordinator rather than by the match
    pinned: bool = False

    @property
    def mentee(self) -> Mentee:
        return self.choice.mentee

    @property
    def mentor(self) -> Mentor:
        return self.choice.mentor


@dataclass(frozen=True)
class Unmatched:
    """A mentee for whom nobody is left, and why."""

    mentee: Mentee
    why: str

    @property
    def name(self) -> str:
        return self.mentee.name


@dataclass(frozen=True)
class Room:
    """A mentor who could take on more people than the match gives them."""

    mentor: Mentor
    places: int


@dataclass(frozen=True)
class Match:
    """A draft for a whole cohort; everything is in the order of names."""

    pairs: tuple[Pair, ...]
    left_out: tuple[Unmatched, ...]
    room: tuple[Room, ...]

    @property
    def total(self) -> float:
        """The sum of the pairs' scores."""
        return sum(pair.choice.score for pair in self.pairs)


def rank(mentee: Mentee, mentors: Iterable[Mentor], *, tell_conflicts: bool = False) -> Ranking:
    """Everybody who could mentor this person, best first.

    `tell_conflicts`: whether the reader may know that a conflict of interest was declared.
    """
    asked: list[Mentor] = []
    left_out: list[LeftOut] = []
    for mentor in _in_order(mentors):
        if why := _refusal(mentee, mentor, tell_conflicts=tell_conflicts):
            left_out.append(LeftOut(", ".join(filter(None, (mentor.name, mentor.school))), why))
        else:
            asked.append(mentor)
    fits = Fits([mentee], asked)
    choices = [fits.choice(0, column) for column in range(len(asked))]
    # Sorting keeps the order of names where scores are equal.
    return Ranking(tuple(sorted(choices, key=lambda one: -round(one.score, 6))), tuple(left_out))


def match(
    mentees: Iterable[Mentee],
    mentors: Iterable[Mentor],
    *,
    pinned: Set[Pin] = frozenset(),
    forbidden: Set[Pin] = frozenset(),
    most_people_first: bool = False,
    tell_conflicts: bool = False,
) -> Match:
    """The best match of a whole cohort: each mentee has one mentor, and no mentor more people than places.

    The total score is as high as it can be, so somebody may go without for the sake of others who fit very
    well. With `most_people_first` as many mentees as possible have a mentor, and the total comes second: each
    pair earns a bonus that outweighs all scores together. Who is pinned is kept; who is forbidden,
    barred, full or without days is never matched. Scores count the pairings that mentors have now. The same
    people make the same match, in whatever order they come. Raises PinsImpossible.
    """
    rows, columns = _in_order(mentees), _in_order(mentors)
    _check_pins(rows, columns, pinned, forbidden=forbidden, tell_conflicts=tell_conflicts)
    allowed = _allowed(rows, columns, forbidden)
    places = np.array([one.places for one in columns], dtype=np.int64)
    kept = _positions(rows, columns, pinned)
    for row, column in kept:
        allowed[row] = False
        places[column] -= 1
    fits = Fits(rows, columns)
    found = _solve(fits.scores(), allowed, places, most_people_first=most_people_first)
    pairs = tuple(Pair(fits.choice(*at), at in kept) for at in sorted(kept | found))
    matched = {pair.mentee.person_id for pair in pairs}
    left_out = (Unmatched(one, _why(one, columns, forbidden)) for one in rows if one.person_id not in matched)
    return Match(pairs, tuple(left_out), tuple(_room(columns, pairs)))


def _in_order(people: Iterable[_Somebody]) -> list[_Somebody]:
    return sorted(people, key=lambda one: (one.name, one.person_id))


def _refusal(mentee: Mentee, mentor: Mentor, *, tell_conflicts: bool) -> str:
    """Why this mentor is not for this mentee, in words after a name and a colon; empty if they could be."""
    if mentor.person_id == mentee.person_id:
        return "cannot be their own mentor"
    bar = mentee.barred.get(mentor.person_id)
    if bar is Bar.CONFLICT and not tell_conflicts:
        return CANNOT_SAY
    return bar or mentor.closed


def _allowed(mentees: Sequence[Mentee], mentors: Sequence[Mentor], forbidden: Set[Pin]) -> NDArray[np.bool_]:
    """Which pairs may be matched, as `_refusal` has it and the coordinator."""
    grid = np.tile(np.array([one.places > 0 for one in mentors], dtype=np.bool_), (len(mentees), 1))
    never = {(one.person_id, other) for one in mentees for other in (one.person_id, *one.barred)}
    for at in _positions(mentees, mentors, never | forbidden):
        grid[at] = False
    return grid


def _positions(mentees: Sequence[Mentee], mentors: Sequence[Mentor], pins: Set[Pin]) -> set[tuple[int, int]]:
    """Row and column of each pin whose two people are there."""
    rows = {one.person_id: row for row, one in enumerate(mentees)}
    columns = {one.person_id: column for column, one in enumerate(mentors)}
    return {(rows[one], columns[other]) for one, other in pins if one in rows and other in columns}


def _solve(
    scores: Grid, allowed: NDArray[np.bool_], places: NDArray[np.int64], *, most_people_first: bool
) -> set[tuple[int, int]]:
    """Rows and columns that go together; a mentor with several places has as many columns.

    What is not allowed gains nothing and everything else gains something, so that it is only ever chosen in
    place of nobody, and is then left out.
    """
    columns = np.repeat(np.arange(len(places)), np.minimum(places, allowed.sum(axis=0)))
    bonus = 1 + BEST_SCORE * min(len(scores), len(columns)) if most_people_first else 0.0
    gains = np.where(allowed, scores + bonus, 0.0)[:, columns]
    at, chosen = linear_sum_assignment(_levelled(gains), maximize=True)
    pairs = zip(at.tolist(), columns[chosen].tolist(), strict=True)
    return {pair for pair in pairs if allowed[pair]}


def _levelled(gains: Grid) -> Grid:
    """The same choices, found in half the time.

    Of rows and columns, the fewer are all chosen: what each of them gains at best makes no difference, and
    where it is taken away, the search begins nearer to its end.
    """
    rows, columns = gains.shape
    for axis, all_chosen in ((1, rows <= columns), (0, columns <= rows)):
        if gains.size and all_chosen:
            gains = gains - gains.max(axis=axis, keepdims=True)
    return gains


def _why(mentee: Mentee, mentors: Sequence[Mentor], forbidden: Set[Pin]) -> str:
    """Why nobody is left for a mentee; names nobody, so that it gives away no conflict."""
    if not mentors:
        return "There are no mentors yet"
    never = {mentee.person_id, *mentee.barred}
    could = [one for one in mentors if one.person_id not in never]
    if not could:
        return "None of the mentors may be theirs"
    free = [one for one in could if one.places]
    if not free:
        return "Every mentor who could be theirs is full or has no giving days left"
    if all((mentee.person_id, one.person_id) in forbidden for one in free):
        return "Every mentor with a place who could be theirs is forbidden in this draft"
    return "Every mentor who could be theirs has no place left in this match"


def _room(mentors: Sequence[Mentor], pairs: Sequence[Pair]) -> Iterator[Room]:
    taken = Counter(pair.mentor.person_id for pair in pairs)
    for mentor in mentors:
        if mentor.places > taken[mentor.person_id]:
            yield Room(mentor, mentor.places - taken[mentor.person_id])


def _check_pins(
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    pinned: Set[Pin],
    *,
    forbidden: Set[Pin],
    tell_conflicts: bool,
) -> None:
    """Raises PinsImpossible."""
    positions = sorted(_positions(mentees, mentors, pinned))
    pairs = [(mentees[row], mentors[column]) for row, column in positions]
    why = dict.fromkeys(sorted(pinned), "Somebody who was pinned is not in this match any more.")
    for mentee, mentor in pairs:
        pin = (mentee.person_id, mentor.person_id)
        if problem := _refusal(mentee, mentor, tell_conflicts=tell_conflicts):
            why[pin] = f"{mentee.name} cannot be pinned to {mentor.name}: {problem}."
        elif pin in forbidden:
            why[pin] = f"{mentee.name} and {mentor.name} are pinned and forbidden at once."
        else:
            why[pin] = _too_many(mentee, mentor, pairs)
    impossible = {pin: sentence for pin, sentence in why.items() if sentence}
    if impossible:
        raise PinsImpossible(impossible)


def _too_many(mentee: Mentee, mentor: Mentor, pairs: Sequence[tuple[Mentee, Mentor]]) -> str:
    """What is wrong with one pin beside the others; empty where nothing is."""
    theirs = [other.name for one, other in pairs if one is mentee]
    if len(theirs) > 1:
        return f"{mentee.name} is pinned to {listed(theirs)}: choose one."
    with_mentor = [one.name for one, other in pairs if other is mentor]
    if len(with_mentor) > mentor.places:
        left = "1 place" if mentor.places == 1 else f"{mentor.places} places"
        return f"{mentor.name} has {left} left and is pinned to {listed(with_mentor)}."
    return ""
