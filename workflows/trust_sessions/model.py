"""Trust-wide sessions as they are stored: the day, what was proposed, and the foci."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.ballots import Vote
from workflows.cases import Case
from workflows.clock import LONDON
from workflows.database import Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.people import Person
from workflows.places import School
from workflows.school_calendar import CENTRAL, academic_year_name
from workflows.sign_ups.queries import all_open_schools
from workflows.trust_sessions.flow import TrustSessionFlow


class TermOfYear(StrEnum):
    """The three terms, each with one session."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"


TERMS: Final = tuple(TermOfYear)


class TrustSession(Case):
    """A day on which staff of all schools of the trust learn together."""

    __tablename__ = "trust_sessions"
    __table_args__ = (
        Index(
            "uq_trust_sessions_one_a_term",
            "owner_id",
            "year",
            "term",
            unique=True,
            sqlite_where=text("called_off_at IS NULL"),
            postgresql_where=text("called_off_at IS NULL"),
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("foci_wanted BETWEEN 1 AND 3", name="one_to_three_foci"),
    )

    flow = TrustSessionFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: the trust again, beside the term, so that the database itself refuses a second session
    owner_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"))
    #: the year in which its academic year began
    year: Mapped[int]
    term: Mapped[TermOfYear] = mapped_column(text_enum(TermOfYear, "term"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    foci_wanted: Mapped[int] = mapped_column(default=1)
    #: ids of the schools that propose and vote: those open when it is planned, and again when the vote opens
    electorate: Mapped[list[int]] = mapped_column(JSON, default=list)
    proposals_on: Mapped[date]
    vote_on: Mapped[date]
    vote_closes_on: Mapped[date]
    programme_on: Mapped[date]
    #: whether there were too few days for the usual distances
    squeezed: Mapped[bool] = mapped_column(default=False)
    #: the date in diaries; none while it is postponed
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    #: of a decision by the improvement lead, with or without a tie
    decided_because: Mapped[str] = mapped_column(default="")
    offers_wanted: Mapped[str] = mapped_column(default="")
    learned: Mapped[str] = mapped_column(default="")
    next_time: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default="")
    look_again_on: Mapped[date | None]
    look_back_on: Mapped[date | None]
    called_off_at: Mapped[datetime | None]

    coordinator: Mapped[Person] = relationship(foreign_keys=[coordinator_id])
    entry: Mapped[CalendarEntry | None] = relationship(foreign_keys=[entry_id], viewonly=True)
    proposed: Mapped[list[Proposal]] = relationship(
        order_by="Proposal.id", foreign_keys="Proposal.session_id", viewonly=True
    )
    foci: Mapped[list[SessionFocus]] = relationship(order_by="SessionFocus.position", viewonly=True)
    vote: Mapped[Vote | None] = relationship(
        primaryjoin="TrustSession.id == foreign(Vote.case_id)", uselist=False, viewonly=True
    )

    __mapper_args__ = {
        "polymorphic_identity": TrustSessionFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def on(self) -> date:
        """The day of the session."""
        return self.starts_at.astimezone(LONDON).date()

    @property
    def plan_until(self) -> date:
        """The last day before proposals open."""
        return CENTRAL.add_working_days(self.proposals_on, -1)

    @property
    def propose_until(self) -> date:
        """The last day on which a focus can be proposed."""
        return CENTRAL.add_working_days(self.vote_on, -1)

    @property
    def voting_school_ids(self) -> tuple[int, ...]:
        """The schools that have a vote."""
        return tuple(self.electorate or ())

    @property
    def schools_to_vote_ids(self) -> tuple[int, ...]:
        """Those of them that have not voted yet."""
        voted = {one.school_id for one in self.vote.voters} if self.vote else set()
        return tuple(one for one in self.voting_school_ids if one not in voted)

    @property
    def focus_area_ids(self) -> tuple[int, ...]:
        """The areas of the trust that it is about; foci in own words have none."""
        return tuple(one.focus_area_id for one in self.foci if one.focus_area_id is not None)

    def expected_school_ids(self) -> list[int]:
        """All schools are expected, whether anybody has signed up or not: see `workflows.sign_ups`."""
        return all_open_schools()

    @property
    def year_name(self) -> str:
        return academic_year_name(self.year)


class Proposal(Scoped, Model):
    """A focus that a school proposes."""

    __tablename__ = "session_proposals"
    __table_args__ = (
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("withdrawn_at IS NULL OR merged_into_id IS NULL", name="withdrawn_or_merged"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_because = '')", name="merged_with_a_reason"),
        CheckConstraint("title <> ''", name="has_title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("trust_sessions.id"), index=True)
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"))
    title: Mapped[str]
    why: Mapped[str]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("session_proposals.id"))
    merged_because: Mapped[str] = mapped_column(default="")

    school: Mapped[School] = relationship()
    proposed_by: Mapped[Person] = relationship()
    merged_into: Mapped[Proposal | None] = relationship(remote_side=[id])

    @property
    def stands(self) -> bool:
        """Whether it can be voted for."""
        return self.withdrawn_at is None and self.merged_into_id is None


class SessionFocus(Scoped, Model):
    """What the session is about."""

    __tablename__ = "session_foci"
    __table_args__ = (CheckConstraint("position BETWEEN 1 AND 3", name="one_to_three"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("trust_sessions.id"), index=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("session_proposals.id"))

    focus_area: Mapped[FocusArea | None] = relationship()
