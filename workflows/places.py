"""Trusts, schools and hubs: everywhere that a person can be appointed to a role."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.database import Dated, JsonObject, Model, Scoped, db, text_enum


class PlaceKind(StrEnum):
    TRUST = "trust"
    SCHOOL = "school"
    HUB = "hub"
    CASE = "case"


class Place(Scoped, Model):
    """Anything that appointments and turns can point at, so that one indexed join answers for all of them."""

    __tablename__ = "places"
    __table_args__: Any = (
        # A trust's own row points at itself, which it can only do once it is there.
        CheckConstraint("trust_id IS NOT NULL OR kind = 'trust'", name="has_trust"),
        Index(None, "trust_id", "kind", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id", use_alter=True), nullable=True)
    kind: Mapped[PlaceKind] = mapped_column(text_enum(PlaceKind, "kind"))
    name: Mapped[str]

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": PlaceKind.CASE}


def default_ladder() -> list[JsonObject]:
    """The reminder ladder of domain words: two working days before, on the day, three after, eight after."""
    return [
        {"days": -10, "longer_than": 15, "copy": []},
        {"days": -2, "longer_than": 0, "copy": []},
        {"days": 0, "longer_than": 0, "copy": []},
        {"days": 3, "longer_than": 0, "copy": ["coordinator"]},
        {"days": 8, "longer_than": 0, "copy": ["coordinator", "improvement_lead"]},
    ]


class Trust(Place):
    """A multi-academy trust: one legal entity, one data controller, one tenant."""

    __tablename__ = "trusts"
    __table_args__ = (CheckConstraint("participation_target BETWEEN 1 AND 100", name="target_is_per_cent"),)

    id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    brand_colour: Mapped[str] = mapped_column(String(7), default="#0f5c4d")
    role_labels: Mapped[JsonObject] = mapped_column(default=dict)
    #: rungs of `workflows.reminders.Rung`, as the trust has edited them
    ladder: Mapped[list[JsonObject]] = mapped_column(default=default_ladder)
    giving_days: Mapped[float] = mapped_column(default=15)
    #: per cent of the schools expected at a session that the trust wants to see there
    participation_target: Mapped[int] = mapped_column(default=90)
    #: days before a date on which people are reminded of it, by kind of case; "*" is every other kind
    date_reminders: Mapped[JsonObject] = mapped_column(default=dict)
    #: one more with each change that somebody's calendar could show
    diary_version: Mapped[int] = mapped_column(default=0)
    #: new with each change of term dates, so that calendars can be kept in memory
    calendar_version: Mapped[str] = mapped_column(String(32), default=lambda: uuid4().hex)

    __mapper_args__ = {
        "polymorphic_identity": PlaceKind.TRUST,
        "inherit_condition": id == Place.id,
    }


class SchoolStatus(StrEnum):
    """The register's own words (GIAS, EstablishmentStatus)."""

    OPEN = "Open"
    CLOSING = "Open, but proposed to close"
    PROPOSED = "Proposed to open"
    CLOSED = "Closed"


OPEN: Final = (SchoolStatus.OPEN, SchoolStatus.CLOSING)
"""What a school that has pupils can be."""


class Phase(StrEnum):
    """The register's own words (GIAS, PhaseOfEducation)."""

    NURSERY = "Nursery"
    PRIMARY = "Primary"
    MIDDLE_PRIMARY = "Middle deemed primary"
    SECONDARY = "Secondary"
    MIDDLE_SECONDARY = "Middle deemed secondary"
    SIXTEEN_PLUS = "16 plus"
    ALL_THROUGH = "All-through"
    NOT_APPLICABLE = "Not applicable"


class School(Place):
    """An academy, keyed within its trust on URN; a conversion makes a new URN and so a new school."""

    __tablename__ = "schools"
    __table_args__ = (
        UniqueConstraint("owner_id", "urn"),
        CheckConstraint("length(urn) = 6", name="urn_has_six_digits"),
        CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="dates_in_order"
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    #: the trust again, beside the URN, so that the database itself refuses a second row
    owner_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"))
    urn: Mapped[str] = mapped_column(String(6))
    la_code: Mapped[str] = mapped_column(String(3), default="")
    la_name: Mapped[str] = mapped_column(default="")
    establishment_number: Mapped[str] = mapped_column(String(4), default="")
    ukprn: Mapped[str] = mapped_column(String(8), default="")
    type_name: Mapped[str] = mapped_column(default="")
    status: Mapped[SchoolStatus] = mapped_column(text_enum(SchoolStatus, "status"), default=SchoolStatus.OPEN)
    phase: Mapped[Phase] = mapped_column(text_enum(Phase, "phase"), default=Phase.NOT_APPLICABLE)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    low_age: Mapped[int | None]
    high_age: Mapped[int | None]
    religious_character: Mapped[str] = mapped_column(default="")
    diocese: Mapped[str] = mapped_column(default="")
    pupils: Mapped[int | None]
    #: street, locality, address 3, town, county, one a line
    address: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    #: metres on the British National Grid (OSGB36)
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    website: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    #: as the register names them; the person who can act is the appointed head
    registered_head: Mapped[str] = mapped_column(default="")
    registered_trust: Mapped[str] = mapped_column(default="")
    working_on: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {
        "polymorphic_identity": PlaceKind.SCHOOL,
        "inherit_condition": id == Place.id,
    }

    @property
    def laestab(self) -> str:
        """Local authority and establishment number, as the register writes them: 123/4567."""
        return f"{self.la_code}/{self.establishment_number}" if self.la_code else ""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Hub(Place):
    """A standing group of schools with a coordinator."""

    __tablename__ = "hubs"

    id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {
        "polymorphic_identity": PlaceKind.HUB,
        "inherit_condition": id == Place.id,
    }


class HubMembership(Scoped, Dated, Model):
    """A school in a hub, from one day to another."""

    __tablename__ = "hub_memberships"
    __table_args__ = (
        UniqueConstraint("hub_id", "school_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)

    hub: Mapped[Hub] = relationship()
    school: Mapped[School] = relationship()


def found_trust(name: str, slug: str) -> Trust:
    """A new trust, itself the first row that belongs to it."""
    trust = Trust(name=name, slug=slug)
    db.session.add(trust)
    db.session.flush()
    trust.trust_id = trust.id
    db.session.flush()
    return trust


def schools_of_hub(hub_id: int, on: date) -> list[School]:
    """The schools that are members of the hub on this day, by name."""
    statement = (
        select(School)
        .join(HubMembership, HubMembership.school_id == School.id)
        .where(
            HubMembership.hub_id == hub_id,
            HubMembership.starts_on <= on,
            or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > on),
        )
        .order_by(School.name)
    )
    return list(db.session.scalars(statement))
