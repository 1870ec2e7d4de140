"""Reminders as rows: which turn, which rung of the ladder, and when; a round makes messages of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, insert, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Deadline
from workflows.clock import LONDON, local
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.places import Trust
from workflows.school_calendar import SchoolCalendar
from workflows.turns import NewTurn, Turns

MORNING = time(7, 0)
"""Nothing is sent before this local time; see `workflows.messages` for the evening."""


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: working days from the deadline (negative: before it), and who is copied in."""

    days: int
    #: only for turns of more working days than this
    longer_than: int = 0
    #: "coordinator", "improvement_lead"
    copy: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: JsonObject) -> Rung:
        return cls(stored["days"], stored["longer_than"], tuple(stored["copy"]))

    def as_json(self) -> JsonObject:
        return {"days": self.days, "longer_than": self.longer_than, "copy": list(self.copy)}


def ladder_of(trust: Trust) -> tuple[Rung, ...]:
    """The trust's own ladder, first rung first."""
    return tuple(sorted((Rung.from_json(rung) for rung in trust.ladder), key=lambda rung: rung.days))


class ReminderStatus(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


class Reminder(Scoped, Model):
    """One rung for one turn; unique, so that it can only ever happen once."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("deadline_id", "days"),
        Index(
            "ix_reminders_waiting",
            "at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"))
    #: the rung: working days from the deadline
    days: Mapped[int]
    #: roles that are copied in, separated by commas
    copy: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime]
    status: Mapped[ReminderStatus] = mapped_column(
        text_enum(ReminderStatus, "status"), default=ReminderStatus.WAITING
    )
    #: why it was skipped, for whoever asks why no reminder came
    reason: Mapped[str] = mapped_column(default="")

    deadline: Mapped[Deadline] = relationship()


INSERT = insert(Reminder.__table__)  # type: ignore[arg-type]


def rungs_between(
    ladder: tuple[Rung, ...], calendar: SchoolCalendar, start: date, due_on: date
) -> Iterator[tuple[Rung, datetime]]:  # fmt: skip
    """Each rung that comes after the turn began, with the moment at which it is due."""
    length = calendar.working_days_between(start, due_on)
    for rung in ladder:
        day = calendar.add_working_days(due_on, rung.days)
        if day > start and (not rung.longer_than or length > rung.longer_than):
            yield rung, local(day, MORNING)


def rows_for(turn: NewTurn, turns: Turns, ladder: tuple[Rung, ...]) -> list[dict[str, Any]]:
    """The reminder rows of a turn that begins; none where it has no date."""
    if turn.due_on is None:
        return []
    start = turns.at.astimezone(LONDON).date()
    copies_nobody = turns.case.state_now.copies_nobody
    return [
        {
            "trust_id": turns.case.trust_id,
            "deadline_id": turn.id,
            "days": rung.days,
            "copy": "" if copies_nobody else ",".join(rung.copy),
            "at": at,
            "status": ReminderStatus.WAITING,
            "reason": "",
        }
        for rung, at in rungs_between(ladder, turns.calendar(turn.post), start, turn.due_on)
    ]
