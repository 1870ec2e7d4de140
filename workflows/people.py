"""People and their dated appointments: who holds which role, where, and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    bindparam,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.clock import today
from workflows.database import Dated, Model, Scoped, db, text_enum
from workflows.details import InvalidDetails
from workflows.places import Place, School, Trust


class MailPreference(StrEnum):
    """How a person likes their mail; what is asked of them can be gathered, never switched off."""

    INSTANT = "instant"  # everything as it happens
    TURNS = "turns"  # as it becomes their turn; reminders and news in one mail a day
    DIGEST = "digest"  # all of it in one mail a day


ROLE_LABELS = {
    "improvement_lead": "Improvement lead",
    "administrator": "Administrator",
    "coordinator": "Coordinator",
    "head": "Head",
    "senior_leader": "Senior leader",
    "delegate": "Delegate",
    "staff": "Staff",
    "governor": "Governor",
    "requester": "Requester",
    "giver": "Giver",
    "member": "Colleague",
    "owner": "Owner",
    "asker": "Asked for it",
    "mentee": "Mentee",
    "mentor": "Mentor",
    "lead_reviewer": "Lead reviewer",
    "reviewer": "Reviewer",
    "host_colleague": "Colleague of the host school",
    "workshop_leader": "Workshop leader",
    "visitor": "Visitor",
    "companion": "Also visiting",
    "host_contact": "Host",
    "chair": "Chair",
    "group_member": "Member",
    "note_taker": "Takes the minutes",
    "proposer": "Proposed it",
    "planner": "Planner",
    "host": "Host",
    "opener": "Administrator who opened it",
    "subject": "Whose words they are",
    "everybody": "Staff",
    "organiser": "Organiser",
    "asked": "Asked to a date",
}
"""What roles are called unless the trust calls them something else (`Trust.role_labels`)."""


def role_label(trust: Trust, role: str) -> str:
    """What this trust calls a role."""
    return str(trust.role_labels.get(role) or ROLE_LABELS.get(role) or role.replace("_", " ").capitalize())


class Person(Scoped, Model):
    """Somebody who works in, or governs, the trust."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index(None, "trust_id", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: lower case; the name under which they sign in, so unique in the installation
    email: Mapped[str] = mapped_column(String(254), unique=True)
    #: free text such as SENCO or executive head; never used for permission
    job_title: Mapped[str] = mapped_column(default="")
    #: where they are based; none for the central team
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    mail_preference: Mapped[MailPreference] = mapped_column(
        text_enum(MailPreference, "mail_preference"), default=MailPreference.TURNS
    )
    left_on: Mapped[date | None]

    school: Mapped[School | None] = relationship()

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


class Appointment(Scoped, Dated, Model):
    """A person in a role at a place (trust, school, hub or case), from one day to another."""

    __tablename__ = "appointments"
    __table_args__ = (
        # Whole, so that what somebody holds, and who holds what, is read off the index alone.
        Index(None, "place_id", "role", "starts_on", "ends_on", "person_id"),
        Index(None, "person_id", "place_id", "role", "starts_on", "ends_on"),
        Index(
            "uq_appointments_standing",
            "person_id",
            "role",
            "place_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(40))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))

    person: Mapped[Person] = relationship()
    place: Mapped[Place] = relationship()


def standing(on: date) -> ColumnElement[bool]:
    """The condition under which an appointment holds on this day."""
    return (Appointment.starts_on <= on) & or_(Appointment.ends_on.is_(None), Appointment.ends_on > on)


@dataclass(frozen=True)
class Post:
    """A role at a place, whoever holds it."""

    role: str
    place_id: int


@dataclass(frozen=True)
class Holder:
    """A person who holds a post, with what messages to them need."""

    person_id: int
    name: str
    email: str
    school_id: int | None
    mail_preference: MailPreference


# Statements on the tables themselves, built once, because every step of every case asks them. They name the
# person or the places, each of which belongs to one trust, so they cannot reach another's rows.
_APPOINTED: Any = Appointment.__table__
_PEOPLE: Any = Person.__table__
_STANDING = (_APPOINTED.c.starts_on <= bindparam("on")) & or_(
    _APPOINTED.c.ends_on.is_(None), _APPOINTED.c.ends_on > bindparam("on")
)
_POSTS = select(_APPOINTED.c.role, _APPOINTED.c.place_id).where(
    _APPOINTED.c.person_id == bindparam("person_id"), _STANDING
)
_POSTS_AT = _POSTS.where(_APPOINTED.c.place_id.in_(bindparam("places", expanding=True)))
_HOLDERS = (
    select(
        _APPOINTED.c.role,
        _APPOINTED.c.place_id,
        _PEOPLE.c.id,
        _PEOPLE.c.name,
        _PEOPLE.c.email,
        _PEOPLE.c.school_id,
        _PEOPLE.c.mail_preference,
    )
    .join(_PEOPLE, _PEOPLE.c.id == _APPOINTED.c.person_id)
    .where(
        _APPOINTED.c.place_id.in_(bindparam("places", expanding=True)),
        _APPOINTED.c.role.in_(bindparam("roles", expanding=True)),
        _STANDING,
        _PEOPLE.c.left_on.is_(None),
    )
    .order_by(_PEOPLE.c.name, _PEOPLE.c.id)
)


def posts_of(
    person_id: int, on: date | None = None, *, places: Collection[int] | None = None
) -> frozenset[Post]:  # fmt: skip
    """Every post that the person holds on the day (today if none is given), or those at these places."""
    db.session.flush()
    values = {"person_id": person_id, "on": on or today()}
    if places is None:
        rows = db.session.connection().execute(_POSTS, values)
    else:
        rows = db.session.connection().execute(_POSTS_AT, {**values, "places": sorted(places)})
    return frozenset(Post(role, place) for role, place in rows)


def holders(posts: Iterable[Post], on: date | None = None) -> dict[Post, list[Holder]]:
    """Who holds each of these posts on the day; those who have left the trust hold none."""
    found: dict[Post, list[Holder]] = {post: [] for post in posts}
    if not found:
        return found
    places, roles = {post.place_id for post in found}, {post.role for post in found}
    db.session.flush()
    rows = db.session.connection().execute(
        _HOLDERS, {"places": sorted(places), "roles": sorted(roles), "on": on or today()}
    )  # fmt: skip
    for role, place_id, person_id, name, email, school_id, preference in rows:
        holding = found.get(Post(role, place_id))
        if holding is not None:
            holding.append(Holder(person_id, name, email, school_id, preference))
    return found


def holders_called(people: Collection[int]) -> dict[int, Holder]:
    """These people, with what messages to them need, by id and in the order of their names."""
    columns = (Person.id, Person.name, Person.email, Person.school_id, Person.mail_preference)
    found = select(*columns).where(Person.id.in_(people), Person.left_on.is_(None))
    rows = db.session.execute(found.order_by(Person.name, Person.id))
    return {row.id: Holder(*row) for row in rows}


def colleague(person_id: int | None, trust_id: int, *, field: str) -> Person:
    """The person of this id, who works in the trust. Raises InvalidDetails for the field."""
    found = None if person_id is None else db.session.get(Person, person_id)
    if found is None or found.trust_id != trust_id or found.left_on is not None:
        raise InvalidDetails({field: "Choose somebody who works in the trust"})
    return found


def appoint(person: Person, role: str, place_id: int, *, starts_on: date | None = None) -> Appointment:
    """Give a person a role at a place; the same standing appointment is never made twice."""
    start = starts_on or today()
    known = db.session.scalars(
        select(Appointment).where(
            Appointment.person_id == person.id,
            Appointment.role == role,
            Appointment.place_id == place_id,
            Appointment.ends_on.is_(None),
        )
    ).first()
    if known:
        return known
    made = Appointment(
        trust_id=person.trust_id, person_id=person.id, role=role, place_id=place_id, starts_on=start
    )
    db.session.add(made)
    return made


def appoint_all(people: Iterable[Person], role: str, place_id: int) -> None:
    """Give these people a role at a place from today on; whoever holds it already goes on holding it."""
    held = select(Appointment.person_id).where(
        Appointment.role == role, Appointment.place_id == place_id, Appointment.ends_on.is_(None)
    )
    known = set(db.session.scalars(held))
    db.session.add_all(
        Appointment(
            trust_id=person.trust_id, person_id=person.id, role=role, place_id=place_id, starts_on=today()
        )
        for person in {one.id: one for one in people}.values()
        if person.id not in known
    )


def end_appointments(
    place_id: int, *, role: str, person_id: int | None = None, on: date | None = None
) -> Sequence[Appointment]:
    """End a role's standing appointments at a place (one person's, or everybody's) from this day on."""
    day = on or today()
    statement = select(Appointment).where(
        Appointment.place_id == place_id, Appointment.role == role, standing(day)
    )
    if person_id is not None:
        statement = statement.where(Appointment.person_id == person_id)
    ended = db.session.scalars(statement).all()
    for appointment in ended:
        appointment.ends_on = max(day, appointment.starts_on)
    return ended


def take_over(
    heir: Person, role: str, place_id: int, *, already: dict[str, str] | None = None
) -> Sequence[Appointment]:
    """Give a role at a place to one person instead of whoever holds it; gives the appointments that end.

    Raises InvalidDetails with `already` where they hold it; without it, theirs begins anew.
    """
    was = end_appointments(place_id, role=role)
    if already and any(one.person_id == heir.id for one in was):
        raise InvalidDetails(already)
    db.session.flush()  # the database keeps one standing appointment of a kind: the old ones go first
    appoint(heir, role, place_id)
    db.session.flush()
    return was
