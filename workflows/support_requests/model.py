"""Support requests as they are stored: the request, its offers, plan, success measures and visits."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.people import Person
from workflows.places import School
from workflows.support_requests.details import Impact, Priority, Route, Working
from workflows.support_requests.flow import SupportRequestFlow


class SupportRequest(Case):
    """A request by one school for support from another."""

    __tablename__ = "support_requests"
    __table_args__ = (
        CheckConstraint("giving_school_id <> receiving_school_id", name="two_schools"),
        CheckConstraint(
            "wanted_until IS NULL OR wanted_from IS NULL OR wanted_until >= wanted_from", name="dates"
        ),
        CheckConstraint("giver_id IS NULL OR giving_school_id IS NOT NULL", name="giver_has_school"),
    )

    flow = SupportRequestFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    receiving_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    giving_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    #: the specific need, what should be different for pupils, and the evidence for it
    need: Mapped[str] = mapped_column(default="")
    difference: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    wanted_from: Mapped[date | None]
    wanted_until: Mapped[date | None]
    #: whom to talk to at the receiving school
    contact: Mapped[str] = mapped_column(default="")
    route: Mapped[Route | None] = mapped_column(text_enum(Route, "route"))
    priority: Mapped[Priority | None] = mapped_column(text_enum(Priority, "priority"))
    #: the end of a turn that has a date of its own: next visit record, follow-up
    act_by: Mapped[date | None]
    #: while waiting or paused
    look_again_on: Mapped[date | None]
    worth_it: Mapped[Working | None] = mapped_column(text_enum(Working, "worth_it"))
    #: what governors of the receiving school may read
    summary: Mapped[str] = mapped_column(default="")
    summary_released_at: Mapped[datetime | None]

    receiving_school: Mapped[School] = relationship(foreign_keys=[receiving_school_id])
    giving_school: Mapped[School | None] = relationship(foreign_keys=[giving_school_id])
    giver: Mapped[Person | None] = relationship(foreign_keys=[giver_id])
    focus_area: Mapped[FocusArea | None] = relationship()
    plan: Mapped[SupportPlan | None] = relationship(back_populates="request", uselist=False)
    offers: Mapped[list[Offer]] = relationship(back_populates="request", order_by="Offer.id")
    measures: Mapped[list[SuccessMeasure]] = relationship(
        order_by="SuccessMeasure.position", cascade="all, delete-orphan"
    )
    visits: Mapped[list[SupportVisit]] = relationship(order_by="SupportVisit.on, SupportVisit.id")

    __mapper_args__ = {"polymorphic_identity": SupportRequestFlow.slug, "polymorphic_load": "inline"}

    @property
    def waiting_visits(self) -> list[SupportVisit]:
        """Visits that are agreed and neither recorded nor off, earliest first."""
        return [visit for visit in self.visits if visit.is_waiting]

    @property
    def days_used(self) -> float:
        """Days of recorded visits."""
        return sum(visit.days for visit in self.visits if visit.recorded_at)


class OfferAnswer(StrEnum):
    WAITING = "waiting"
    RELEASED = "released"
    DECLINED = "declined"
    MOVED_ON = "moved on"


class Offer(Scoped, Model):
    """A school that was asked to give, and what it said."""

    __tablename__ = "support_offers"
    __table_args__ = (CheckConstraint("(answer = 'waiting') = (answered_at IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_requests.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    #: whom the coordinator had in mind
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    days: Mapped[float]
    message: Mapped[str] = mapped_column(default="")
    offered_at: Mapped[datetime]
    answer: Mapped[OfferAnswer] = mapped_column(text_enum(OfferAnswer, "answer"), default=OfferAnswer.WAITING)
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    request: Mapped[SupportRequest] = relationship(back_populates="offers")
    school: Mapped[School] = relationship()
    person: Mapped[Person | None] = relationship()


class SupportPlan(Scoped, Model):
    """What both heads and the giver agree to."""

    __tablename__ = "support_plans"
    __table_args__ = (CheckConstraint("ends_on >= first_contact_on", name="dates_in_order"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("support_requests.id"), primary_key=True)
    focus: Mapped[str]
    days: Mapped[float]
    frequency: Mapped[str]
    cost: Mapped[str] = mapped_column(default="")
    exit_plan: Mapped[str]
    first_contact_on: Mapped[date]
    ends_on: Mapped[date]
    #: when the last of them signed

    request: Mapped[SupportRequest] = relationship(back_populates="plan")


class SuccessMeasure(Scoped, Model):
    """One way in which they will know that it worked, and in the end whether it did."""

    __tablename__ = "success_measures"
    __table_args__ = (Index(None, "request_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_requests.id"))
    position: Mapped[int]
    text: Mapped[str]
    impact: Mapped[Impact | None] = mapped_column(text_enum(Impact, "impact"))
    evidence: Mapped[str] = mapped_column(default="")


class SupportVisit(Scoped, Model):
    """A day of support: planned, then recorded or called off."""

    __tablename__ = "support_visits"
    __table_args__ = (
        Index(None, "request_id", "on"),
        Index(
            "ix_support_visits_coming",
            "on",
            "id",
            sqlite_where=text("recorded_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("recorded_at IS NULL AND cancelled_at IS NULL"),
        ),
        CheckConstraint("recorded_at IS NULL OR cancelled_at IS NULL", name="recorded_or_off"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_requests.id"))
    on: Mapped[date]
    days: Mapped[float]
    purpose: Mapped[str] = mapped_column(default="")
    #: where it stands in people's diaries; none for one that was recorded without being planned
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"), unique=True)
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    what_happened: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]

    request: Mapped[SupportRequest] = relationship(overlaps="visits")
    recorded_by: Mapped[Person | None] = relationship()
    entry: Mapped[CalendarEntry | None] = relationship()

    @property
    def is_waiting(self) -> bool:
        return self.recorded_at is None and self.cancelled_at is None
