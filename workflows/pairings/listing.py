"""The list of pairings: what a reader may see of them, filtered and sorted, page by page by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, exists, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from workflows.case_history import days_late, turns_of_many
from workflows.cases import Deadline
from workflows.clock import today
from workflows.database import db
from workflows.pairings.details import Mode
from workflows.pairings.flow import PairingFlow
from workflows.pairings.model import Pairing, PairingContract, PairingSession, SessionStatus
from workflows.pairings.queries import MEETING, quiet_until
from workflows.people import Appointment, Person, standing
from workflows.places import Place, School, Trust
from workflows.school_calendar import calendars
from workflows.support_requests.listing import read_key, write_key
from workflows.visibility import Viewer, visible_to

PAGE = 25
AT_ONCE = 5_000
"""So many rows are looked up together; databases limit how many values one statement may name."""
NO_DATE: Final = date(9999, 12, 31)
ANY_OPEN = "open"

TURNS: Final = {
    "mine": "Mine",
    "mentee": "The mentee",
    "mentor": "The mentor",
    "coordinator": "The coordinator",
}
"""Whose turn a list can be narrowed to, with the words for it."""

SORTS: Final = ("newest", "title", "school", "state", "due")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader wants to see, and in which order."""

    words: str = ""
    #: a state's name, or "open" for all that are
    state: str = ""
    mode: Mode | None = None
    #: the mentee's or the mentor's
    school_id: int | None = None
    #: a key of TURNS
    turn: str = ""
    late: bool = False
    #: no session for six school weeks
    quiet: bool = False
    #: one of SORTS
    sort: str = "newest"
    descending: bool = False
    #: the key of the row after or before which the page begins or ends
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Row:
    """One pairing in the list, in outline: nothing that the two have written."""

    id: int
    reference: str
    title: str
    state: str
    since: datetime
    opened_at: datetime
    mode: Mode
    mentee: str
    mentor: str | None
    mentee_school: str | None
    mentor_school: str | None
    #: sessions that took place, with whichever mentor, and minutes
    sessions: int
    minutes: int
    last_on: date | None
    is_quiet: bool
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


_mentee, _mentor = aliased(Person, name="mentee"), aliased(Person, name="mentor")
_mentee_school, _mentor_school = aliased(Place, name="mentee_school"), aliased(Place, name="mentor_school")
_due: Any = (
    select(func.min(Deadline.due_on))
    .where(Deadline.case_id == Pairing.id, Deadline.closed_at.is_(None))
    .correlate(Pairing)
    .scalar_subquery()
)


def _of_held(what: Any, *conditions: ColumnElement[bool]) -> Any:
    """Something of the sessions of a pairing that took place."""
    is_held = (PairingSession.pairing_id == Pairing.id) & (PairingSession.status == SessionStatus.HELD)
    return select(what).where(is_held, *conditions).correlate(Pairing).scalar_subquery()


_signed_on: Any = (
    select(PairingContract.signed_on)
    .where(PairingContract.pairing_id == Pairing.id)
    .correlate(Pairing)
    .scalar_subquery()
)
_last_with_mentor: Any = _of_held(func.max(PairingSession.on), PairingSession.mentor_id == Pairing.mentor_id)
_place_of_state = {name: place for place, name in enumerate(PairingFlow.states)}
_KEYS: Final[dict[str, Any]] = {
    "newest": literal(0),
    "title": func.lower(Pairing.title),
    "school": func.coalesce(_mentee_school.name, ""),
    "state": case(_place_of_state, value=Pairing.state, else_=len(_place_of_state)),
    "due": func.coalesce(_due, NO_DATE),
}


def page_of(wish: Wish, reader: Viewer, *, size: int = PAGE) -> Page:
    """One page of the pairings that the reader may see, in five statements whatever their number."""
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
        tuple(_with_turns(rows, reader.trust_id)),
        earlier=rows[0].key if has_earlier else "",
        later=rows[-1].key if has_later else "",
    )


def everything(wish: Wish, reader: Viewer) -> Iterator[Row]:
    """All rows of the list, for files."""
    whole = replace(wish, after="", before="")
    statement = _ordered(_matching(whole, reader), whole, backwards=False)
    rows = [_row(row) for row in db.session.execute(statement)]
    for start in range(0, len(rows), AT_ONCE):
        yield from _with_turns(rows[start : start + AT_ONCE], reader.trust_id)


def _with_turns(rows: Sequence[Row], trust_id: int) -> Iterator[Row]:
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


def _matching(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    """The columns of a row, and the key of the order, of all pairings that the wish is about."""
    return (
        select(
            Pairing.id,
            Pairing.reference,
            Pairing.title,
            Pairing.state,
            Pairing.state_since,
            Pairing.opened_at,
            Pairing.mode,
            _mentee.name,
            _mentor.name,
            _mentee_school.name,
            _mentor_school.name,
            _of_held(func.count(PairingSession.id)),
            _of_held(func.coalesce(func.sum(PairingSession.minutes), 0)),
            _of_held(func.max(PairingSession.on)),
            is_quiet_in(reader.trust_id).label("is_quiet"),
            _due,
            _KEYS[wish.sort].label("key"),
        )
        .join(_mentee, _mentee.id == Pairing.mentee_id)
        .outerjoin(_mentor, _mentor.id == Pairing.mentor_id)
        .outerjoin(_mentee_school, _mentee_school.id == Pairing.mentee_school_id)
        .outerjoin(_mentor_school, _mentor_school.id == Pairing.mentor_school_id)
        .where(
            Pairing.trust_id == reader.trust_id,
            Pairing.kind == PairingFlow.slug,
            visible_to(Pairing, reader),
            *_conditions(wish, reader),
        )
    )


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    if wish.state:
        yield _in_state(wish.state)
    if wish.mode is not None:
        yield Pairing.mode == wish.mode
    if wish.school_id is not None:
        yield or_(Pairing.mentee_school_id == wish.school_id, Pairing.mentor_school_id == wish.school_id)
    if wish.turn:
        yield _turn_of(wish.turn, reader)
    if wish.late:
        yield _has_turn(Deadline.due_on < today())
    if wish.quiet:
        yield is_quiet_in(reader.trust_id)
    for word in wish.words.split()[:8]:
        yield _says(word)


def _in_state(state: str) -> ColumnElement[bool]:
    if state == ANY_OPEN:
        return Pairing.state.in_([s.name for s in PairingFlow.states.values() if not s.final])
    return Pairing.state == state


def _has_turn(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Deadline.case_id == Pairing.id, Deadline.closed_at.is_(None), condition)


def _turn_of(whose: str, reader: Viewer) -> ColumnElement[bool]:
    if whose == "mine":
        held = select(Appointment.place_id, Appointment.role)
        mine = held.where(Appointment.person_id == reader.person_id, standing(today()))
        return _has_turn(tuple_(Deadline.place_id, Deadline.role).in_(mine))
    return _has_turn(Deadline.role == whose)


def _says(word: str) -> ColumnElement[bool]:
    """In names and the reference: nothing that the two have written is ever looked through."""
    return or_(
        Pairing.title.icontains(word, autoescape=True),
        _mentor.name.icontains(word, autoescape=True),
        Pairing.reference.icontains(word, autoescape=True),
    )


def is_quiet_in(trust_id: int) -> ColumnElement[bool]:
    """The twin of `workflows.pairings.queries.is_quiet`: of each school, the day from which on it counts."""
    by_day: dict[date, list[int]] = {}
    known = calendars(db.session.get_one(Trust, trust_id))
    for school_id in db.session.scalars(select(School.id).order_by(School.id)):
        by_day.setdefault(quiet_until(known.of(school_id), today()), []).append(school_id)
    last = func.coalesce(_last_with_mentor, _signed_on)
    central = Pairing.mentor_school_id.is_(None) & (last <= quiet_until(known.of(trust_id), today()))
    schools = (Pairing.mentor_school_id.in_(ids) & (last <= day) for day, ids in by_day.items())
    return Pairing.state.in_(MEETING) & func.coalesce(or_(false(), central, *schools), false())


def _ordered(statement: Select[*tuple[Any, ...]], wish: Wish, *, backwards: bool) -> Select[*tuple[Any, ...]]:
    columns = [Pairing.id] if wish.sort == "newest" else [_KEYS[wish.sort], Pairing.id]
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
        return Pairing.id < row_id if falling else Pairing.id > row_id
    here, there = tuple_(_KEYS[wish.sort], Pairing.id), tuple_(literal(value), literal(row_id))
    return here < there if falling else here > there
