"""Whose turn it is: deadlines are closed, kept and opened here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from workflows.cases import Case, Deadline
from workflows.clock import LONDON
from workflows.database import db
from workflows.machine import OnDate, Roles, State, Within, WorkingDays, roles_in
from workflows.people import Holder, Post, holders
from workflows.school_calendar import CENTRAL, SchoolCalendar, TrustCalendars

# Statements on the table itself, built once: they name their case, so they cannot reach another trust's rows.
_TABLE: Any = Deadline.__table__
_INSERT = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)
_CLOSE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row_id"))
    .values(closed_at=bindparam("at"), closed_seq=bindparam("seq"), kept_days=bindparam("kept"))
)
_LAPSE = update(_TABLE).where(_TABLE.c.id == bindparam("row_id")).values(lapsed_at=bindparam("at"))
_OPEN = (
    select(_TABLE.c.id, _TABLE.c.role, _TABLE.c.place_id, _TABLE.c.due_on, _TABLE.c.ask)
    .where(_TABLE.c.case_id == bindparam("case_id"), _TABLE.c.closed_at.is_(None))
    .order_by(_TABLE.c.id)
)
_KEPT = (
    select(_TABLE.c.role, _TABLE.c.place_id, _TABLE.c.kept_days, _TABLE.c.ask)
    .where(_TABLE.c.case_id == bindparam("case_id"), _TABLE.c.closed_seq == bindparam("stopped_seq"))
    .order_by(_TABLE.c.id)
)


@dataclass(frozen=True)
class OpenTurn:
    """A turn that has not been taken yet."""

    id: int
    post: Post
    due_on: date | None
    ask: str


@dataclass(frozen=True)
class NewTurn:
    """A turn that begins: `id` is its row's once it is written."""

    post: Post
    due_on: date | None
    ask: str
    id: int = 0


def terms_of(case: Case, state: State) -> tuple[date | None, str | None]:
    """What a state's turns take from the case itself: their date, and what is asked."""
    due_on = getattr(case, state.within.attribute) if isinstance(state.within, OnDate) else None
    return due_on, getattr(case, state.ask_by) if state.ask_by else None


def posts_in(case: Case, roles: Roles) -> list[Post]:
    """The posts that these roles are on the case, each once; a role at a place it does not name is none."""
    return list(dict.fromkeys(post for role in roles_in(roles) if (post := role.post(case))))


def open_turns(case: Case) -> list[OpenTurn]:
    """The case's turns that are open now."""
    rows = db.session.execute(_OPEN, {"case_id": case.id})
    return [OpenTurn(row.id, Post(row.role, row.place_id), row.due_on, row.ask) for row in rows]


@dataclass
class Turns:
    """The turns of one case at the moment of one event, counted in the days of those who hold them."""

    case: Case
    calendars: TrustCalendars
    at: datetime
    #: the number of the event that closes and opens them
    seq: int
    holding: dict[Post, list[Holder]] = field(default_factory=dict)

    def find_holders(self, posts: Iterable[Post]) -> None:
        """Look up everybody whose calendar or mailbox is needed, in one query."""
        self.holding = holders(posts)

    def calendar(self, post: Post) -> SchoolCalendar:
        """The calendar in which a turn's days count: that of the school whose turn it is.

        A part on the case itself (the giver, the coordinator) counts in its holder's school.
        """
        if post.place_id != self.case.id:
            return self.calendars.of(post.place_id)
        schools = [holder.school_id for holder in self.holding[post] if holder.school_id is not None]
        return self.calendars.of(schools[0]) if schools else CENTRAL

    def of_state(self, state: State) -> list[NewTurn]:
        """The turns with which a state begins."""
        ask = getattr(self.case, state.ask_by) if state.ask_by else state.ask
        return self.of_roles(state.turn_of, state.within, ask)

    def of_roles(self, roles: Roles, within: Within | None, ask: str) -> list[NewTurn]:
        """A turn for each of these roles, due in the days of its own school."""
        return [NewTurn(post, self._due_on(post, within), ask) for post in posts_in(self.case, roles)]

    def kept(self) -> list[NewTurn]:
        """The turns that were open when the clock stopped, with the days they had left counted from now."""
        rows = db.session.execute(_KEPT, {"case_id": self.case.id, "stopped_seq": self.case.stopped_seq})
        found = [(Post(row.role, row.place_id), row.kept_days, row.ask) for row in rows]
        return [NewTurn(post, self._in_days(post, days), ask) for post, days, ask in found]

    def close(self, closing: list[OpenTurn], *, keep: bool = False) -> None:
        """End turns; `keep` writes down the working days they had left, for when the clock goes on."""
        rows = [
            {
                "row_id": turn.id,
                "at": self.at,
                "seq": self.seq,
                "kept": self._days_left(turn) if keep else None,
            }
            for turn in closing
        ]
        if rows:
            db.session.connection().execute(_CLOSE, rows)

    def open(self, new: list[NewTurn]) -> list[NewTurn]:
        """Write new turns; gives them with their ids."""
        if not new:
            return []
        ids = db.session.connection().execute(_INSERT, [self._row(turn) for turn in new]).scalars()
        return [
            NewTurn(turn.post, turn.due_on, turn.ask, row_id)
            for turn, row_id in zip(new, ids, strict=True)
        ]  # fmt: skip

    def lapse(self, standing: Iterable[OpenTurn]) -> None:
        """Note on turns whose date has passed that the clock has acted on it."""
        late = [turn for turn in standing if turn.due_on and turn.due_on < self._today]
        if late:
            db.session.connection().execute(_LAPSE, [{"row_id": turn.id, "at": self.at} for turn in late])

    @property
    def _today(self) -> date:
        return self.at.astimezone(LONDON).date()

    def _due_on(self, post: Post, within: Within | None) -> date | None:
        if isinstance(within, WorkingDays):
            return self._in_days(post, within.count)
        if isinstance(within, OnDate):
            # A date of the case's own may fall on a day off; nobody is asked to act on one.
            return self.calendar(post).add_working_days(getattr(self.case, within.attribute), 0)
        return None

    def _in_days(self, post: Post, count: int | None) -> date | None:
        return None if count is None else self.calendar(post).add_working_days(self._today, count)

    def _days_left(self, turn: OpenTurn) -> int | None:
        if turn.due_on is None:
            return None
        return self.calendar(turn.post).working_days_between(self._today, turn.due_on)

    def _row(self, turn: NewTurn) -> dict[str, Any]:
        return {
            "trust_id": self.case.trust_id,
            "case_id": self.case.id,
            "state": self.case.state,
            "role": turn.post.role,
            "place_id": turn.post.place_id,
            "ask": turn.ask,
            "since": self.at,
            "due_on": turn.due_on,
            "opened_seq": self.seq,
        }


def kept_posts(case: Case) -> list[Post]:
    """The posts whose turns stopping the clock closed."""
    rows = db.session.execute(_KEPT, {"case_id": case.id, "stopped_seq": case.stopped_seq})
    return [Post(row.role, row.place_id) for row in rows]
