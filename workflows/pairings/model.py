"""Pairings as they are stored. What the two write for each other alone is in columns called `sealed`."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.pairings.details import Frequency, Mode, Way
from workflows.pairings.flow import PairingFlow
from workflows.people import Person
from workflows.places import School


class MentorProfile(Scoped, Model):
    """That somebody offers to be a mentor: how many people at a time, and when they are free."""

    __tablename__ = "mentor_profiles"
    __table_args__ = (CheckConstraint("cap BETWEEN 1 AND 20", name="cap_in_reach"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: how many pairings at a time
    cap: Mapped[int] = mapped_column(default=1)
    #: weekdays on which they could meet, Monday is 0
    free_on: Mapped[list[int]] = mapped_column(JSON)
    #: what mentees may read of them before they choose
    about: Mapped[str] = mapped_column(default="")
    #: no longer taking anybody on; those they have stay
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship()


class Pairing(Case):
    """Two people, one of whom helps the other to get better at their work."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        CheckConstraint("mentor_id IS NOT NULL OR mentor_school_id IS NULL", name="mentor_has_school"),
    )

    flow = PairingFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    mentee_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    mentor_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    mode: Mapped[Mode] = mapped_column(text_enum(Mode, "mode"), default=Mode.MENTORING)
    #: what the mentee asked for: read by coordinators and by whoever is asked to be the mentor
    hopes: Mapped[str] = mapped_column(default="")
    free_on: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: when the present turn of the active state ends, and what it asks
    act_by: Mapped[date | None]
    next_ask: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    #: while paused
    look_again_on: Mapped[date | None]

    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id])
    mentor: Mapped[Person | None] = relationship(foreign_keys=[mentor_id])
    mentee_school: Mapped[School | None] = relationship(foreign_keys=[mentee_school_id])
    mentor_school: Mapped[School | None] = relationship(foreign_keys=[mentor_school_id])
    focus_areas: Mapped[list[FocusArea]] = relationship(
        secondary="pairing_focus_areas", order_by=FocusArea.name, viewonly=True
    )
    contract: Mapped[PairingContract | None] = relationship(
        back_populates="pairing", uselist=False, cascade="all, delete-orphan"
    )
    goals: Mapped[list[PairingGoal]] = relationship(order_by="PairingGoal.position, PairingGoal.id")
    sessions: Mapped[list[PairingSession]] = relationship(
        order_by="PairingSession.on, PairingSession.id", back_populates="pairing"
    )
    steps: Mapped[list[ActionStep]] = relationship(order_by="ActionStep.id")

    __mapper_args__ = {"polymorphic_identity": PairingFlow.slug, "polymorphic_load": "inline"}

    @property
    def planned(self) -> list[PairingSession]:
        """Sessions that are agreed and of which nobody has said yet what became of them, earliest first."""
        return [one for one in self.with_this_mentor if one.status is SessionStatus.PLANNED]

    @property
    def held(self) -> list[PairingSession]:
        """Sessions that took place with the present mentor, earliest first."""
        return [one for one in self.with_this_mentor if one.status is SessionStatus.HELD]

    @property
    def with_this_mentor(self) -> list[PairingSession]:
        """Sessions with the present mentor, whatever became of them, earliest first."""
        return [one for one in self.sessions if one.mentor_id == self.mentor_id]


class PairingFocus(Scoped, Model):
    """An area in which the mentee wants to get better."""

    __tablename__ = "pairing_focus_areas"

    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)


class PairingContract(Scoped, Model):
    """What the two have agreed; signed by both, it holds."""

    __tablename__ = "pairing_contracts"
    __table_args__ = (CheckConstraint("ends_on >= review_on", name="dates_in_order"),)

    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    frequency: Mapped[Frequency] = mapped_column(text_enum(Frequency, "frequency"))
    minutes: Mapped[int]
    way: Mapped[Way] = mapped_column(text_enum(Way, "way"))
    #: of the mentor's giving days in a year
    days: Mapped[float]
    review_on: Mapped[date]
    ends_on: Mapped[date]
    #: when the last of them signed; sessions before it belong elsewhere
    signed_on: Mapped[date | None]
    #: what stays between them, and what cannot
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    pairing: Mapped[Pairing] = relationship(back_populates="contract")


class PairingGoal(Scoped, Model):
    """What the mentee wants to reach; it stays theirs, whoever the mentor is."""

    __tablename__ = "pairing_goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    position: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: no longer among the contract's goals
    ended_on: Mapped[date | None]

    ratings: Mapped[list[GoalRating]] = relationship(order_by="GoalRating.at, GoalRating.id")


class GoalRating(Scoped, Model):
    """How far a goal had been reached on a day: 0 not begun, 10 reached."""

    __tablename__ = "goal_ratings"
    __table_args__ = (CheckConstraint("rating BETWEEN 0 AND 10", name="on_the_scale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("pairing_goals.id"), index=True)
    rating: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class SessionStatus(StrEnum):
    """What became of a session."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "did not happen"
    OFF = "called off"


class PairingSession(Scoped, Model):
    """A time at which the two meet, or have met."""

    __tablename__ = "pairing_sessions"
    __table_args__ = (
        Index(None, "pairing_id", "on"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="lasts"),
        CheckConstraint("(status = 'planned') = (settled_at IS NULL)", name="settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    #: whom it was with: what was written of it stays with the mentee and with this mentor
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    on: Mapped[date]
    #: known once it is logged
    minutes: Mapped[int | None]
    way: Mapped[Way | None] = mapped_column(text_enum(Way, "way"))
    mode: Mapped[Mode] = mapped_column(text_enum(Mode, "mode"))
    status: Mapped[SessionStatus] = mapped_column(
        text_enum(SessionStatus, "status"), default=SessionStatus.PLANNED
    )
    #: where it stands in their diaries; none for one that was logged without being planned
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"), unique=True)
    settled_at: Mapped[datetime | None]

    pairing: Mapped[Pairing] = relationship(back_populates="sessions")
    entry: Mapped[CalendarEntry | None] = relationship()
    logs: Mapped[list[SessionNote]] = relationship(back_populates="session", order_by="SessionNote.id")


class SessionNote(Scoped, Model):
    """What one of the two wrote of a session: an entry of the log. Several may be written of the same one."""

    __tablename__ = "session_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("pairing_sessions.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    mode: Mapped[Mode] = mapped_column(text_enum(Mode, "mode"))
    #: the fields of its mode, by name
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    session: Mapped[PairingSession] = relationship(back_populates="logs")
    author: Mapped[Person] = relationship()


class ActionStep(Scoped, Model):
    """What the mentee will do until the next session; it comes up again there until it is done."""

    __tablename__ = "action_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("pairing_sessions.id"))
    agreed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    session: Mapped[PairingSession] = relationship()


class PairingReview(Scoped, Model):
    """A look back, once a term; agreed by both, it is held."""

    __tablename__ = "pairing_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    next_review_on: Mapped[date]
    ends_on: Mapped[date]
    #: how far each goal has been reached, by its number; counted once both agree
    ratings: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    held_on: Mapped[date | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PairingReflection(Scoped, Model):
    """What one of the two has learned, in their own words; the other reads it only if it is shared."""

    __tablename__ = "pairing_reflections"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    is_shared: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    author: Mapped[Person] = relationship()


class Share(Scoped, Model):
    """One entry of the log that the mentee shows to one person, until they stop."""

    __tablename__ = "shared_notes"
    __table_args__ = (
        Index(
            "uq_shared_notes_standing",
            "note_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("session_notes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    shared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    note: Mapped[SessionNote] = relationship()
    person: Mapped[Person] = relationship()


class MatchDraft(Scoped, Model):
    """A whole-trust match that a coordinator is working on: what they have pinned and forbidden.

    Who goes with whom is worked out anew from the people as they are now, and so is never out of date.
    """

    __tablename__ = "match_drafts"
    __table_args__ = (UniqueConstraint("trust_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: counts up in each trust
    number: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    #: pairs of a pairing's id and a mentor's id
    pinned: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    forbidden: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=0)
    #: what was done to it, oldest first: the version that came of it, by whom, what, and with whom
    changes: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)
    #: from then on `pinned` is what was proposed
    proposed_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship()
