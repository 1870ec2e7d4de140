"""Whose turn it is: deadlines are closed, kept and opened here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from workflows.cases import Case, Deadline
from workflows.clock import LONDON
from workflows.database import db
from workflows.machine import NoDeadline, OnDate, Role, Roles, State, Within, WorkingDays, roles_in
from workflows.people import Holder, Post
from workflows.school_calendar import CENTRAL, SchoolCalendar, TrustCalendars

_TABLE: Any = Deadline.__table__
_INSERT = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)
_CLOSE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row_id"))
    .values(
        closed_at=bindparam("at"), closed_seq=bindparam("seq"), kept_days=bindparam("kept"),
    )
)  # fmt: skip
_OPEN = select(_TABLE.c.id, _TABLE.c.role, _TABLE.c.place_id, _TABLE.c.due_on, _TABLE.c.state).where(
    _TABLE.c.case_id == bindparam("case_id"), _TABLE.c.closed_at.is_(None)
)


@dataclass(frozen=True)
class OpenTurn:
    """A turn that has not been taken yet."""

    id: int
    post: Post
    due_on: date | None
    state: str


@dataclass(frozen=True)
class NewTurn:
    """A turn about to begin."""

    post: Post
    due_on: date | None
    ask: str


def open_turns(case: Case) -> list[OpenTurn]:
    """The case's turns that are open now."""
    rows = db.session.execute(_OPEN, {"case_id": case.id})
    return [OpenTurn(row.id, Post(row.role, row.place_id), row.due_on, row.state) for row in rows]


def close(turns: Iterable[OpenTurn], at: datetime, seq: int, kept: dict[int, int] | None = None) -> None:
    """Close turns by the event with this number; `kept` gives working days left when the clock stops."""
    rows = [{"row_id": turn.id, "at": at, "seq": seq, "kept": (kept or {}).get(turn.id)} for turn in turns]
    if rows:
        db.session.connection().execute(_CLOSE, rows)


def posts_in(case: Case, roles: Roles) -> list[Post]:
    """The posts that these roles are on the case, each once; roles at a place it does not name are left out."""
    return list(dict.fromkeys(post for role in roles_in(roles) if (post := role.post(case))))


def calendar_for(case: Case, post: Post, holding: list[Holder], calendars: TrustCalendars) -> SchoolCalendar:
    """The calendar in which a turn's days count: that of the school whose turn it is.

    A part on the case itself (the giver, the coordinator) counts in its holder's school.
    """
    if post.place_id != case.id:
        return calendars.of(post.place_id)
    schools = [holder.school_id for holder in holding if holder.school_id is not None]
    return calendars.of(schools[0]) if schools else CENTRAL


def due_on(case: Case, within: Within | None, calendar: SchoolCalendar, at: datetime) -> date | None:
    """The last day on which acting is in time; None where the state has no deadline."""
    if isinstance(within, WorkingDays):
        return calendar.add_working_days(at.astimezone(LONDON).date(), within.count)
    if isinstance(within, OnDate):
        day: date = getattr(case, within.attribute)
        return day
    assert within is None or isinstance(within, NoDeadline)  # noqa: S101 - for the type checker
    return None


def state_turns(
    case: Case, state: State, holding: dict[Post, list[Holder]], calendars: TrustCalendars, at: datetime
) -> list[NewTurn]:
    """The turns with which a state begins."""
    return turns_for(case, (state.turn_of, state.within, state.ask), holding, calendars, at)


def turns_for(
    case: Case,
    turn: tuple[Roles, Within | None, str],
    holding: dict[Post, list[Holder]],
    calendars: TrustCalendars,
    at: datetime,
) -> list[NewTurn]:
    """The turns of these roles, each due in the days of its own school."""
    roles, within, ask = turn
    return [
        NewTurn(post, due_on(case, within, calendar_for(case, post, holding[post], calendars), at), ask)
        for post in posts_in(case, roles)
    ]


def open_new(case: Case, turns: list[NewTurn], at: datetime, seq: int) -> list[dict[str, Any]]:
    """Write new turns; gives their rows with ids."""
    rows = [
        {
            "trust_id": case.trust_id,
            "case_id": case.id,
            "state": case.state,
            "role": turn.post.role,
            "place_id": turn.post.place_id,
            "ask": turn.ask,
            "since": at,
            "due_on": turn.due_on,
            "opened_seq": seq,
        }
        for turn in turns
    ]
    if not rows:
        return []
    ids = db.session.connection().execute(_INSERT, rows).scalars()
    return [{**row, "id": row_id} for row, row_id in zip(rows, ids, strict=True)]


def days_left(
    case: Case,
    turns: list[OpenTurn],
    holding: dict[Post, list[Holder]],
    calendars: TrustCalendars,
    at: datetime,
) -> dict[int, int]:
    """Working days left on each turn that has a date, by the turn's id; negative when late."""
    today = at.astimezone(LONDON).date()
    return {
        turn.id: calendar_for(case, turn.post, holding[turn.post], calendars).working_days_between(
            today, turn.due_on
        )
        for turn in turns
        if turn.due_on is not None
    }


def kept_turns(
    case: Case, holding: dict[Post, list[Holder]], calendars: TrustCalendars, at: datetime
) -> list[NewTurn]:
    """The turns that were open when the clock stopped, with the days they had left counted from now."""
    today = at.astimezone(LONDON).date()
    found = []
    for row in kept_rows(case):
        post = Post(row.role, row.place_id)
        due = None
        if row.kept_days is not None:
            calendar = calendar_for(case, post, holding[post], calendars)
            due = calendar.add_working_days(today, row.kept_days)
        found.append(NewTurn(post, due, row.ask))
    return found


def kept_rows(case: Case) -> list[Any]:
    """The rows of turns that stopping the clock closed."""
    statement = select(_TABLE.c.role, _TABLE.c.place_id, _TABLE.c.kept_days, _TABLE.c.ask).where(
        _TABLE.c.case_id == case.id, _TABLE.c.closed_at == case.stopped_at
    )
    return list(db.session.execute(statement))


def role_of(post: Post, roles: Iterable[Role], case: Case) -> Role | None:
    """Which of these roles a post is on this case."""
    return next((role for role in roles if role.post(case) == post), None)
