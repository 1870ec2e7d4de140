"""The list of pairings: what a reader may see of them, filtered and sorted, page by page by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import aliased

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, turn_of
from workflows.clock import today
from workflows.database import db
from workflows.pairings.details import Mode
from workflows.pairings.model import Pairing, PairingContract, PairingSession, SessionStatus
from workflows.pairings.queries import MEETING, quiet_until
from workflows.people import Person
from workflows.places import Place, School, Trust
from workflows.school_calendar import calendars
from workflows.visibility import Viewer

TURNS: Final = {
    "mine": "Mine",
    "mentee": "The mentee",
    "mentor": "The mentor",
    "coordinator": "The coordinator",
}
"""Whose turn a list can be narrowed to, with the words for it."""


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` is the mentee's or the mentor's, `turn` a key of TURNS."""

    mode: Mode | None = None
    #: no session for six school weeks
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One pairing in the list, in outline: nothing that the two have written."""

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


_mentee, _mentor = aliased(Person, name="mentee"), aliased(Person, name="mentor")
_mentee_school, _mentor_school = aliased(Place, name="mentee_school"), aliased(Place, name="mentor_school")


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


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Pairing.mode.label("mode"),
            _mentee.name.label("mentee"),
            _mentor.name.label("mentor"),
            _mentee_school.name.label("mentee_school"),
            _mentor_school.name.label("mentor_school"),
            _of_held(func.count(PairingSession.id)).label("sessions"),
            _of_held(func.coalesce(func.sum(PairingSession.minutes), 0)).label("minutes"),
            _of_held(func.max(PairingSession.on)).label("last_on"),
            is_quiet_in(reader.trust_id).label("is_quiet"),
        )
        .select_from(Pairing)
        .join(_mentee, _mentee.id == Pairing.mentee_id)
        .outerjoin(_mentor, _mentor.id == Pairing.mentor_id)
        .outerjoin(_mentee_school, _mentee_school.id == Pairing.mentee_school_id)
        .outerjoin(_mentor_school, _mentor_school.id == Pairing.mentor_school_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](
    Pairing, Row, _own, sorts={"school": Sort(func.coalesce(_mentee_school.name, ""))}
)


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    # In names and the reference: nothing that the two have written is ever looked through.
    yield from asked_for(Pairing, wish, searched=(Pairing.title, _mentor.name, Pairing.reference))
    if wish.mode is not None:
        yield Pairing.mode == wish.mode
    if wish.school_id is not None:
        yield or_(Pairing.mentee_school_id == wish.school_id, Pairing.mentor_school_id == wish.school_id)
    if wish.turn:
        yield turn_of(Pairing, wish.turn, reader)
    if wish.quiet:
        yield is_quiet_in(reader.trust_id)


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
