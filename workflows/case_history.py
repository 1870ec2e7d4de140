"""What has happened to a case and whose turn it is now, as its page tells it; the same for every kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, select

from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import JsonObject, db
from workflows.events import Event
from workflows.machine import ORGANISER
from workflows.people import Holder, Person, Post, holders
from workflows.school_calendar import CENTRAL, TrustCalendars

MOST_EVENTS = 400
"""No case comes near this; a page that went on for ever would help nobody."""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what is asked, by when, and who that is today."""

    post: Post
    ask: str
    since: datetime
    due_on: date | None
    who: tuple[Holder, ...]


@dataclass(frozen=True)
class Happening:
    """An event, with the name of who did it."""

    kind: str
    at: datetime
    by: str
    by_id: int | None
    acting_as: str
    from_state: str
    to_state: str
    details: JsonObject


class Around(TypedDict):
    """Whose turn it is on a case, as one reader sees it: fields of their `CaseFile`."""

    turns: tuple[Turn, ...]
    own_turns: tuple[Turn, ...]
    parts: dict[Post, list[Holder]]
    date_turn: Turn | None


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case as one reader sees it; read once, nothing is fetched later. Each kind adds what is its own."""

    #: those that the state brings
    turns: tuple[Turn, ...]
    #: the asks among them that the reader can answer, by the posts they hold
    own_turns: tuple[Turn, ...]
    #: who holds each part
    parts: dict[Post, list[Holder]]
    #: newest first, as far as the reader may know of it
    history: tuple[Happening, ...]
    #: what the reader has to do about its dates
    date_turn: Turn | None = None

    def happened(self, *kinds: str) -> list[Happening]:
        """The events of these kinds, newest first."""
        return [one for one in self.history if one.kind in kinds]


def around(case: Case, shown: Iterable[Post], posts: frozenset[Post]) -> Around:
    """Whose turn it is on a case for somebody with these posts; who holds the posts that its page shows."""
    parts = holders(shown)
    turns = turns_of(case, parts)
    standing = of_state(turns)
    return {
        "turns": standing,
        "own_turns": tuple(turn for turn in standing if turn.post in posts),
        "parts": parts,
        "date_turn": about_dates(turns, posts),
    }


def history_of(case_id: int, *conditions: ColumnElement[bool]) -> tuple[Happening, ...]:
    """The events of a case, newest first."""
    rows = db.session.execute(
        select(
            Event.kind,
            Event.at,
            Person.name,
            Event.actor_id,
            Event.actor_as,
            Event.from_state,
            Event.to_state,
            Event.details,
        )
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.place_id == case_id, *conditions)
        .order_by(Event.seq.desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        Happening(kind, at, name or "", actor_id, part, before or "", after or "", details)
        for kind, at, name, actor_id, part, before, after, details in rows
    )


def turns_of(case: Case, parts: dict[Post, list[Holder]]) -> tuple[Turn, ...]:
    """The open turns of a case, earliest first; `parts` knows who holds which post."""
    rows = db.session.execute(
        select(Deadline.role, Deadline.place_id, Deadline.ask, Deadline.since, Deadline.due_on)
        .where(Deadline.case_id == case.id, Deadline.closed_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    )
    return tuple(
        Turn(post, row.ask, row.since, row.due_on, tuple(parts.get(post, ())))
        for row in rows
        for post in [Post(row.role, row.place_id)]
    )


def of_state(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """The turns that the case's state brings; those of whoever arranges its dates come beside them."""
    return tuple(turn for turn in turns if turn.post.role != ORGANISER.name)


def about_dates(turns: Iterable[Turn], posts: frozenset[Post]) -> Turn | None:
    """What somebody with these posts has to do about the case's dates, if anything."""
    return next((turn for turn in turns if turn.post.role == ORGANISER.name and turn.post in posts), None)


def changes_since(case_id: int, version: int) -> tuple[Happening, ...]:
    """What has happened to a case after the reader had seen this version of it, newest first."""
    return history_of(case_id, Event.seq > version)


def turns_of_many(case_ids: list[int]) -> dict[int, list[Turn]]:
    """The open turns of several cases with who holds them, by case, in two statements."""
    rows = db.session.execute(
        select(
            Deadline.case_id, Deadline.role, Deadline.place_id, Deadline.ask, Deadline.since, Deadline.due_on
        )
        .where(Deadline.case_id.in_(case_ids), Deadline.closed_at.is_(None))
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    holding = holders(Post(row.role, row.place_id) for row in rows)
    found: dict[int, list[Turn]] = {}
    for row in rows:
        post = Post(row.role, row.place_id)
        turn = Turn(post, row.ask, row.since, row.due_on, tuple(holding[post]))
        found.setdefault(row.case_id, []).append(turn)
    return found


def days_late(turn: Turn, case_id: int, calendars: TrustCalendars) -> int | None:
    """Working days since a turn was due, at least one, in the calendar of whoever is late; else None.

    A part on the case itself counts in its holder's school, as its deadline did.
    """
    if turn.due_on is None or turn.due_on >= today():
        return None
    schools = [holder.school_id for holder in turn.who if holder.school_id is not None]
    if turn.post.place_id != case_id:
        calendar = calendars.of(turn.post.place_id)
    else:
        calendar = calendars.of(schools[0]) if schools else CENTRAL
    return max(1, calendar.working_days_between(turn.due_on, today()))
