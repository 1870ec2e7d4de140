"""Peer reviews as they are stored: team and days, self-review, questions, timetable, evidence, report."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.peer_reviews.details import (
    CommentOutcome,
    Difference,
    Judgement,
    Section,
    ThemeKind,
)
from workflows.peer_reviews.entries import EvidenceKind
from workflows.peer_reviews.flow import PeerReviewFlow
from workflows.people import Person
from workflows.places import School


class ReviewTraining(Scoped, Model):
    """That somebody is trained to review, or to lead a review."""

    __tablename__ = "review_trainings"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    can_lead: Mapped[bool] = mapped_column(default=False)
    #: in an academic year
    most_reviews: Mapped[int] = mapped_column(default=2)
    trained_on: Mapped[date]
    #: no longer asked to review
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship()


class SelfReviewPrompt(Scoped, Model):
    """A question of the trust's self-review; what was asked in a review stays there as it was."""

    __tablename__ = "self_review_prompts"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    text: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    retired_on: Mapped[date | None]


class PeerReview(Case):
    """A review of one school by colleagues of others."""

    __tablename__ = "peer_reviews"
    __table_args__ = (CheckConstraint("visit_ends_on >= visit_starts_on", name="days_in_order"),)

    flow = PeerReviewFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    host_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    #: the round of the year that it was planned in
    round_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    required_by_trust: Mapped[bool] = mapped_column(default=False)
    with_estimates: Mapped[bool] = mapped_column(default=False)
    visit_starts_on: Mapped[date] = mapped_column(index=True)
    visit_ends_on: Mapped[date]
    self_review_due_on: Mapped[date | None]
    scope_due_on: Mapped[date | None]
    ready_by: Mapped[date | None]
    report_due_on: Mapped[date | None]
    impact_due_on: Mapped[date | None]
    #: while postponed
    look_again_on: Mapped[date | None]
    #: why the trust has others read a report that it requires
    readers_note: Mapped[str] = mapped_column(default="")
    readers_declared_at: Mapped[datetime | None]
    scope_note: Mapped[str] = mapped_column(default="")
    feedback_on: Mapped[date | None]
    feedback_to: Mapped[str] = mapped_column(default="")
    feedback: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    #: when the evidence log ends, and when it did
    evidence_until: Mapped[date | None]
    evidence_deleted_at: Mapped[datetime | None]
    #: when the clock last looked whether team and days are right still
    looked_at: Mapped[datetime | None]
    workshop_entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    workshop_on: Mapped[date | None]
    workshop_said: Mapped[str] = mapped_column(default="")
    impact_next: Mapped[str] = mapped_column(default="")
    lead_view: Mapped[str] = mapped_column(default="")

    host_school: Mapped[School] = relationship(foreign_keys=[host_school_id])
    #: set by its id: a date is of a case already, and each would wait to be stored after the other
    workshop_entry: Mapped[CalendarEntry | None] = relationship(
        foreign_keys=[workshop_entry_id], viewonly=True
    )
    days: Mapped[list[ReviewDay]] = relationship(order_by="ReviewDay.on", cascade="all, delete-orphan")
    foci: Mapped[list[ReviewFocus]] = relationship(order_by="ReviewFocus.position")
    answers: Mapped[list[SelfReviewAnswer]] = relationship(order_by="SelfReviewAnswer.position")
    questions: Mapped[list[EnquiryQuestion]] = relationship(order_by="EnquiryQuestion.position")
    activities: Mapped[list[ReviewActivity]] = relationship(
        order_by="ReviewActivity.on, ReviewActivity.starts, ReviewActivity.id"
    )
    sections: Mapped[list[ReportSection]] = relationship(order_by="ReportSection.id")
    comments: Mapped[list[FactualComment]] = relationship(order_by="FactualComment.id")
    versions: Mapped[list[ReportVersion]] = relationship(order_by="ReportVersion.number")
    report_readers: Mapped[list[ReportReader]] = relationship(order_by="ReportReader.id")
    themes: Mapped[list[ReportTheme]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {
        "polymorphic_identity": PeerReviewFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def visit_days(self) -> list[date]:
        """The days on which the team is in the school, earliest first."""
        return [day.on for day in self.days]


class ReviewDay(Scoped, Model):
    """A day of the visit, and where it stands in people's diaries."""

    __tablename__ = "review_days"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    #: none while there is no team
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"), unique=True)

    entry: Mapped[CalendarEntry | None] = relationship()


class ReviewFocus(Scoped, Model):
    """What a review is about: the host's own judgement, the peers' estimate, and what has changed since."""

    __tablename__ = "review_foci"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)
    position: Mapped[int]
    judgement: Mapped[Judgement | None] = mapped_column(text_enum(Judgement, "judgement"))
    evidence: Mapped[str] = mapped_column(default="")
    estimate: Mapped[Judgement | None] = mapped_column(text_enum(Judgement, "estimate"))
    estimated_because: Mapped[str] = mapped_column(default="")
    difference: Mapped[Difference | None] = mapped_column(text_enum(Difference, "difference"))
    impact_evidence: Mapped[str] = mapped_column(default="")

    focus_area: Mapped[FocusArea] = relationship()


class SelfReviewAnswer(Scoped, Model):
    """A question of this self-review, as it was asked, and what the host says to it."""

    __tablename__ = "self_review_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), index=True)
    position: Mapped[int]
    question: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")


class EnquiryQuestion(Scoped, Model):
    """What the review sets out to find out: "To what extent …?"."""

    __tablename__ = "enquiry_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]


class ReviewActivity(Scoped, Model):
    """A line of the timetable: a reviewer and a colleague of the host look together."""

    __tablename__ = "review_activities"
    __table_args__ = (
        CheckConstraint("ends > starts", name="ends_after_start"),
        Index(None, "review_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"))
    on: Mapped[date]
    #: London's clock
    starts: Mapped[time]
    ends: Mapped[time]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    question_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry_questions.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: none until the timetable is confirmed
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"), unique=True)

    question: Mapped[EnquiryQuestion | None] = relationship()
    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id])
    colleague: Mapped[Person] = relationship(foreign_keys=[colleague_id])
    entry: Mapped[CalendarEntry | None] = relationship()


class EvidenceEntry(Scoped, Model):
    """What a reviewer saw. It ends with the log, 30 days after the report is agreed."""

    __tablename__ = "evidence_entries"
    __table_args__ = (
        Index(
            "uq_evidence_entries_key",
            "review_id",
            "key",
            unique=True,
            sqlite_where=text("beside_id IS NULL"),
            postgresql_where=text("beside_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), index=True)
    #: made where it was written, so that it is kept once however often it arrives
    key: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    #: counts its changes from one
    revision: Mapped[int] = mapped_column(default=1)
    #: the changes that made it what it is, each by the key it came with, so that none counts twice
    changes: Mapped[list[str]] = mapped_column(JSON)
    #: the entry beside which this stands: the same one, changed in two places at once
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_entries.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[EvidenceKind] = mapped_column(text_enum(EvidenceKind, "kind"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry_questions.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("review_activities.id"))
    #: by the clock of whoever wrote it
    noted_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    #: once the report had been agreed
    came_late: Mapped[bool] = mapped_column(default=False)
    struck_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    author: Mapped[Person] = relationship()
    question: Mapped[EnquiryQuestion | None] = relationship()
    activity: Mapped[ReviewActivity | None] = relationship()


class ReportSection(Scoped, Model):
    """A section of the report as it stands, and every text that it has had."""

    __tablename__ = "report_sections"
    __table_args__ = (UniqueConstraint("review_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"))
    section: Mapped[Section] = mapped_column(text_enum(Section, "section"))
    text: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime | None]

    written_by: Mapped[Person | None] = relationship()
    revisions: Mapped[list[SectionRevision]] = relationship(order_by="SectionRevision.revision")


class SectionRevision(Scoped, Model):
    """A text that a section has had, by whom, from when."""

    __tablename__ = "section_revisions"

    section_id: Mapped[int] = mapped_column(ForeignKey("report_sections.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[Person] = relationship()


class FactualComment(Scoped, Model):
    """What the host says about the facts of a section, and what the team did with it."""

    __tablename__ = "factual_comments"
    __table_args__ = (
        CheckConstraint("(outcome = 'waiting') = (answered_at IS NULL)", name="answered"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), index=True)
    section: Mapped[Section] = mapped_column(text_enum(Section, "comment_section"))
    #: the words that it is about
    about: Mapped[str] = mapped_column(default="")
    comment: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[CommentOutcome] = mapped_column(
        text_enum(CommentOutcome, "outcome"), default=CommentOutcome.WAITING
    )
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class ReportVersion(Scoped, Model):
    """The report as it was sent for a check, or agreed; never changed."""

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    #: "Sent for a check of the facts", "Agreed"
    why: Mapped[str]
    #: texts by section, estimates and themes
    said: Mapped[JsonObject] = mapped_column(JSON)
    agreed: Mapped[bool] = mapped_column(default=False)


class ReportTheme(Scoped, Model):
    """What a report is about: counted across reports, and told without any school's name."""

    __tablename__ = "report_themes"

    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)
    kind: Mapped[ThemeKind] = mapped_column(text_enum(ThemeKind, "theme_kind"), primary_key=True)

    focus_area: Mapped[FocusArea] = relationship()


class ReportReader(Scoped, Model):
    """Somebody who may read the report, or will when the host lets them; with a receipt of it."""

    __tablename__ = "report_readers"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (outside_email IS NULL)", name="one_reader"),
        CheckConstraint("outside_email IS NULL OR ends_on IS NOT NULL", name="outside_ends"),
        Index(
            "uq_report_readers_standing",
            "review_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("peer_reviews.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    outside_name: Mapped[str] = mapped_column(default="")
    outside_email: Mapped[str | None] = mapped_column(String(254))
    why: Mapped[str] = mapped_column(default="")
    #: declared by the trust before the review was scoped, rather than chosen by the host
    declared_by_trust: Mapped[bool] = mapped_column(default=False)
    #: none while it is only agreed that they will read it
    released_at: Mapped[datetime | None]
    #: of somebody outside: the last day of their link
    ends_on: Mapped[date | None]
    #: taken back by the host
    ended_at: Mapped[datetime | None]
    first_read_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
    times_read: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.outside_name
