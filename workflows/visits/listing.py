"""Visits as lists: those that a reader may see, and what schools offer to everybody who works here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from workflows.case_list import CaseList, CaseRow, CaseWish, turn_of
from workflows.clock import LONDON, today
from workflows.database import db
from workflows.giving import FocusArea
from workflows.people import Appointment, Person, standing
from workflows.places import Place
from workflows.visibility import Viewer
from workflows.visits.effects import HELD_PLACES
from workflows.visits.flow import VisitFlow, companion, host_contact, visitor
from workflows.visits.model import Visit, VisitFocus

_OPEN: Final = [state.name for state in VisitFlow.states.values() if not state.final]
_TEAM: Final = [role.name for role in (visitor, companion, host_contact)]


class Whose(StrEnum):
    """Which visits a reader looks at."""

    MINE = "mine"
    SCHOOL = "school"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` is that of either side."""

    whose: Whose = Whose.MINE
    finished: bool = False


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One visit in the list, or an offer of the reader's own school."""

    visitor: str | None
    visiting_school: str | None
    host_school: str | None
    starts_at: datetime | None

    @property
    def on(self) -> date | None:
        """The day of the visit, once the host has named one."""
        return self.starts_at.astimezone(LONDON).date() if self.starts_at else None


_guest, _home = aliased(Place, name="guest"), aliased(Place, name="home")


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.name.label("visitor"),
            _guest.name.label("visiting_school"),
            _home.name.label("host_school"),
            Visit.starts_at.label("starts_at"),
        )
        .select_from(Visit)
        .outerjoin(Person, Person.id == Visit.visitor_id)
        .outerjoin(_guest, _guest.id == Visit.visiting_school_id)
        .outerjoin(_home, _home.id == Visit.host_school_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](Visit, Row, _own, sorts={})


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    yield Visit.state.not_in(_OPEN) if wish.finished else Visit.state.in_(_OPEN)
    if wish.whose is Whose.MINE:
        yield exists().where(
            Appointment.place_id == Visit.id,
            Appointment.person_id == reader.person_id,
            Appointment.role.in_(_TEAM),
            standing(today()),
        )
    if wish.turn:
        yield turn_of(Visit, wish.turn, reader)
    if wish.school_id is not None:
        yield or_(Visit.visiting_school_id == wish.school_id, Visit.host_school_id == wish.school_id)


# What schools offer


@dataclass(frozen=True)
class Offer:
    """What a school offers to others, for everybody who works in the trust."""

    visit: Visit
    left: int


def offers(focus_area_id: int | None = None) -> list[Offer]:
    """What is offered now, newest first, with the places that are left; in three statements."""
    statement = _offers().order_by(Visit.id.desc())
    if focus_area_id is not None:
        below = select(FocusArea.id).where(
            or_(FocusArea.id == focus_area_id, FocusArea.parent_id == focus_area_id)
        )
        about = exists().where(VisitFocus.visit_id == Visit.id, VisitFocus.focus_area_id.in_(below))
        statement = statement.where(about)
    return [Offer(visit, visit.places - taken) for visit, taken in db.session.execute(statement)]


def offer_called(reference: str) -> Offer | None:
    """The offer of this reference, if it still stands."""
    row = db.session.execute(_offers().where(Visit.reference == reference)).first()
    return Offer(row[0], row[0].places - row[1]) if row else None


def _offers() -> Select[*tuple[Any, ...]]:
    visit = aliased(Visit, flat=True)
    taken = (
        select(func.coalesce(func.sum(visit.coming), 0))
        .where(visit.offer_id == Visit.id, visit.state.in_(HELD_PLACES))
        .correlate(Visit)
        .scalar_subquery()
    )
    return (
        select(Visit, taken)
        .where(Visit.state == VisitFlow.offered.name)
        .options(
            joinedload(Visit.host_school), joinedload(Visit.host_contact), selectinload(Visit.focus_areas)
        )
    )
