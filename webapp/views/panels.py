"""Whose turn it is, in the words of a case's page; the same for every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from webapp.views.dates.page import turn_of
from webapp.words import listed
from workflows.case_history import CaseFile, Turn, days_late
from workflows.cases import Case
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


def nowhere(_: Post) -> str:
    """For cases on whose panels no place has to be named."""
    return ""


def panel_of(
    case: Case,
    file: CaseFile,
    trust: Trust,
    *,
    situation: Callable[[bool], str],
    place_name: Callable[[Post], str] = nowhere,
) -> Panel:
    """The panel of an open case; `situation` says where it stands, for whoever's turn it is or for others."""
    mine = file.own_turns
    if file.date_turn and not mine:
        about = turn_of(case, file.date_turn)
        return Panel("mine", "", file.date_turn.due_on, None, about.text if about else "")
    turns = mine or file.turns
    until = min((turn.due_on for turn in turns if turn.due_on), default=None)
    late = late_by(turns, until, case_id=case.id, trust=trust)
    who = "" if mine else whose_turn(turns, trust, place_name)
    return Panel("mine" if mine else "waiting", who, until, late, situation(bool(mine)))


def resting(case: Case, text: str = "") -> Panel:
    """The panel of a case that is over."""
    return Panel("resting", case.state_now.label, None, None, text)


def who_does_it(case: Case, turns: Iterable[Turn], what: str) -> str:
    """ "Asha Bell is finding support for this request."; empty where nobody holds the part."""
    names = list(dict.fromkeys(holder.name for turn in turns for holder in turn.who))
    if not names:
        return ""
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} {case.state_now.doing} {what}."


_SAID_BY_NAME = frozenset({"owner", "asker"})
"""Parts on an action, which its page names beside the people anyway."""


def whose_turn(turns: Iterable[Turn], trust: Trust, place_name: Callable[[Post], str]) -> str:
    """ "Marta Kowalska, head of Gull Rock Academy"; where it is the turn of several, their names alone."""
    whose = [(turn, _part(turn.post, trust, place_name)) for turn in turns]
    alone = len({holder.person_id for turn, _ in whose for holder in turn.who}) == 1
    return listed(dict.fromkeys(who for turn, part in whose for who in _who(turn, part, with_part=alone)))


def _part(post: Post, trust: Trust, place_name: Callable[[Post], str]) -> str:
    place = place_name(post)
    return role_label(trust, post.role).lower() + (f" of {place}" if place else "")


def _who(turn: Turn, part: str, *, with_part: bool) -> Iterator[str]:
    """Names, or the part where nobody holds it."""
    if not turn.who:
        yield f"the {part} (nobody at present)"
    for holder in turn.who:
        named = with_part and turn.post.role not in _SAID_BY_NAME
        yield f"{holder.name}, {part}" if named else holder.name


def late_by(turns: Iterable[Turn], until: date | None, *, case_id: int, trust: Trust) -> int | None:
    """Working days since the deadline, in the calendar of whoever is late; None while nobody is."""
    if until is None:
        return None
    turn = next(turn for turn in turns if turn.due_on == until)
    return days_late(turn, case_id, calendars(trust))
