"""What administrators read: schools, hubs, people and appointments, as rows for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, exists, func, or_, select

from workflows.accounts import AccountLink, Credential, Purpose, SignIn
from workflows.administration.paging import Page, turn
from workflows.clock import now, today
from workflows.database import db
from workflows.people import Appointment, Person, standing
from workflows.places import OPEN, Hub, HubMembership, Phase, Place, PlaceKind, School, SchoolStatus, Trust

ADMINISTERED: Final = (PlaceKind.TRUST, PlaceKind.SCHOOL, PlaceKind.HUB)


class SchoolRow(NamedTuple):
    """A school in the list."""

    id: int
    name: str
    urn: str
    phase: Phase
    status: SchoolStatus
    closes_on: date | None
    heads: tuple[str, ...]


class HubRow(NamedTuple):
    """A hub in the list."""

    id: int
    name: str
    schools: int
    coordinators: tuple[str, ...]


class Member(NamedTuple):
    """A school in a hub, once, now or from a day to come."""

    id: int
    school_id: int
    school: str
    starts_on: date
    ends_on: date | None


class Office(NamedTuple):
    """A role that somebody holds, held or will hold at the trust, a hub or a school."""

    id: int
    person_id: int
    person: str
    role: str
    place_id: int
    place: str
    kind: PlaceKind
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass
class PersonRow:
    """A person in the list."""

    id: int
    name: str
    email: str
    job_title: str
    school: str | None
    left_on: date | None
    has_signed_in: bool = False
    offices: list[Office] = field(default_factory=list)


@dataclass(frozen=True)
class PeopleWanted:
    """Which people to list: `who` is here, waiting (never signed in), without (any role) or left."""

    text: str = ""
    school_id: int | None = None
    who: str = "here"


class Choice(NamedTuple):
    """A place or person to choose."""

    id: int
    name: str


def schools() -> list[SchoolRow]:
    """Every school of the trust by name, with its heads; two statements."""
    statement = select(
        School.id, School.name, School.urn, School.phase, School.status, School.closes_on
    ).order_by(School.name)
    heads = _holding("head")
    return [SchoolRow(*row, heads=heads.get(row.id, ())) for row in db.session.execute(statement)]


def hubs() -> list[HubRow]:
    """Every hub by name, with how many schools are in it today; two statements."""
    in_it = select(func.count()).where(HubMembership.hub_id == Hub.id, _member_today()).scalar_subquery()
    rows = db.session.execute(select(Hub.id, Hub.name, in_it).order_by(Hub.name))
    coordinators = _holding("coordinator")
    return [HubRow(hub_id, name, count, coordinators.get(hub_id, ())) for hub_id, name, count in rows]


def members(hub_id: int) -> list[Member]:
    """The schools that are, were or will be in a hub, the present ones first."""
    statement = (
        select(HubMembership.id, School.id, School.name, HubMembership.starts_on, HubMembership.ends_on)
        .join(School, School.id == HubMembership.school_id)
        .where(HubMembership.hub_id == hub_id)
        .order_by(School.name, HubMembership.starts_on)
    )
    return [Member(*row) for row in db.session.execute(statement)]


def hubs_of_school(school_id: int) -> list[Choice]:
    """The hubs that a school is in today."""
    statement = (
        select(Hub.id, Hub.name)
        .join(HubMembership, HubMembership.hub_id == Hub.id)
        .where(
            HubMembership.school_id == school_id,
            _member_today(),
        )
        .order_by(Hub.name)
    )
    return [Choice(*row) for row in db.session.execute(statement)]


def offices_of(people: Iterable[int]) -> list[Office]:
    """Every appointment of these people at the trust, at hubs and schools, newest first."""
    return _offices(Appointment.person_id.in_(set(people)))


def offices_at(place_id: int) -> list[Office]:
    """Every appointment at a place that holds today or from a day to come."""
    later = or_(Appointment.ends_on.is_(None), Appointment.ends_on > today())
    return _offices((Appointment.place_id == place_id) & later & Person.left_on.is_(None))


def people(wanted: PeopleWanted, *, before: int | None = None, after: int | None = None) -> Page[PersonRow]:
    """A page of people by name, from before or after a person; with their roles today."""
    statement = (
        select(Person.id, Person.name, Person.email, Person.job_title, Place.name, Person.left_on)
        .outerjoin(Place, Place.id == Person.school_id)
        .where(*_conditions(wanted))
    )
    page = turn(statement, (Person.name, Person.id), before=before, after=after, make=PersonRow)
    found: dict[int, PersonRow] = {row.id: row for row in page.rows}
    for office in offices_of(found):
        if office.holds_on(today()):
            found[office.person_id].offices.append(office)
    for person_id in db.session.scalars(_signed_in(found)):
        found[person_id].has_signed_in = True
    return page


def count_waiting() -> int:
    """How many people here have never signed in."""
    statement = select(func.count()).select_from(Person).where(*_conditions(PeopleWanted(who="waiting")))
    return db.session.scalar(statement) or 0


class Invitation(NamedTuple):
    """How far somebody has come with signing in."""

    has_signed_in: bool
    sent_on: date | None
    is_valid: bool


def invitation_of(person_id: int) -> Invitation:
    """Whether somebody has set a password, and if not, what became of their invitation."""
    has = db.session.scalars(_signed_in([person_id])).first() is not None
    link = db.session.execute(
        select(AccountLink.made_at, AccountLink.expires_at, AccountLink.used_at)
        .where(AccountLink.person_id == person_id, AccountLink.purpose == Purpose.INVITATION)
        .order_by(AccountLink.id.desc())
        .limit(1)
    ).first()
    if link is None:
        return Invitation(has, None, is_valid=False)
    return Invitation(has, link.made_at.date(), link.used_at is None and link.expires_at > now())


def places(trust: Trust) -> list[Choice]:
    """Where people can be appointed: the trust, then hubs, then open schools, by name."""
    hub_rows = db.session.execute(select(Hub.id, Hub.name).order_by(Hub.name))
    return [
        Choice(trust.id, trust.name),
        *(Choice(row.id, f"{row.name} (hub)") for row in hub_rows),
        *open_schools(),
    ]


def open_schools() -> list[Choice]:
    """The schools that are open, by name."""
    statement = select(School.id, School.name).where(School.status.in_(OPEN)).order_by(School.name)
    return [Choice(*row) for row in db.session.execute(statement)]


def colleagues(*, school_id: int | None = None, but: int | None = None) -> list[Choice]:
    """Everybody who is here (at a school if one is given) but one, by name."""
    statement = select(Person.id, Person.name, Place.name).outerjoin(Place, Place.id == Person.school_id)
    statement = statement.where(Person.left_on.is_(None), Person.id != (but or 0)).order_by(Person.name)
    if school_id is not None:
        statement = statement.where(Person.school_id == school_id)
    rows = db.session.execute(statement)
    return [Choice(person_id, f"{name}, {place}" if place else name) for person_id, name, place in rows]


def _conditions(wanted: PeopleWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Person.left_on.is_not(None) if wanted.who == "left" else Person.left_on.is_(None)
    ]
    if wanted.text:
        like = f"%{wanted.text.replace('%', '').replace('_', '')}%"
        found.append(or_(Person.name.ilike(like), Person.email.ilike(like)))
    if wanted.school_id is not None:
        found.append(Person.school_id == wanted.school_id)
    if wanted.who == "waiting":
        found += [Person.id.not_in(_signed_in()), _has_office()]
    if wanted.who == "without":
        found.append(~_has_office())
    return found


def _has_office() -> ColumnElement[bool]:
    return exists().where(
        Appointment.person_id == Person.id,
        standing(today()),
        Place.id == Appointment.place_id,
        Place.kind.in_(ADMINISTERED),
    )


def _signed_in(people: Iterable[int] | None = None) -> CompoundSelect[int]:
    """Who has chosen a password, or is signed in without one as people of a demonstration are."""
    password, sign_in = select(Credential.person_id), select(SignIn.person_id)
    if people is not None:
        password = password.where(Credential.person_id.in_(people))
        sign_in = sign_in.where(SignIn.person_id.in_(people))
    return password.union(sign_in)


def _holding(role: str) -> dict[int, tuple[str, ...]]:
    """Who holds a role today, by place."""
    statement = (
        select(Appointment.place_id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .join(Place, Place.id == Appointment.place_id)
        .where(
            Appointment.role == role,
            standing(today()),
            Person.left_on.is_(None),
            Place.kind.in_(ADMINISTERED),
        )
        .order_by(Person.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for place_id, name in db.session.execute(statement):
        found[place_id] = (*found.get(place_id, ()), name)
    return found


def _offices(condition: ColumnElement[bool]) -> list[Office]:
    statement = (
        select(
            Appointment.id,
            Person.id,
            Person.name,
            Appointment.role,
            Place.id,
            Place.name,
            Place.kind,
            Appointment.starts_on,
            Appointment.ends_on,
        )
        .join(Person, Person.id == Appointment.person_id)
        .join(Place, Place.id == Appointment.place_id)
        .where(condition, Place.kind.in_(ADMINISTERED))
        .order_by(Appointment.starts_on.desc(), Appointment.id.desc())
    )
    return [Office(*row) for row in db.session.execute(statement)]


def _member_today() -> ColumnElement[bool]:
    ends = HubMembership.ends_on
    return (HubMembership.starts_on <= today()) & or_(ends.is_(None), ends > today())
