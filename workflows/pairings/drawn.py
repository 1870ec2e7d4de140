"""A draft as the people are now: pairs, who is left and why, and who has places free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.fit import Reason
from workflows.pairings.criteria import Bar, Choice, Mentee, Mentor
from workflows.pairings.finding import Asking, Cohort
from workflows.pairings.matching import Match, Pin, PinsImpossible, Room, match
from workflows.pairings.model import MatchDraft
from workflows.people import Person

GONE: Final = "They were kept together, and one of them is not in this match any more."
MAIN: Final = 2
"""Reasons that are told of each pair in a long list."""
TWICE: Final = "Has asked for two mentors: the earlier of the two is matched first"


@dataclass(frozen=True)
class DrawnPair:
    """A pair that the draft proposes."""

    asking: Asking
    choice: Choice
    is_kept: bool

    @property
    def main_reasons(self) -> list[Reason]:
        """What earns the most, and whatever speaks against the pair; but not how many the mentor has."""
        found = sorted(self.choice.reasons[:-1], key=lambda one: -one.share * one.weight)
        return [*found[:MAIN], *(one for one in found[MAIN:] if not one.share)]


@dataclass(frozen=True)
class Left:
    """Somebody for whom nobody is left, and why."""

    asking: Asking
    why: str


@dataclass(frozen=True)
class Apart:
    """Two people of whom somebody said: not these two."""

    pairing_id: int
    mentor_id: int
    mentee: str
    mentor: str


@dataclass(frozen=True)
class Broken:
    """A pair that was kept and cannot be, with the sentence why."""

    pairing_id: int
    mentor_id: int
    why: str


@dataclass(frozen=True)
class Drawn:
    """The whole draft; everything is in the order of names."""

    pairs: tuple[DrawnPair, ...]
    left: tuple[Left, ...]
    room: tuple[Room, ...]
    apart: tuple[Apart, ...]
    broken: tuple[Broken, ...]

    @property
    def total(self) -> float:
        """The sum of the pairs' scores, each from 0 to 100."""
        return sum(pair.choice.score for pair in self.pairs)

    @property
    def kept(self) -> int:
        """How many pairs are kept rather than matched."""
        return sum(pair.is_kept for pair in self.pairs)


def draw(draft: MatchDraft, cohort: Cohort, *, tell_conflicts: bool) -> Drawn:
    """Solve the draft anew: what was kept stays, what was parted never is, nor whoever was asked before.

    `tell_conflicts`: whether the reader may know that somebody has declared a conflict of interest.
    """
    # Of two pairings of one mentee, the one that has waited longer is matched.
    asking = {one.mentee.person_id: one for one in reversed(cohort.asking)}
    here = {one.pairing_id: one for one in asking.values()}
    broken = [Broken(one, other, GONE) for one, other in draft.pinned if one not in here]
    found, impossible = _solved(
        cohort,
        [one.mentee for one in asking.values()],
        pinned=_pins(draft.pinned, here),
        forbidden=_pins(draft.forbidden, here) | {(i, o) for i, one in asking.items() for o in one.before},
        tell_conflicts=tell_conflicts,
    )
    broken += [Broken(asking[one].pairing_id, other, why) for (one, other), why in impossible.items()]
    pairs = (DrawnPair(asking[one.mentee.person_id], one.choice, one.pinned) for one in found.pairs)
    left = [Left(asking[one.mentee.person_id], one.why) for one in found.left_out]
    left += [Left(one, TWICE) for one in cohort.asking if one.pairing_id not in here]
    return Drawn(
        tuple(pairs), tuple(left), found.room, tuple(_apart(draft, here, cohort.mentors)), tuple(broken)
    )


def _pins(pairs: Iterable[Sequence[int]], here: dict[int, Asking]) -> set[Pin]:
    """Pairs of a draft as the match knows them, by their people."""
    return {(here[one].mentee.person_id, other) for one, other in pairs if one in here}


def _solved(
    cohort: Cohort, mentees: list[Mentee], *, pinned: set[Pin], forbidden: set[Pin], tell_conflicts: bool
) -> tuple[Match, dict[Pin, str]]:
    """The match with all that can be kept of what was, and why the rest cannot."""
    impossible: dict[Pin, str] = {}
    while True:
        keep = pinned - impossible.keys()
        try:
            found = match(
                mentees,
                cohort.mentors,
                pinned=keep,
                forbidden=forbidden - pinned,
                tell_conflicts=tell_conflicts,
            )
        except PinsImpossible as error:
            impossible.update(error.why)
        else:
            return found, impossible


def _apart(draft: MatchDraft, here: dict[int, Asking], mentors: Sequence[Mentor]) -> Iterator[Apart]:
    names = {one.person_id: one.name for one in mentors}
    missing = {other for _, other in draft.forbidden} - names.keys()
    if missing:  # they offer to be mentors no longer
        rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(missing)))
        names |= {row.id: row.name for row in rows}
    pairs = [(here[one], other) for one, other in draft.forbidden if one in here]
    for asking, mentor_id in sorted(pairs, key=lambda pair: (pair[0].mentee.name, pair[1])):
        yield Apart(asking.pairing_id, mentor_id, asking.mentee.name, names.get(mentor_id, ""))


def in_the_way(
    left: Left, draft: MatchDraft, mentors: Iterable[Mentor], *, tell_conflicts: bool
) -> list[str]:
    """What stands between somebody and each mentor, in a few words with how many: "2 full already"."""
    apart = {other for one, other in draft.forbidden if one == left.asking.pairing_id}
    counts = Counter(_between(left.asking, one, apart, tell_conflicts=tell_conflicts) for one in mentors)
    del counts[""]
    return [f"{count} {words}" for words, count in counts.most_common()]


def _between(asking: Asking, mentor: Mentor, apart: Set[int], *, tell_conflicts: bool) -> str:
    if mentor.person_id == asking.mentee.person_id:
        return ""
    bar = asking.mentee.barred.get(mentor.person_id)
    if bar is not None:
        return _BARRED[bar] if tell_conflicts or bar is not Bar.CONFLICT else "cannot be asked"
    if mentor.person_id in apart:
        return "kept apart from them here"
    if mentor.person_id in asking.before:
        return "asked before"
    if mentor.closed:
        return "full already" if mentor.load >= mentor.cap else "without giving days left"
    return "taken by others in this match"


_BARRED: Final = {
    Bar.LINE_MANAGER: "in their line management",
    Bar.APPRAISER: "their appraiser, or appraised by them",
    Bar.CONFLICT: "with a declared conflict of interest",
    Bar.ALREADY: "their mentor already",
}
