"""What mail about dates is written from, and whether it still stands: a few queries for a whole batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from notifications.ical import Method
from notifications.invitations import (
    CHANGED,
    METHODS,
    TIMES_DROPPED,
    TIMES_OFFERED,
    TIMES_REMINDER,
    TOOK_PLACE,
)
from notifications.setup import AnyRow
from notifications.telling import AboutDate, AboutTimes, Asked
from workflows.clock import LONDON, local
from workflows.database import db
from workflows.dates.details import Span
from workflows.dates.model import Answer, Attendance, CalendarEntry, DatePoll, PollPerson
from workflows.messages import OVERTAKEN, Message, MessageStatus, Reason
from workflows.pairings.afterwards import sessions_to_ask_about

DATE_OVER: Final = "The date is over."
DATE_OFF: Final = "The date is off, or they are no longer asked to it."
DATE_MOVED: Final = "The date has moved since."
HAS_BEGUN: Final = "The date would have begun before the mail could reach them."
NEVER_HEARD: Final = "They had never heard of the date, so there is nothing to take back."
NOT_COMING: Final = "They have said that they cannot come."
WORD_HAS_COME: Final = "It has been said already whether it took place."
NOT_TO_SAY: Final = "What it was for has gone on, so that it is no longer asked whether it took place."
TIMES_CLOSED: Final = "The times are no longer asked for."
HAS_TICKED: Final = "They have said already which times suit them."

WORK_BEGINS: Final = time(9, 0)
"""When a date without times is taken to begin, so that its own morning is not too late for a reminder."""

_GONE: Final = (MessageStatus.SENT, MessageStatus.DELIVERED)
_PERHAPS_GONE: Final = (MessageStatus.SENDING, MessageStatus.QUEUED, MessageStatus.SUPERSEDED)


class DatesAround:
    """The dates and the times on offer that a batch of messages is about, each read once."""

    def __init__(self, rows: Sequence[AnyRow], at: datetime) -> None:
        self.at = at
        self.entries = entries_called({row.entry_id for row in rows if row.entry_id is not None})
        self.polls = polls_called({poll for row in rows if (poll := _poll_of(row)) is not None})
        self.mails = _mails(rows)
        self.to_ask_about = sessions_to_ask_about({row.entry_id for row in rows if row.kind == TOOK_PLACE})

    def date(self, row: AnyRow) -> AboutDate | None:
        """The date that this message is about, as it is now."""
        entry = self.entries.get(row.entry_id)
        part = self._part(row)
        if entry is None or part is None:
            return None
        return AboutDate(
            id=entry.id,
            uid=entry.uid,
            title=entry.title,
            span=Span(entry.starts_at, entry.ends_at, entry.all_day),
            place=entry.place,
            link=entry.link,
            agenda=entry.agenda,
            organiser=entry.organiser.name,
            attendance_id=part.id,
            answer=part.answer,
            is_organiser=entry.organiser_id == row.person_id,
            asked=tuple(_asked(entry)),
        )

    def times(self, row: AnyRow) -> AboutTimes | None:
        """The times that this message asks about."""
        poll = self.polls.get(_poll_of(row) or 0)
        asked = _asked_about(poll, row.person_id)
        if poll is None or asked is None:
            return None
        return AboutTimes(
            id=poll.id,
            title=poll.title,
            place=poll.place,
            link=poll.link,
            agenda=poll.agenda,
            organiser=poll.organiser.name,
            spans=tuple(Span(one.starts_at, one.ends_at, one.all_day) for one in poll.options),
            answer_by=poll.answer_by,
            asked_id=asked.id,
        )

    def kind(self, row: AnyRow) -> str:
        """A change of which the first invitation never left is the invitation."""
        if row.kind == CHANGED and not self._knows(row):
            return "dates/invited"
        return str(row.kind)

    def begins_at(self, row: AnyRow) -> datetime | None:
        """Before which moment this is of use: the date, or what stands in their diary if that is earlier.

        None where it is of use whenever it comes.
        """
        entry = self.entries.get(row.entry_id)
        if entry is None or row.kind == TOOK_PLACE:
            return None
        was = row.facts.get("was")
        return min(entry.starts_at, datetime.fromisoformat(was)) if was else entry.starts_at

    def stale(self, row: AnyRow, open_from: datetime) -> str:
        """Why this must not leave any more; empty if it may, or is not about a date."""
        if row.kind == TOOK_PLACE:
            return self._stale_question(row)
        if row.entry_id in self.entries:
            about_reminder = row.reason == Reason.REMINDER
            return self._stale_reminder(row, open_from) if about_reminder else self._stale_mail(row)
        poll = self.polls.get(_poll_of(row) or 0)
        return self._stale_times(row, poll) if poll is not None else ""

    def _stale_mail(self, row: AnyRow) -> str:
        entry, part = self.entries[row.entry_id], self._part(row)
        is_off = entry.cancelled_at is not None or part is None or part.removed_at is not None
        asks = METHODS.get(row.kind) is Method.REQUEST
        why = {
            OVERTAKEN: any(mail.id > row.id for mail in self._theirs(row)),
            DATE_OVER: entry.ends_at <= self.at,
            DATE_OFF: asks and is_off,
            NEVER_HEARD: not asks and not self._knows(row),
        }
        return next((reason for reason, applies in why.items() if applies), "")

    def _stale_reminder(self, row: AnyRow, open_from: datetime) -> str:
        entry, part = self.entries[row.entry_id], self._part(row)
        why = {
            DATE_OFF: entry.cancelled_at is not None or part is None or part.removed_at is not None,
            DATE_MOVED: row.facts.get("begins", entry.starts_at.isoformat()) != entry.starts_at.isoformat(),
            HAS_BEGUN: begins_at(entry) <= max(self.at, open_from),
            NOT_COMING: part is not None and part.answer is Answer.NO,
        }
        return next((reason for reason, applies in why.items() if applies), "")

    def _stale_question(self, row: AnyRow) -> str:
        """The same of the question whether it took place: too late is only what somebody has said by now."""
        entry, part = self.entries[row.entry_id], self._part(row)
        is_off = entry.cancelled_at is not None or part is None or part.removed_at is not None
        has_moved = row.facts.get("begins", entry.starts_at.isoformat()) != entry.starts_at.isoformat()
        why = {
            DATE_OFF: is_off,
            DATE_MOVED: has_moved,
            WORD_HAS_COME: entry.word_at is not None,
            NOT_TO_SAY: entry.id not in self.to_ask_about,
            NOT_COMING: part is not None and part.answer is Answer.NO,
        }
        return next((reason for reason, applies in why.items() if applies), "")

    def _stale_times(self, row: AnyRow, poll: DatePoll) -> str:
        asked = _asked_about(poll, row.person_id)
        asks = row.kind in (TIMES_OFFERED, TIMES_REMINDER)
        if asks and not poll.is_open:
            return TIMES_CLOSED
        return HAS_TICKED if asks and asked is not None and asked.answered_at is not None else ""

    def _part(self, row: AnyRow) -> Attendance | None:
        entry = self.entries.get(row.entry_id)
        parts = entry.attendances if entry is not None else ()
        return next((one for one in parts if one.person_id == row.person_id), None)

    def _knows(self, row: AnyRow) -> bool:
        """Whether the date may stand in their diary, by the mails before this one: certain only when not."""
        knows = False
        for mail in self._theirs(row):
            if mail.id >= row.id:
                break
            if METHODS.get(mail.kind) is Method.REQUEST:
                knows = knows or _may_have_arrived(mail)
            elif mail.status in _GONE:
                knows = False
        return knows

    def _theirs(self, row: AnyRow) -> list[AnyRow]:
        return self.mails.get((row.entry_id, row.person_id), [])


def begins_at(entry: CalendarEntry) -> datetime:
    """When a date begins, in UTC; one without times with the working day."""
    return local(entry.first_day, WORK_BEGINS, LONDON) if entry.all_day else entry.starts_at


def _may_have_arrived(mail: AnyRow) -> bool:
    """Handed over once, and not refused: nobody can say that it did not arrive."""
    if mail.status in (*_GONE, MessageStatus.UNKNOWN):
        return True
    return mail.status in _PERHAPS_GONE and mail.handed_over_at is not None


def _asked(entry: CalendarEntry) -> Iterator[Asked]:
    for one in entry.asked:
        if one.person_id != entry.organiser_id:
            yield Asked(one.person_id, one.person.name, one.answer)


def _asked_about(poll: DatePoll | None, person_id: int) -> PollPerson | None:
    return next((one for one in poll.people if one.person_id == person_id), None) if poll else None


def _poll_of(row: AnyRow) -> int | None:
    return row.facts.get("poll") if row.kind in (TIMES_OFFERED, TIMES_DROPPED, TIMES_REMINDER) else None


def entries_called(ids: Collection[int]) -> dict[int, CalendarEntry]:
    """These dates, with whoever is asked to them, by id."""
    if not ids:
        return {}
    statement = (
        select(CalendarEntry)
        .where(CalendarEntry.id.in_(ids))
        .options(
            joinedload(CalendarEntry.organiser),
            selectinload(CalendarEntry.attendances).joinedload(Attendance.person),
        )
    )
    return {entry.id: entry for entry in db.session.scalars(statement)}


def polls_called(ids: Collection[int]) -> dict[int, DatePoll]:
    """These times on offer, with whoever is asked about them, by id."""
    if not ids:
        return {}
    statement = (
        select(DatePoll)
        .where(DatePoll.id.in_(ids))
        .options(
            joinedload(DatePoll.organiser), selectinload(DatePoll.people), selectinload(DatePoll.options)
        )
    )
    return {poll.id: poll for poll in db.session.scalars(statement)}


def _mails(rows: Iterable[AnyRow]) -> dict[tuple[int, int], list[AnyRow]]:
    """All mails that diaries read about these dates to these people, in the order they were written."""
    about = [row for row in rows if row.entry_id is not None and row.reason == Reason.DATE]
    if not about:
        return {}
    statement = (
        select(
            Message.id,
            Message.entry_id,
            Message.person_id,
            Message.kind,
            Message.status,
            Message.handed_over_at,
        )
        .where(
            Message.entry_id.in_({row.entry_id for row in about}),
            Message.person_id.in_({row.person_id for row in about}),
            Message.reason == Reason.DATE,
        )
        .order_by(Message.id)
    )
    found: dict[tuple[int, int], list[AnyRow]] = {}
    for mail in db.session.execute(statement):
        found.setdefault((mail.entry_id, mail.person_id), []).append(mail)
    return found
