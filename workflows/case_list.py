"""Lists of cases: what a reader may see of one kind, filtered and sorted, page by page by key."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select, tuple_

from workflows.case_history import days_late, turns_of_many
from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import db
from workflows.people import Appointment, standing
from workflows.places import Trust
from workflows.school_calendar import calendars
from workflows.visibility import Viewer, visible_to

PAGE: Final = 25
AT_ONCE = 5_000
"""So many rows are looked up together; databases limit how many values one statement may name."""
NO_DATE: Final = date(9999, 12, 31)
ANY_OPEN: Final = "open"
NEWEST: Final = "newest"


@dataclass(frozen=True, kw_only=True)
class CaseWish:
    """What a reader wants to see, and in which order; a kind of case adds what else can be asked for."""

    words: str = ""
    #: a state's name, or "open" for all that are
    state: str = ""
    school_id: int | None = None
    #: a role, or "mine"
    turn: str = ""
    late: bool = False
    #: the name of a sort
    sort: str = NEWEST
    descending: bool = False
    #: the key of the row after or before which the page begins or ends
    after: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case in the list; a kind of case adds columns of its own."""

    id: int
    reference: str
    title: str
    state: str
    since: datetime
    opened_at: datetime
    #: the earliest day by which somebody has to act
    due_on: date | None
    #: where it stands in the present order
    key: str
    #: whose turn it is: names, or the part where nobody holds it
    turn: tuple[str, ...] = ()
    #: working days since then, in the calendar of whoever is late
    late_by: int | None = None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < today()


RowT = TypeVar("RowT", bound=CaseRow)
WishT = TypeVar("WishT", bound=CaseWish)


@dataclass(frozen=True)
class CasesPage(Generic[RowT]):
    """A page of the list; `earlier` and `later` are keys, empty where there is nothing more."""

    rows: tuple[RowT, ...]
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True)
class Sort:
    """What a list can be sorted by: never NULL, and of one type."""

    column: Any
    holds: type = str


class CaseList(Generic[RowT, WishT]):
    """The list of one kind of case.

    `own(wish, reader)` selects what its rows have beside those of every case, each labelled with the name of
    its field, from the kind of case and whatever is joined to it, under the conditions that the wish brings.
    Who may see what is asked here.
    """

    def __init__(
        self,
        kind: type[Case],
        row: type[RowT],
        own: Callable[[WishT, Viewer], Select[*tuple[Any, ...]]],
        *,
        sorts: Mapping[str, Sort],
    ) -> None:
        self.kind, self.row, self.own = kind, row, own
        self.due: Any = (
            select(func.min(Deadline.due_on))
            .where(Deadline.case_id == kind.id, Deadline.closed_at.is_(None))
            .correlate(kind)
            .scalar_subquery()
        )
        self.sorts: dict[str, Sort] = {
            NEWEST: Sort(literal(0), int),
            "title": Sort(func.lower(kind.title)),
            "state": Sort(_place_of_state(kind), int),
            "due": Sort(func.coalesce(self.due, NO_DATE), date),
            **sorts,
        }

    def page_of(self, wish: WishT, reader: Viewer, *, size: int = PAGE) -> CasesPage[RowT]:
        """One page of the cases that the reader may see, in three statements whatever their number."""
        backwards = bool(wish.before)
        statement = self._ordered(self._matching(wish, reader), wish, backwards=backwards)
        edge = self._edge(wish)
        if edge is not None:
            statement = statement.where(edge)
        found = self._rows(statement.limit(size + 1))
        more = len(found) > size
        rows = found[:size][::-1] if backwards else found[:size]
        if not rows:
            return CasesPage(())
        has_earlier, has_later = (more, True) if backwards else (bool(wish.after), more)
        return CasesPage(
            tuple(with_turns(rows, reader.trust_id)),
            earlier=rows[0].key if has_earlier else "",
            later=rows[-1].key if has_later else "",
        )

    def everything(self, wish: WishT, reader: Viewer) -> Iterator[RowT]:
        """All rows of the list, for files."""
        whole = replace(wish, after="", before="")
        rows = self._rows(self._ordered(self._matching(whole, reader), whole, backwards=False))
        for start in range(0, len(rows), AT_ONCE):
            yield from with_turns(rows[start : start + AT_ONCE], reader.trust_id)

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> list[RowT]:
        found = db.session.execute(statement).mappings()
        return [self.row(**{**row, "key": write_key(row["key"], row["id"])}) for row in found]

    def _matching(self, wish: WishT, reader: Viewer) -> Select[*tuple[Any, ...]]:
        """The columns of a row, and the key of the order, of all cases that the wish is about."""
        kind = self.kind
        return (
            self.own(wish, reader)
            .add_columns(
                kind.id.label("id"),
                kind.reference.label("reference"),
                kind.title.label("title"),
                kind.state.label("state"),
                kind.state_since.label("since"),
                kind.opened_at.label("opened_at"),
                self.due.label("due_on"),
                self.sorts[wish.sort].column.label("key"),
            )
            .where(kind.trust_id == reader.trust_id, kind.kind == kind.flow.slug, visible_to(kind, reader))
        )

    def _order(self, wish: WishT) -> list[Any]:
        ids = [self.kind.id]
        return ids if wish.sort == NEWEST else [self.sorts[wish.sort].column, *ids]

    def _ordered(self, statement: Select[*tuple[Any, ...]], wish: WishT, *, backwards: bool) -> Select[Any]:
        falling = _falls(wish) != backwards
        return statement.order_by(*(one.desc() if falling else one.asc() for one in self._order(wish)))

    def _edge(self, wish: WishT) -> ColumnElement[bool] | None:
        """Beyond the row whose key the address carries; a key that makes no sense is as good as none."""
        read = read_key(wish.before or wish.after, self.sorts[wish.sort].holds)
        if read is None:
            return None
        value, row_id = read
        falling = _falls(wish) != bool(wish.before)
        if wish.sort == NEWEST:
            return self.kind.id < row_id if falling else self.kind.id > row_id
        here, there = tuple_(*self._order(wish)), tuple_(literal(value), literal(row_id))
        return here < there if falling else here > there


def with_turns(rows: Sequence[RowT], trust_id: int) -> Iterator[RowT]:
    """The rows with the names of those whose turn it is, and how late they are."""
    turns = turns_of_many([row.id for row in rows])
    known = calendars(db.session.get_one(Trust, trust_id))
    for row in rows:
        found = turns.get(row.id, [])
        names = tuple(dict.fromkeys(holder.name for turn in found for holder in turn.who))
        late = [days_late(turn, row.id, known) for turn in found if turn.due_on == row.due_on]
        turn = names or tuple(turn.post.role for turn in found)
        yield replace(row, turn=turn, late_by=late[0] if late else None)


# Conditions that the lists of all kinds of case know


def asked_for(kind: type[Case], wish: CaseWish, *, searched: Sequence[Any]) -> Iterator[ColumnElement[bool]]:
    """The conditions for state, lateness and words, each of which stands in one of the columns `searched`."""
    if wish.state == ANY_OPEN:
        yield kind.state.in_([state.name for state in kind.flow.states.values() if not state.final])
    elif wish.state:
        yield kind.state == wish.state
    if wish.late:
        yield has_turn(kind, Deadline.due_on < today())
    for word in wish.words.split()[:8]:
        yield or_(*(column.icontains(word, autoescape=True) for column in searched))


def turn_of(kind: type[Case], whose: str, reader: Viewer) -> ColumnElement[bool]:
    """Whether it is the turn of a role, or the reader's own where that is "mine"."""
    if whose == "mine":
        held = select(Appointment.place_id, Appointment.role)
        mine = held.where(Appointment.person_id == reader.person_id, standing(today()))
        return has_turn(kind, tuple_(Deadline.place_id, Deadline.role).in_(mine))
    return has_turn(kind, Deadline.role == whose)


def has_turn(kind: type[Case], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a case has an open turn of which this is true."""
    return exists().where(Deadline.case_id == kind.id, Deadline.closed_at.is_(None), condition)


def _place_of_state(kind: type[Case]) -> ColumnElement[int]:
    places = {name: place for place, name in enumerate(kind.flow.states)}
    return case(places, value=kind.state, else_=len(places))


def _falls(wish: CaseWish) -> bool:
    """Newest first is the order of references falling; the other way up when asked."""
    return wish.descending != (wish.sort == NEWEST)


# Keys, as an address carries them


def write_key(value: Any, row_id: int) -> str:
    """The key of a row as an address carries it."""
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row_id]).encode()).decode().rstrip("=")


def read_key(key: str, holds: type) -> tuple[Any, int] | None:
    """The value and id that a key stands for; None for anything that we did not write for this order."""
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        value = date.fromisoformat(value) if holds is date else value
    except (ValueError, TypeError):
        return None
    fits = isinstance(value, holds) and isinstance(row_id, int) and 0 <= row_id < 2**31
    return (value, row_id) if fits and _can_be_stored(value) else None


def _can_be_stored(value: Any) -> bool:
    """Whether a database can compare with it: neither NUL nor half a surrogate pair."""
    text = str(value)
    return "\x00" not in text and text == text.encode("utf-8", "ignore").decode()
