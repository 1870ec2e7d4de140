"""The list of support requests: what a reader may see, filtered and sorted, page by page by key."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from workflows.case_history import days_late, turns_of_many
from workflows.cases import Deadline
from workflows.clock import today
from workflows.database import db
from workflows.giving import FocusArea
from workflows.people import Appointment, standing
from workflows.places import HubMembership, Place, Trust
from workflows.school_calendar import calendars
from workflows.support_requests.flow import SupportRequestFlow
from workflows.support_requests.model import SupportRequest
from workflows.visibility import Viewer, visible_to

PAGE = 25
AT_ONCE = 5_000
"""So many rows are looked up together; databases limit how many values one statement may name."""
NO_DATE: Final = date(9999, 12, 31)
ANY_OPEN = "open"

TURNS: Final = {
    "mine": "Mine",
    "requester": "Whoever asked",
    "receiving_head": "Head of the school that asked",
    "giving_head": "Head of the school that is asked to give",
    "giver": "The giver",
    "coordinator": "The coordinator",
    "improvement_lead": "The improvement lead",
}
"""Whose turn a list can be narrowed to, with the words for it."""

SORTS: Final = ("newest", "title", "school", "state", "due")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader wants to see, and in which order."""

    words: str = ""
    #: a state's name, or "open" for all that are
    state: str = ""
    #: asking or giving
    school_id: int | None = None
    hub_id: int | None = None
    focus_id: int | None = None
    #: a key of TURNS
    turn: str = ""
    late: bool = False
    #: one of SORTS
    sort: str = "newest"
    descending: bool = False
    #: the key of the row after or before which the page begins or ends
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Row:
    """One request in the list."""

    id: int
    reference: str
    title: str
    state: str
    since: datetime
    opened_at: datetime
    receiving_school: str
    giving_school: str | None
    focus: str | None
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


@dataclass(frozen=True)
class Page:
    """A page of the list; `earlier` and `later` are keys, empty where there is nothing more."""

    rows: tuple[Row, ...]
    earlier: str = ""
    later: str = ""


_asking = aliased(Place, name="asking")
_giving = aliased(Place, name="giving")
_due: Any = (
    select(func.min(Deadline.due_on))
    .where(Deadline.case_id == SupportRequest.id, Deadline.closed_at.is_(None))
    .correlate(SupportRequest)
    .scalar_subquery()
)
_place_of_state = {name: place for place, name in enumerate(SupportRequestFlow.states)}
_KEYS: Final[dict[str, Any]] = {
    "newest": literal(0),
    "title": func.lower(SupportRequest.title),
    "school": _asking.name,
    "state": case(_place_of_state, value=SupportRequest.state, else_=len(_place_of_state)),
    "due": func.coalesce(_due, NO_DATE),
}


def page_of(wish: Wish, reader: Viewer, *, size: int = PAGE) -> Page:
    """One page of the requests that the reader may see, in three statements whatever their number."""
    backwards = bool(wish.before)
    statement = _ordered(_matching(wish, reader), wish, backwards=backwards)
    edge = _edge(wish)
    if edge is not None:
        statement = statement.where(edge)
    found = [_row(row) for row in db.session.execute(statement.limit(size + 1))]
    more = len(found) > size
    rows = found[:size][::-1] if backwards else found[:size]
    if not rows:
        return Page(())
    has_earlier, has_later = (more, True) if backwards else (bool(wish.after), more)
    return Page(
        tuple(with_turns(rows, reader.trust_id)),
        earlier=rows[0].key if has_earlier else "",
        later=rows[-1].key if has_later else "",
    )


def everything(wish: Wish, reader: Viewer) -> Iterator[Row]:
    """All rows of the list, for files."""
    whole = replace(wish, after="", before="")
    statement = _ordered(_matching(whole, reader), whole, backwards=False)
    rows = [_row(row) for row in db.session.execute(statement)]
    for start in range(0, len(rows), AT_ONCE):
        yield from with_turns(rows[start : start + AT_ONCE], reader.trust_id)


def with_turns(rows: Sequence[Row], trust_id: int) -> Iterator[Row]:
    """The rows with the names of those whose turn it is, and how late they are."""
    turns = turns_of_many([row.id for row in rows])
    known = calendars(db.session.get_one(Trust, trust_id))
    for row in rows:
        found = turns.get(row.id, [])
        names = tuple(dict.fromkeys(holder.name for turn in found for holder in turn.who))
        late = [days_late(turn, row.id, known) for turn in found if turn.due_on == row.due_on]
        turn = names or tuple(turn.post.role for turn in found)
        yield replace(row, turn=turn, late_by=late[0] if late else None)


def _row(row: Any) -> Row:
    return Row(*(*row[:-1], write_key(row[-1], row.id)))


def _matching(wish: Wish, reader: Viewer) -> Select[Any]:
    """The columns of a row, and the key of the order, of all requests that the wish is about."""
    return (
        select(
            SupportRequest.id,
            SupportRequest.reference,
            SupportRequest.title,
            SupportRequest.state,
            SupportRequest.state_since,
            SupportRequest.opened_at,
            _asking.name,
            _giving.name,
            FocusArea.name,
            _due,
            _KEYS[wish.sort].label("key"),
        )
        .join(_asking, _asking.id == SupportRequest.receiving_school_id)
        .outerjoin(_giving, _giving.id == SupportRequest.giving_school_id)
        .outerjoin(FocusArea, FocusArea.id == SupportRequest.focus_area_id)
        .where(
            SupportRequest.trust_id == reader.trust_id,
            SupportRequest.kind == SupportRequestFlow.slug,
            visible_to(SupportRequest, reader),
            *_conditions(wish, reader),
        )
    )


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    if wish.state:
        yield _in_state(wish.state)
    if wish.school_id is not None:
        yield _concerns([wish.school_id])
    if wish.hub_id is not None:
        yield _concerns(_members(wish.hub_id))
    if wish.focus_id is not None:
        yield or_(FocusArea.id == wish.focus_id, FocusArea.parent_id == wish.focus_id)
    if wish.turn:
        yield _turn_of(wish.turn, reader)
    if wish.late:
        yield _has_turn(Deadline.due_on < today())
    for word in wish.words.split()[:8]:
        yield _says(word)


def _in_state(state: str) -> ColumnElement[bool]:
    if state == ANY_OPEN:
        return SupportRequest.state.in_([s.name for s in SupportRequestFlow.states.values() if not s.final])
    return SupportRequest.state == state


def _concerns(schools: Any) -> ColumnElement[bool]:
    return or_(
        SupportRequest.receiving_school_id.in_(schools), SupportRequest.giving_school_id.in_(schools)
    )  # fmt: skip


def _members(hub_id: int) -> Any:
    return select(HubMembership.school_id).where(
        HubMembership.hub_id == hub_id,
        HubMembership.starts_on <= today(),
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > today()),
    )


def _has_turn(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Deadline.case_id == SupportRequest.id, Deadline.closed_at.is_(None), condition)


def _turn_of(whose: str, reader: Viewer) -> ColumnElement[bool]:
    if whose == "mine":
        held = select(Appointment.place_id, Appointment.role)
        mine = held.where(Appointment.person_id == reader.person_id, standing(today()))
        return _has_turn(tuple_(Deadline.place_id, Deadline.role).in_(mine))
    if whose in ("receiving_head", "giving_head"):
        school = getattr(SupportRequest, f"{whose.removesuffix('head')}school_id")
        return _has_turn(and_(Deadline.role == "head", Deadline.place_id == school))
    return _has_turn(Deadline.role == whose)


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        SupportRequest.title.icontains(word, autoescape=True),
        SupportRequest.need.icontains(word, autoescape=True),
        SupportRequest.reference.icontains(word, autoescape=True),
    )


def _ordered(statement: Select[Any], wish: Wish, *, backwards: bool) -> Select[Any]:
    columns = [SupportRequest.id] if wish.sort == "newest" else [_KEYS[wish.sort], SupportRequest.id]
    falling = _falls(wish) != backwards
    return statement.order_by(*(column.desc() if falling else column.asc() for column in columns))


def _falls(wish: Wish) -> bool:
    """Newest first is the order of references falling; the other way up when asked."""
    return wish.descending != (wish.sort == "newest")


def _edge(wish: Wish) -> ColumnElement[bool] | None:
    """Beyond the row whose key the address carries; a key that makes no sense is as good as none."""
    read = read_key(wish.before or wish.after, wish.sort)
    if read is None:
        return None
    value, row_id = read
    falling = _falls(wish) != bool(wish.before)
    if wish.sort == "newest":
        return SupportRequest.id < row_id if falling else SupportRequest.id > row_id
    here, there = tuple_(_KEYS[wish.sort], SupportRequest.id), tuple_(literal(value), literal(row_id))
    return here < there if falling else here > there


def write_key(value: Any, row_id: int) -> str:
    """The key of a row as an address carries it."""
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row_id]).encode()).decode().rstrip("=")


def read_key(key: str, sort: str) -> tuple[Any, int] | None:
    """The value and id that a key stands for; None for anything that we did not write for this order."""
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        value = date.fromisoformat(value) if sort == "due" else value
    except (ValueError, TypeError):
        return None
    wanted = {"newest": int, "title": str, "school": str, "state": int, "due": date}[sort]
    fits = isinstance(value, wanted) and isinstance(row_id, int) and 0 <= row_id < 2**31
    return (value, row_id) if fits and _can_be_stored(value) else None


def _can_be_stored(value: Any) -> bool:
    """Whether a database can compare with it: neither NUL nor half a surrogate pair."""
    text = str(value)
    return "\x00" not in text and text == text.encode("utf-8", "ignore").decode()
