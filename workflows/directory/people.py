"""People, as everybody in the trust may read of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from workflows.administration.paging import Page, turn
from workflows.clock import today
from workflows.database import db
from workflows.directory.strengths import at_or_below, names_of_strengths
from workflows.giving import Expertise, Ledger
from workflows.people import Appointment, Person, standing
from workflows.places import Place, PlaceKind, Trust
from workflows.school_calendar import academic_year

_AT_WORK = (PlaceKind.TRUST, PlaceKind.SCHOOL, PlaceKind.HUB)


@dataclass(frozen=True, kw_only=True)
class PeopleWanted:
    """Whom to list."""

    words: str = ""
    school_id: int | None = None
    focus_id: int | None = None


@dataclass
class PersonLine:
    """A person in the list."""

    id: int
    name: str
    job_title: str
    school_id: int | None
    school: str | None
    strengths: tuple[str, ...] = ()


class Days(NamedTuple):
    """The days that somebody may give in this academic year: how many, taken by cases, used so far, left."""

    allowed: float
    taken: float
    used: float
    left: float


def people(
    wanted: PeopleWanted, *, before: int | None = None, after: int | None = None
) -> Page[PersonLine]:  # fmt: skip
    """A page of people by name, in three statements at most."""
    school = aliased(Place)
    statement = (
        select(Person.id, Person.name, Person.job_title, Person.school_id, school.name)
        .outerjoin(school, school.id == Person.school_id)
        .where(*_conditions(wanted))
    )
    page = turn(statement, (Person.name, Person.id), before=before, after=after, make=PersonLine)
    strengths = names_of_strengths(Expertise.person_id, [line.id for line in page.rows])
    for line in page.rows:
        line.strengths = strengths.get(line.id, ())
    return page


def school_of(person: Person) -> str:
    """What the school is called at which somebody is based; nothing for the central team."""
    name = db.session.scalar(select(Place.name).where(Place.id == person.school_id))
    return name or ""


def days_of(person: Person, trust: Trust) -> Days:
    """What somebody may give this year and what has become of it; two statements."""
    ledger = Ledger(trust, academic_year(today()), {person.id})
    return Days(
        ledger.allowed.get(person.id, ledger.usual),
        ledger.taken.get(person.id, 0.0),
        ledger.used.get(person.id, 0.0),
        ledger.left(person.id),
    )


def _conditions(wanted: PeopleWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Person.left_on.is_(None), _holds_something()]
    if wanted.words:
        found.append(
            or_(
                Person.name.icontains(wanted.words, autoescape=True),
                Person.job_title.icontains(wanted.words, autoescape=True),
            )
        )
    if wanted.school_id is not None:
        found.append(or_(Person.school_id == wanted.school_id, _holds_something(wanted.school_id)))
    if wanted.focus_id is not None:
        strong = select(Expertise.person_id).where(at_or_below(wanted.focus_id))
        found.append(Person.id.in_(strong.where(Expertise.person_id.is_not(None))))
    return found


def _holds_something(place_id: int | None = None) -> ColumnElement[bool]:
    """Has a role today, anywhere but on a case, or at this place: others are not at work here any more."""
    held = exists().where(Appointment.person_id == Person.id, standing(today()))
    if place_id is not None:
        return held.where(Appointment.place_id == place_id)
    return held.where(Place.id == Appointment.place_id, Place.kind.in_(_AT_WORK))
