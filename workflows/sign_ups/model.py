"""Sign-ups as they are stored: offers, who has a place or waits, who was there, who could not come."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import Model, Scoped, text_enum
from workflows.giving import FocusArea
from workflows.library import LibraryEntry
from workflows.people import Person
from workflows.places import Phase, School
from workflows.sign_ups.details import Kind, Standing, Way

_STANDS: Final = "status = 'place' OR status = 'waiting'"


class Offering(Scoped, Model):
    """Something on the day of a case: the whole of it, a part of its programme, or a stall of quick wins."""

    __tablename__ = "offerings"
    __table_args__ = (
        Index(None, "case_id", "id"),
        Index(
            "uq_offerings_whole",
            "case_id",
            unique=True,
            sqlite_where=text("kind = 'whole'"),
            postgresql_where=text("kind = 'whole'"),
        ),
        CheckConstraint("places > 0", name="has_places"),
        CheckConstraint("places IS NULL OR kind IN ('whole', 'workshop')", name="places_to_sign_up_for"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="starts_and_ends"),
        CheckConstraint("ends > starts", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[Kind] = mapped_column(text_enum(Kind, "kind"))
    title: Mapped[str]
    what: Mapped[str] = mapped_column(default="")
    for_whom: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: within the day of the case, in London; none where it goes on all the time
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    #: none for as many as come
    places: Mapped[int | None]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"))
    phase: Mapped[Phase | None] = mapped_column(text_enum(Phase, "phase"))
    #: of a stall: whose practice it is
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    #: of a stall: what is kept of it in the library
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library_entries.id"))
    #: of the words above: one more whenever they change
    version: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    focus_area: Mapped[FocusArea | None] = relationship()
    school: Mapped[School | None] = relationship()
    library: Mapped[LibraryEntry | None] = relationship(foreign_keys=[library_id], viewonly=True)
    leaders: Mapped[list[Person]] = relationship(
        secondary="offering_leaders", order_by=Person.name, viewonly=True
    )

    def is_beside(self, other: Offering) -> bool:
        """Whether nobody could be at both, because they are on at the same time."""
        if self.starts is None or self.ends is None or other.starts is None or other.ends is None:
            return False
        return self.starts < other.ends and other.starts < self.ends


class OfferingLeader(Scoped, Model):
    """Somebody who leads a workshop, or stands at a stall."""

    __tablename__ = "offering_leaders"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class SignUp(Scoped, Model):
    """Somebody's name on the list of an offering. The order of arrival is the order of the ids."""

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index(
            "uq_sign_ups_standing",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
        Index(None, "offering_id", "status", "id"),
        Index(None, "case_id", "person_id"),
        Index(None, "person_id", "status"),
        CheckConstraint("(status = 'given up') = (ended_at IS NOT NULL)", name="ended_with_its_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: where they worked when they signed up; none for the central team
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    status: Mapped[Standing] = mapped_column(text_enum(Standing, "status"))
    signed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: whether the date came into their diary by this, so that it leaves with their last place
    invited: Mapped[bool] = mapped_column(default=False)

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person] = relationship()


class CheckIn(Scoped, Model):
    """Somebody was there."""

    __tablename__ = "check_ins"
    __table_args__ = (UniqueConstraint("case_id", "person_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: where they worked on the day; none for the central team
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    via: Mapped[Way] = mapped_column(text_enum(Way, "via"))
    at: Mapped[datetime]


class Apology(Scoped, Model):
    """Somebody has said that they cannot come."""

    __tablename__ = "apologies"
    __table_args__ = (UniqueConstraint("case_id", "person_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    #: for whoever keeps the register, and nobody else
    reason: Mapped[str] = mapped_column(default="", deferred=True)
    at: Mapped[datetime]
