"""People: who they are, where they are based, the roles they are appointed to, and the days they may give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from workflows import accounts
from workflows.administration.changes import Changes, change, plain, too_long
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.details import days as days_of
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.giving import Allowance
from workflows.people import Appointment, Person, appoint, end_appointments, standing
from workflows.places import Place, PlaceKind, School

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

ROLES_AT: Final = {
    PlaceKind.TRUST: ("improvement_lead", "administrator", "coordinator"),
    PlaceKind.HUB: ("coordinator",),
    PlaceKind.SCHOOL: ("head", "senior_leader", "delegate", "staff", "governor"),
}
"""The roles that people are appointed to, by the kind of place; parts on a case are given on the case."""

HELD_BY_ONE: Final = {("head", PlaceKind.SCHOOL), ("coordinator", PlaceKind.HUB)}
"""Roles that a newcomer may take over from whoever holds them."""


@dataclass(frozen=True, kw_only=True)
class PersonDetails(Details):
    name: str = required("Enter their name")
    email: str = required("Enter their email address")
    job_title: str = ""
    school_id: int | None = None

    def problems(self) -> dict[str, str]:
        found = too_long("name", self.name) | too_long("job_title", self.job_title)
        if len(self.email) > 254 or not _EMAIL.fullmatch(self.email):
            found["email"] = "Enter an email address, such as name@school.org.uk"
        return found


@dataclass(frozen=True, kw_only=True)
class AppointmentDetails(Details):
    """A role at a place, from one day until another on which it no longer holds."""

    role: str = required("Choose the role")
    place_id: int = required("Choose where")
    starts_on: date = required("Enter the day from which this holds")
    ends_on: date | None = None
    takes_over: bool = False

    def problems(self) -> dict[str, str]:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            return {"ends_on": "It has to end after it begins"}
        return {}


@dataclass(frozen=True, kw_only=True)
class FirstRole:
    """What somebody new is appointed to beside being staff of their school, and whether they are invited."""

    role: str = ""
    #: where; their own school or the trust if nothing is said
    place_id: int | None = None
    is_invited: bool = True


@dataclass(frozen=True, kw_only=True)
class EndDetails(Details):
    """The first day on which an appointment no longer holds."""

    ends_on: date = required("Enter the day on which it ends")


@dataclass(frozen=True, kw_only=True)
class AllowanceDetails(Details):
    """The days that a person may give in an academic year, given by the year in which it begins."""

    year: int
    days: float = days_of("Enter a number of days in halves, from 0 to 200", least=0, most=200)


def add_person(details: PersonDetails, actor: Person) -> Person:
    """Somebody new. Raises InvalidDetails where the address is somebody's already."""
    person = Person(trust_id=actor.trust_id, name=details.name, email=details.email.lower())
    person.job_title, person.school_id = details.job_title, _school_id(details.school_id)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise InvalidDetails({"email": _whose(details.email)}) from None
    if person.school_id is not None:
        appoint(person, "staff", person.school_id)
    record(person.trust_id, "person_added", actor, person_id=person.id)
    return person


def welcome(details: PersonDetails, first: FirstRole, actor: Person) -> Person:
    """Add somebody with a role, and invite them. Raises InvalidDetails."""
    if details.school_id is None and not first.role:
        raise InvalidDetails(
            {"role": "Choose a role, or the school they are based at: without either they cannot sign in"}
        )
    person = add_person(details, actor)
    if first.role and (first.role, first.place_id or details.school_id) != ("staff", details.school_id):
        place_id = first.place_id or _usual_place(first.role, person)
        appoint_to(person, AppointmentDetails(role=first.role, place_id=place_id, starts_on=today()), actor)
    if first.is_invited:
        db.session.flush()
        invite_person(person, actor)
    return person


def invite_person(person: Person, actor: Person) -> None:
    """Send somebody a link for their first sign-in; an earlier one no longer counts.

    Raises NotYet for those who could not sign in with it.
    """
    if not accounts.may_enter(person):
        raise NotYet(f"{person.name} has no role at present, so they could not sign in. Appoint them first.")
    accounts.invite(person, actor)
    record(person.trust_id, "person_invited", actor, person_id=person.id)


def person_with(email: str) -> Person:
    """The person of this trust with an address; raises NoResultFound."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one()


def edit_person(person: Person, details: PersonDetails, actor: Person) -> Changes:
    """Correct who somebody is and where they are based; gives what changed.

    Whoever moves to another school is no longer staff at the one before; other roles there stay until ended.
    Links that were sent to an address before no longer count.
    """
    wanted = {
        "name": details.name,
        "email": details.email.lower(),
        "job_title": details.job_title,
        "school_id": _school_id(details.school_id),
    }
    try:
        with db.session.begin_nested():
            changed = change(person, wanted)
    except IntegrityError:
        raise InvalidDetails({"email": _whose(details.email)}) from None
    if "school_id" in changed:
        _move(person, changed["school_id"][0])
    if "email" in changed:
        accounts.end_links(person)  # whoever reads the address before must not choose the password
    if changed:
        record(person.trust_id, "person_edited", actor, person_id=person.id, changed=changed)
    return changed


def bring_back(person: Person, actor: Person) -> None:
    """Somebody who had left is here again, with no other role than staff of their school."""
    if person.left_on is None:
        return
    changed = change(person, {"left_on": None})
    if person.school_id is not None:
        appoint(person, "staff", person.school_id)
    record(person.trust_id, "person_back", actor, person_id=person.id, changed=changed)


def appoint_to(person: Person, details: AppointmentDetails, actor: Person) -> Appointment:
    """Appoint somebody to a role at the trust, a hub or a school.

    Raises InvalidDetails where the place knows no such role, or they hold it on any of those days.
    """
    if person.left_on is not None:
        raise NotYet(f"{person.name} has left. Bring them back first.")
    hold(details.place_id)
    place = _place_for(details)
    _refuse_overlap(person, details, place)
    if details.takes_over:
        _end_others(person, details, place)
    made = Appointment(
        trust_id=person.trust_id,
        person_id=person.id,
        role=details.role,
        place_id=place.id,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
    )
    db.session.add(made)
    _record_appointment(made, "appointed", actor)
    return made


def end_appointment(appointment: Appointment, details: EndDetails, actor: Person) -> None:
    """End an appointment on a day; today takes the access away at once.

    Raises NotYet for the last administrator, for being staff where the person is based, and for what is over.
    """
    if appointment.ends_on is not None and appointment.ends_on <= today():
        raise NotYet("This appointment has ended already. Appoint them anew.")
    if appointment.role == "staff" and appointment.person.school_id == appointment.place_id:
        raise NotYet(
            f"{appointment.person.name} is based at this school. Change that first, or let them leave."
        )
    if appointment.role == "administrator":
        keep_an_administrator(appointment.trust_id, without={appointment.person_id})
    appointment.ends_on = max(details.ends_on, today(), appointment.starts_on)
    _record_appointment(appointment, "appointment_ended", actor)


def keep_an_administrator(trust_id: int, without: set[int]) -> None:
    """Raises NotYet unless somebody else is administrator of the trust, and until further notice."""
    hold(trust_id)
    others = (
        select(Appointment.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role == "administrator",
            Appointment.place_id == trust_id,
            Appointment.starts_on <= today(),
            Appointment.ends_on.is_(None),
            Appointment.person_id.not_in(without),
            Person.left_on.is_(None),
        )
    )
    if db.session.scalars(others.limit(1)).first() is None:
        raise NotYet(
            "This is the last administrator. Appoint another one first, from today on and with no end date."
        )


def set_allowance(person: Person, details: AllowanceDetails, actor: Person) -> None:
    """Let a person give another number of days in a year than is usual in the trust."""
    allowance = _allowance(person.id, details.year)
    if allowance is None:
        allowance = Allowance(trust_id=person.trust_id, person_id=person.id, year=details.year, days=-1)
    changed = change(allowance, {"days": details.days})
    if changed:
        db.session.add(allowance)
        _record_allowance(person, details.year, details.days, actor)


def clear_allowance(person: Person, year: int, actor: Person) -> None:
    """Let the trust's usual number of days hold for this person again."""
    if _allowance(person.id, year) is not None:
        db.session.execute(delete(Allowance).where(Allowance.person_id == person.id, Allowance.year == year))
        _record_allowance(person, year, None, actor)


def _allowance(person_id: int, year: int) -> Allowance | None:
    statement = select(Allowance).where(Allowance.person_id == person_id, Allowance.year == year)
    return db.session.scalars(statement).first()


def _record_allowance(person: Person, year: int, days: float | None, actor: Person) -> None:
    record(person.trust_id, "allowance_changed", actor, person_id=person.id, year=year, days=days)


def _record_appointment(appointment: Appointment, kind: str, actor: Person) -> None:
    record(
        appointment.place_id,
        kind,
        actor,
        person_id=appointment.person_id,
        role=appointment.role,
        starts_on=plain(appointment.starts_on),
        ends_on=plain(appointment.ends_on),
    )


def _usual_place(role: str, person: Person) -> int:
    if role in ROLES_AT[PlaceKind.SCHOOL]:
        if person.school_id is None:
            raise InvalidDetails({"place_id": "Choose the school at which they have this role"})
        return person.school_id
    return person.trust_id


def _whose(email: str) -> str:
    """Why an address cannot be taken, as far as this trust may know."""
    known = db.session.execute(
        select(Person.name, Person.left_on).where(Person.email == email.lower())
    ).first()
    if known is None:
        return "Somebody else signs in with this address; use another one"
    if known.left_on is not None:
        return f"This is the address of {known.name}, who has left. Open their page to bring them back"
    return f"{known.name} has this address already"


def _school_id(school_id: int | None) -> int | None:
    if school_id is not None and db.session.get(School, school_id) is None:
        raise InvalidDetails({"school_id": "Choose a school of the trust"})
    return school_id


def _move(person: Person, old_school_id: int | None) -> None:
    if old_school_id is not None:
        end_appointments(old_school_id, role="staff", person_id=person.id)
    if person.school_id is not None and person.left_on is None:
        appoint(person, "staff", person.school_id)


def _place_for(details: AppointmentDetails) -> Place:
    place = db.session.get(Place, details.place_id)
    if place is None or place.kind not in ROLES_AT:
        raise InvalidDetails({"place_id": "Choose the trust, a hub or a school"})
    if details.role not in ROLES_AT[place.kind]:
        raise InvalidDetails({"place_id": f"This role is held at {_where(details.role)}: choose one"})
    if details.takes_over and (details.role, place.kind) not in HELD_BY_ONE:
        raise InvalidDetails({"takes_over": "Only a head or a hub's coordinator takes over from another"})
    return place


def _where(role: str) -> str:
    words = {PlaceKind.TRUST: "the trust", PlaceKind.HUB: "a hub", PlaceKind.SCHOOL: "a school"}
    return " or ".join(words[kind] for kind, roles in ROLES_AT.items() if role in roles) or "a case"


def _refuse_overlap(person: Person, details: AppointmentDetails, place: Place) -> None:
    statement = select(Appointment.id).where(
        Appointment.person_id == person.id,
        Appointment.role == details.role,
        Appointment.place_id == place.id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > details.starts_on),
    )
    if details.ends_on is not None:
        statement = statement.where(Appointment.starts_on < details.ends_on)
    if db.session.scalars(statement).first() is not None:
        raise InvalidDetails(
            {"starts_on": f"{person.name} holds this role at {place.name} already for some of those days"}
        )


def _end_others(person: Person, details: AppointmentDetails, place: Place) -> None:
    day = max(details.starts_on, today())
    others = select(Appointment).where(
        Appointment.place_id == place.id,
        Appointment.role == details.role,
        Appointment.person_id != person.id,
        standing(day),
    )
    for appointment in db.session.scalars(others):
        appointment.ends_on = day
