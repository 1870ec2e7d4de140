"""What needs an administrator's attention, a few of each kind at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, func, select

from workflows.administration.leaving import ENDING
from workflows.administration.term_dates import year_bounds
from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import db
from workflows.machine import workflow
from workflows.messages import Message, MessageStatus, having
from workflows.people import Appointment, Person, standing
from workflows.places import OPEN, Place, PlaceKind, School
from workflows.school_calendar import Term, academic_year

SHOWN = 10
"""How many of a kind are named before the rest are a number."""


class Failed(NamedTuple):
    """A message that did not arrive."""

    id: int
    subject: str
    kind: str
    person: str
    problem: str


class Vacant(NamedTuple):
    """A turn on a case that nobody is there to take."""

    reference: str
    role: str
    place_id: int
    place: str
    place_kind: PlaceKind
    due_on: date | None
    kind: str

    @property
    def can_be_taken(self) -> bool:
        """Whether somebody else can take the place of whoever has left."""
        return ENDING not in workflow(self.kind).transitions


class Named(NamedTuple):
    """A school or a person."""

    id: int
    name: str


@dataclass(frozen=True)
class Attention:
    """Everything that waits for an administrator."""

    failed: list[Failed]
    failed_count: int
    vacant: list[Vacant]
    headless: list[Named]
    past_closing: list[Named]
    years_without_terms: list[int]

    @property
    def is_empty(self) -> bool:
        return not (
            self.failed or self.vacant or self.headless or self.past_closing or self.years_without_terms
        )


def needs_attention(trust_id: int) -> Attention:
    """What waits for an administrator today, read in six statements."""
    failed = failed_messages()
    return Attention(
        failed,
        _count_failed() if len(failed) >= SHOWN else len(failed),
        vacant_turns(),
        _headless(),
        _past_closing(),
        years_without_terms(trust_id),
    )


def years_without_terms(trust_id: int) -> list[int]:
    """This academic year and the next, where the trust has entered no terms."""
    this = academic_year(today())
    first = year_bounds(this)[0]
    starts = select(Term.starts_on).where(Term.place_id == trust_id, Term.starts_on >= first)
    known = {academic_year(day) for day in db.session.scalars(starts)}
    return [year for year in (this, this + 1) if year not in known]


def failed_messages() -> list[Failed]:
    """The newest messages that did not arrive."""
    statement = (
        select(Message.id, Message.subject, Message.kind, Person.name, Message.problem)
        .join(Person, Person.id == Message.person_id)
        .where(having(MessageStatus.FAILED))
        .order_by(Message.id.desc())
        .limit(SHOWN)
    )
    return [Failed(*row) for row in db.session.execute(statement)]


def _count_failed() -> int:
    statement = select(func.count()).select_from(Message).where(having(MessageStatus.FAILED))
    return db.session.scalar(statement) or 0


def vacant_turns() -> list[Vacant]:
    """Turns that nobody is there to take, those due first."""
    held = (
        exists()
        .where(
            Appointment.place_id == Deadline.place_id, Appointment.role == Deadline.role, standing(today())
        )
        .where(Person.id == Appointment.person_id, Person.left_on.is_(None))
    )
    statement = (
        select(Case.reference, Deadline.role, Place.id, Place.name, Place.kind, Deadline.due_on, Case.kind)
        .join(Case, Case.id == Deadline.case_id)
        .join(Place, Place.id == Deadline.place_id)
        .where(Deadline.closed_at.is_(None), ~held)
        .order_by(Deadline.due_on, Deadline.id)
        .limit(SHOWN)
    )
    return [Vacant(*row) for row in db.session.execute(statement)]


def _headless() -> list[Named]:
    has_head = exists().where(
        Appointment.place_id == School.id, Appointment.role == "head", standing(today())
    )
    statement = select(School.id, School.name).where(School.status.in_(OPEN), ~has_head)
    return [Named(*row) for row in db.session.execute(statement.order_by(School.name))]


def _past_closing() -> list[Named]:
    statement = select(School.id, School.name).where(School.status.in_(OPEN), School.closes_on <= today())
    return [Named(*row) for row in db.session.execute(statement.order_by(School.name))]
