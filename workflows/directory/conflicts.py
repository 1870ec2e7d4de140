"""Declared conflicts of interest: seen by whoever declares them and by the central team alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.events import hold, record
from workflows.giving import Conflict
from workflows.people import Person
from workflows.places import Place, School

LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class ConflictDetails(Details):
    """With a school or with a person, and why in a few words."""

    with_school_id: int | None = None
    with_person_id: int | None = None
    reason: str = required("Say what it is, such as “governor there” or “married to the head”")

    def problems(self) -> dict[str, str]:
        if (self.with_school_id is None) == (self.with_person_id is None):
            return {"with_school_id": "Choose a school or a person, and not both"}
        if len(self.reason) > LONGEST_REASON:
            return {"reason": f"Shorten this to {LONGEST_REASON} characters"}
        return {}


class Declared(NamedTuple):
    """A conflict of interest, ready to be read."""

    id: int
    person: str
    other: str
    reason: str
    starts_on: date
    ends_on: date | None

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on <= today()


def declared(person_id: int | None = None) -> list[Declared]:
    """What a person has declared, or everybody where none is given: that is for the central team alone."""
    other, school = aliased(Person), aliased(Place)
    statement = (
        select(
            Conflict.id,
            Person.name,
            other.name.label("other"),
            school.name.label("school"),
            Conflict.reason,
            Conflict.starts_on,
            Conflict.ends_on,
        )
        .join(Person, Person.id == Conflict.person_id)
        .outerjoin(other, other.id == Conflict.with_person_id)
        .outerjoin(school, school.id == Conflict.with_school_id)
        .order_by(Conflict.ends_on.is_not(None), Person.name, Conflict.id)
    )
    if person_id is not None:
        statement = statement.where(Conflict.person_id == person_id)
    return [
        Declared(row.id, row.name, row.other or row.school or "", row.reason, row.starts_on, row.ends_on)
        for row in db.session.execute(statement)
    ]


def declare(person: Person, details: ConflictDetails) -> Conflict:
    """A person declares a conflict of interest, from today on. Raises InvalidDetails.

    What it is and with whom is not written into the trail of administration, which others read.
    """
    _check_other(person, details)
    hold(person.trust_id)
    same = select(Conflict.id).where(
        Conflict.person_id == person.id,
        Conflict.with_school_id.is_not_distinct_from(details.with_school_id),
        Conflict.with_person_id.is_not_distinct_from(details.with_person_id),
        or_(Conflict.ends_on.is_(None), Conflict.ends_on > today()),
    )
    if db.session.scalars(same).first() is not None:
        raise InvalidDetails({"with_school_id": "You have declared this already"})
    made = Conflict(
        trust_id=person.trust_id,
        person_id=person.id,
        with_person_id=details.with_person_id,
        with_school_id=details.with_school_id,
        reason=details.reason,
        starts_on=today(),
    )
    db.session.add(made)
    record(person.trust_id, "conflict_declared", person, person_id=person.id)
    return made


def end(conflict: Conflict, person: Person) -> None:
    """It is over, from today on."""
    if conflict.ends_on is None:
        conflict.ends_on = max(today(), conflict.starts_on)
        record(person.trust_id, "conflict_ended", person, person_id=person.id)


def find(conflict_id: int, person: Person) -> Conflict | None:
    """The conflict with this id, if the person declared it."""
    statement = select(Conflict).where(Conflict.id == conflict_id, Conflict.person_id == person.id)
    return db.session.scalars(statement).first()


def _check_other(person: Person, details: ConflictDetails) -> None:
    if details.with_person_id == person.id:
        raise InvalidDetails({"with_person_id": "Choose somebody else"})
    if details.with_person_id is not None and db.session.get(Person, details.with_person_id) is None:
        raise InvalidDetails({"with_person_id": "Choose somebody of the trust"})
    if details.with_school_id is not None and db.session.get(School, details.with_school_id) is None:
        raise InvalidDetails({"with_school_id": "Choose a school of the trust"})
