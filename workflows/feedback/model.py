"""Feedback as it is stored: sheets of questions, the box of answers to each, and who has been asked.

Nothing ties an answer to whoever gave it. All answers to a sheet lie in one sealed box, which is shuffled
and sealed anew with each of them: there is no row, number, moment or order of one answer's own.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON
from workflows.database import Model, Scoped, text_enum
from workflows.people import Person
from workflows.small_groups import FEWEST


class SheetKind(StrEnum):
    MINUTE = "minute"  # three questions on the working day after
    PRACTICE = "practice"  # whether it changed practice, next half-term


class FeedbackSheet(Scoped, Model):
    """The questions that are asked about one meeting, and in the end what was answered."""

    __tablename__ = "feedback_sheets"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        Index(
            "ix_feedback_sheets_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        CheckConstraint("(due_at IS NULL) = (closed_at IS NOT NULL)", name="due_until_closed"),
        CheckConstraint("(asked_at IS NULL) = (closes_on IS NULL)", name="asked_until_a_day"),
        CheckConstraint("(closed_at IS NULL) = (answered IS NULL)", name="counted_when_closed"),
        CheckConstraint("box IS NULL OR asked_at IS NOT NULL", name="box_once_asked"),
        CheckConstraint(
            f"closed_at IS NULL OR answered >= {FEWEST} OR box IS NULL", name="nothing_kept_of_a_few"
        ),
        CheckConstraint(f"counts IS NULL OR answered >= {FEWEST}", name="nothing_told_of_a_few"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the meeting
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[SheetKind] = mapped_column(text_enum(SheetKind, "sheet_kind"))
    held_on: Mapped[date]
    #: when the clock has something to do about it next: ask, remind, close
    due_at: Mapped[datetime | None]
    #: none while nobody has been asked
    asked_at: Mapped[datetime | None]
    #: the last day for answers
    closes_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    #: as they were worded when they were asked: the first with a choice of answers, the others for words
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: while it is open all answers, sealed; once closed the words to each question, of five answers or more
    box: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    #: how many have answered, and how many with each choice: told once it is closed
    answered: Mapped[int | None]
    counts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))

    case: Mapped[Case] = relationship()

    @property
    def asked_on(self) -> date | None:
        return self.asked_at.astimezone(LONDON).date() if self.asked_at else None

    @property
    def is_open(self) -> bool:
        """Whether answers are taken, but for the day on which it closes."""
        return self.asked_at is not None and self.closed_at is None


class FeedbackAsked(Scoped, Model):
    """Somebody who is asked, and whether they have answered: so that nobody is asked, or answers, twice."""

    __tablename__ = "feedback_asked"
    __table_args__ = (UniqueConstraint("sheet_id", "person_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("feedback_sheets.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    has_answered: Mapped[bool] = mapped_column(default=False)

    sheet: Mapped[FeedbackSheet] = relationship()
    person: Mapped[Person] = relationship()
