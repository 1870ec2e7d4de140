"""Visits as lists: those that a reader may see, and what schools offer to everybody who works here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from workflows.case_history import days_late, turns_of_many
from workflows.clock import LONDON, today
from workflows.database import db
from workflows.giving import FocusArea
from workflows.people import Appointment, Person, standing
from workflows.places import Place, Trust
from workflows.school_calendar import calendars
from workflows.visibility import Viewer, visible_to
from workflows.visits.effects import HELD_PLACES
from workflows.visits.flow import VisitFlow, companion, host_contact, visitor
from workflows.visits.model import Visit, VisitFocus

PAGE: Final = 25
_OPEN: Final = [state.name for state in VisitFlow.states.values() if not state.final]
_TEAM: Final = [role.name for role in (visitor, companion, host_contact)]


class Whose(StrEnum):
    """Which visits a reader looks at."""

    MINE = "mine"
    SCHOOL = "school"  # of the central team, that is the trust


@dataclass(frozen=True, kw_only=True)
class VisitWish:
    """What a reader wants to see; `after` is the id of the last row of the page before."""

    whose: Whose = Whose.MINE
    finished: bool = False
    after: int | None = None


@dataclass(frozen=True)
class VisitRow:
    """One visit in the list, or an offer of the reader's own school."""

    id: int
    reference: str
    title: str
    state: str
    visitor: str | None
    visiting_school: str | None
    host_school: str | None
    starts_at: datetime | None
    #: the earliest day by which somebody has to act
    due_on: date | None = None
    #: working days since then
    late_by: int | None = None

    @property
    def on(self) -> date | None:
        """The day of the visit, once the host has named one."""
        return self.starts_at.astimezone(LONDON).date() if self.starts_at else None


@dataclass(frozen=True)
class VisitPage:
    """A page of the list, newest first; `later` is the id to go on after, if there are more."""

    rows: tuple[VisitRow, ...]
    later: int | None = None


def page_of(wish: VisitWish, person: Person, viewer: Viewer) -> VisitPage:
    """One page of the visits and offers that somebody may see, in three statements."""
    guest, home = aliased(Place), aliased(Place)
    states = Visit.state.not_in(_OPEN) if wish.finished else Visit.state.in_(_OPEN)
    statement = (
        select(
            Visit.id,
            Visit.reference,
            Visit.title,
            Visit.state,
            Person.name,
            guest.name,
            home.name,
            Visit.starts_at,
        )
        .outerjoin(Person, Person.id == Visit.visitor_id)
        .outerjoin(guest, guest.id == Visit.visiting_school_id)
        .outerjoin(home, home.id == Visit.host_school_id)
        .where(states, _of(wish.whose, person), visible_to(Visit, viewer))
        .where(*([Visit.id < wish.after] if wish.after else []))
        .order_by(Visit.id.desc())
        .limit(PAGE + 1)
    )
    rows = [VisitRow(*row) for row in db.session.execute(statement)]
    later = rows[PAGE - 1].id if len(rows) > PAGE else None
    return VisitPage(tuple(_with_turns(rows[:PAGE], person.trust_id)), later)


def _of(whose: Whose, person: Person) -> ColumnElement[bool]:
    if whose is Whose.SCHOOL:
        school = person.school_id
        return true() if school is None else _at(school)
    return exists().where(
        Appointment.place_id == Visit.id,
        Appointment.person_id == person.id,
        Appointment.role.in_(_TEAM),
        standing(today()),
    )


def _at(school_id: int) -> ColumnElement[bool]:
    return or_(Visit.visiting_school_id == school_id, Visit.host_school_id == school_id)


def _with_turns(rows: list[VisitRow], trust_id: int) -> Iterator[VisitRow]:
    turns = turns_of_many([row.id for row in rows])
    known = calendars(db.session.get_one(Trust, trust_id))
    for row in rows:
        turn = next(iter(turns.get(row.id, [])), None)
        yield replace(row, due_on=turn.due_on, late_by=days_late(turn, row.id, known)) if turn else row


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
