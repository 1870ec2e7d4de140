"""A request under way whose people arrange dates: every step of theirs, committed, and what it leaves."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from tests.details import Book
from tests.world import MONDAY, World
from workflows.cases import Deadline
from workflows.database import db
from workflows.dates.details import (
    AnswerDetails,
    DateChange,
    DateDetails,
    Timed,
    TimesOffered,
)
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    DateReminder,
    DateReminderStatus,
)
from workflows.messages import Message, Reason
from workflows.perform import perform
from workflows.support_requests import SupportRequest

FRIDAY = date(2026, 11, 27)


class Scene:
    """The case, and everybody's steps on it, each committed."""

    def __init__(self, case: SupportRequest, world: World) -> None:
        self.case, self.world = case, world

    def does(self, who: str | None, name: str, details: Any = None) -> None:
        perform(self.case, name, self.world.person(who) if who else None, details)
        db.session.commit()

    def meeting(
        self, *asked: str, on: date = FRIDAY, by: str = "priya", **more: Any
    ) -> CalendarEntry:  # fmt: skip
        details = DateDetails(
            title="Planning meeting",
            on=on,
            starts=time(15, 30),
            ends=time(16, 30),
            asked=tuple(self.world.people[one] for one in asked or ("tom",)),
            **more,
        )
        self.does(by, "add_date", details)
        return db.session.scalars(select(CalendarEntry).order_by(CalendarEntry.id.desc())).first()  # type: ignore[return-value]

    def moves(self, entry: CalendarEntry, on: date, **more: Any) -> None:
        words: dict[str, Any] = {"title": entry.title, "agenda": entry.agenda, "place": entry.place} | more
        details = DateChange(entry_id=entry.id, on=on, starts=time(15, 30), ends=time(16, 30), **words)
        self.does("priya", "change_date", details)

    def answers(self, who: str, entry: CalendarEntry, answer: Answer, **more: Any) -> None:
        self.does(who, "answer_date", AnswerDetails(entry_id=entry.id, answer=answer, **more))

    def mails(self, entry: CalendarEntry | None = None) -> list[tuple[str, str, str]]:
        """Whom mail about dates goes to, of which kind, and how it stands; oldest first."""
        statement = select(Message).where(Message.reason == Reason.DATE).order_by(Message.id)
        rows = db.session.scalars(statement).all()
        return [
            (row.person.name.split()[0].lower(), row.kind.removeprefix("dates/"), row.status.value)
            for row in rows
            if entry is None or row.entry_id == entry.id
        ]

    def answer_of(self, who: str, entry: CalendarEntry) -> Attendance:
        return db.session.scalars(
            select(Attendance).where(
                Attendance.entry_id == entry.id, Attendance.person_id == self.world.people[who]
            )
        ).one()

    def organisers_turn(self) -> Deadline | None:
        return db.session.scalars(
            select(Deadline).where(
                Deadline.case_id == self.case.id,
                Deadline.role == "organiser",
                Deadline.closed_at.is_(None),
            )
        ).one_or_none()


def book(scene: Scene) -> Book:
    return Book(scene.case, scene.world, MONDAY.date())


def statuses(entry: CalendarEntry) -> set[DateReminderStatus]:
    rows = db.session.scalars(select(DateReminder.status).where(DateReminder.entry_id == entry.id))
    return set(rows)


def offer(scene: Scene, **more: Any) -> TimesOffered:
    options = tuple(Timed(on=FRIDAY, starts=time(hour), ends=time(hour + 1)) for hour in (9, 13))
    usual: dict[str, Any] = {
        "title": "Look at the data",
        "asked": (scene.world.people["tom"], scene.world.people["sam"]),
        "options": options,
        "answer_by": date(2026, 11, 20),
    }
    return TimesOffered(**(usual | more))


def waiting(entry: CalendarEntry) -> dict[int, datetime]:
    rows = db.session.scalars(
        select(DateReminder).where(
            DateReminder.entry_id == entry.id, DateReminder.status == DateReminderStatus.WAITING
        )
    )
    return {row.days: row.at for row in rows}
