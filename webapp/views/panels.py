"""Whose turn it is, in the words of a case's page; the same for every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from webapp.words import listed
from workflows.case_history import Turn, days_late
from workflows.people import Post, role_label
from workflows.places import Trust
from workflows.school_calendar import calendars


@dataclass(frozen=True)
class Panel:
    """Whose turn it is: the reader's ("mine"), somebody else's ("waiting"), or nobody's ("resting")."""

    kind: str
    who: str
    until: date | None
    late_by: int | None
    text: str


_SAID_BY_NAME = frozenset({"owner", "asker"})
"""Parts on an action, which its page names beside the people anyway."""


def whose_turn(turns: Iterable[Turn], trust: Trust, place_name: Callable[[Post], str]) -> str:
    """ "Marta Kowalska, head of Gull Rock Academy": everybody whose turn it is, in one phrase."""
    return listed(dict.fromkeys(who for turn in turns for who in _who(turn, trust, place_name)))


def _who(turn: Turn, trust: Trust, place_name: Callable[[Post], str]) -> Iterator[str]:
    """Names with their part, or the part where nobody holds it."""
    place = place_name(turn.post)
    part = role_label(trust, turn.post.role).lower() + (f" of {place}" if place else "")
    if not turn.who:
        yield f"the {part} (nobody at present)"
    for holder in turn.who:
        yield (
            holder.name if len(turn.who) > 2 or turn.post.role in _SAID_BY_NAME else f"{holder.name}, {part}"
        )


def late_by(turns: Iterable[Turn], until: date | None, *, case_id: int, trust: Trust) -> int | None:
    """Working days since the deadline, in the calendar of whoever is late; None while nobody is."""
    if until is None:
        return None
    turn = next(turn for turn in turns if turn.due_on == until)
    return days_late(turn, case_id, calendars(trust))
