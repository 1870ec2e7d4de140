"""Mail that came in, as administrators see it: whom it was about, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import aliased, undefer

from notifications.inbound.model import InboundMail, InboundStatus
from workflows.administration.paging import Page, turn
from workflows.cases import Case
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry
from workflows.messages import Message
from workflows.people import Person

STATUSES: Final = {
    InboundStatus.WAITING: "Waits",
    InboundStatus.APPLIED: "Done",
    InboundStatus.HISTORY: "Overtaken",
    InboundStatus.TO_SETTLE: "Before the organiser",
    InboundStatus.IGNORED: "Nothing to do",
}
"""What became of a mail, in words."""


class InboundRow(NamedTuple):
    """A mail in the list."""

    id: int
    received_at: datetime
    status: InboundStatus
    outcome: str
    message_id: int | None
    #: to whose address it came
    person: str
    #: the date that it is about; none for a report
    title: str | None
    reference: str | None
    #: whether the mail itself is still here
    is_kept: bool


def log_of(*, status: str = "", before: int | None = None, after: int | None = None) -> Page[InboundRow]:
    """A page of the list, newest first, in one statement."""
    guest, reader = aliased(Person), aliased(Person)
    statement = (
        select(
            InboundMail.id,
            InboundMail.received_at,
            InboundMail.status,
            InboundMail.outcome,
            InboundMail.message_id,
            func.coalesce(guest.name, reader.name),
            CalendarEntry.title,
            Case.reference,
            case((func.length(InboundMail.raw) > 0, True), else_=False),
        )
        .outerjoin(Attendance, Attendance.id == InboundMail.attendance_id)
        .outerjoin(CalendarEntry, CalendarEntry.id == Attendance.entry_id)
        .outerjoin(guest, guest.id == Attendance.person_id)
        .outerjoin(Message, Message.id == InboundMail.message_id)
        .outerjoin(reader, reader.id == Message.person_id)
        .outerjoin(Case, or_(Case.id == CalendarEntry.case_id, Case.id == Message.case_id))
    )
    if status in set(InboundStatus):
        statement = statement.where(InboundMail.status == InboundStatus(status))
    return turn(statement, (InboundMail.id,), before=before, after=after, make=InboundRow, newest_first=True)


def original_of(mail_id: int) -> bytes | None:
    """A mail as it came, where it is still here."""
    found = db.session.scalars(
        select(InboundMail).where(InboundMail.id == mail_id).options(undefer(InboundMail.raw))
    ).first()
    return found.raw or None if found else None
