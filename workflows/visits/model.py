"""Visits as they are stored: the offer, the visit that comes of it, and what the visitors made of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.library import LibraryEntry
from workflows.people import Person
from workflows.places import School
from workflows.visits.details import Stuck
from workflows.visits.flow import VisitFlow


class Visit(Case):
    """A visit of people of one school to another; or, in the state `offered`, an offer to be visited."""

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint("host_school_id <> visiting_school_id", name="two_schools"),
        CheckConstraint("(visiting_school_id IS NULL) = (visitor_id IS NULL)", name="visitor_has_school"),
        CheckConstraint("visitor_id IS NOT NULL OR host_school_id IS NOT NULL", name="offer_has_school"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="starts_and_ends"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("coming > 0", name="somebody_comes"),
    )

    flow = VisitFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: none of an offer
    visiting_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    #: none while a school is looked for
    host_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    host_contact_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: what it was asked out of: an offer, or an entry of the library
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library_entries.id"))
    purpose: Mapped[str] = mapped_column(default="")
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: in the words of whoever wants or offers it
    when_it_suits: Mapped[str] = mapped_column(default="")
    #: how many people come, the visitor too
    coming: Mapped[int] = mapped_column(default=1)
    #: of an offer: what visitors would see, and until when others may ask
    can_see: Mapped[str] = mapped_column(default="")
    open_until: Mapped[date | None]
    #: how many may come: of an offer in all, of a visit by the host's word
    places: Mapped[int | None]
    #: by the host's word
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    arrive_at: Mapped[str] = mapped_column(default="")
    timetable: Mapped[str] = mapped_column(default="")
    off_limits: Mapped[str] = mapped_column(default="")
    #: when the host confirmed identity and DBS assurance of everybody who comes now
    assured_at: Mapped[datetime | None]
    #: the date in diaries, once it is confirmed
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    learned: Mapped[str] = mapped_column(default="")
    will_try: Mapped[str] = mapped_column(default="")
    would_ask: Mapped[str] = mapped_column(default="")
    reflected_at: Mapped[datetime | None]
    #: since when the host reads the reflection
    shared_at: Mapped[datetime | None]
    #: what is proposed for the library, as `workflows.library.EntryDetails`
    proposed_entry: Mapped[JsonObject | None]
    tried: Mapped[str] = mapped_column(default="")
    next_step: Mapped[str] = mapped_column(default="")
    stuck: Mapped[Stuck | None] = mapped_column(text_enum(Stuck, "stuck"))
    #: when it is looked back at
    act_by: Mapped[date | None]
    #: while paused
    look_again_on: Mapped[date | None]

    visiting_school: Mapped[School | None] = relationship(foreign_keys=[visiting_school_id])
    host_school: Mapped[School | None] = relationship(foreign_keys=[host_school_id])
    visitor: Mapped[Person | None] = relationship(foreign_keys=[visitor_id])
    host_contact: Mapped[Person | None] = relationship(foreign_keys=[host_contact_id])
    library: Mapped[LibraryEntry | None] = relationship(foreign_keys=[library_id])
    entry: Mapped[CalendarEntry | None] = relationship(foreign_keys=[entry_id], viewonly=True)
    focus_areas: Mapped[list[FocusArea]] = relationship(
        secondary="visit_focus_areas", order_by=FocusArea.name, viewonly=True
    )

    __mapper_args__ = {
        "polymorphic_identity": VisitFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def on(self) -> date | None:
        """The day of the visit."""
        return self.starts_at.astimezone(LONDON).date() if self.starts_at else None

    @property
    def is_offer(self) -> bool:
        return self.visitor_id is None


class VisitFocus(Scoped, Model):
    """An area that the visitors want to see something of, or that a school offers to show."""

    __tablename__ = "visit_focus_areas"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)
