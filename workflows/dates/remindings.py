"""Reminders of dates as rows: written when a date is made, anew when it moves, dropped when it is off.

One comes after the date, where those asked are to say whether it took place.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select, update

from workflows.clock import LONDON, local, now
from workflows.database import db
from workflows.dates.model import CalendarEntry, DatePoll, DateReminder, DateReminderStatus
from workflows.places import Trust
from workflows.school_calendar import CENTRAL, SchoolCalendar, calendars

MORNING: Final = time(7, 0)
MOVED: Final = "The date has moved."
OFF: Final = "The date is off."
CHOSEN: Final = "Times are no longer asked for."
OTHER_DAYS: Final = "The trust has chosen other days."
USUAL: Final = (7, 1)
"""Days before a date on which people are reminded, unless the trust has chosen others."""
LONGEST_WEEKEND: Final = 5
"""Days: Easter has four without work, and the one before them."""
AFTERWARDS: Final = -1
"""In place of days before a date: the next working day after it."""
POLL_DAYS: Final = (2, 0)
"""Days before the last day for ticks on which those who have not answered are reminded."""


def days_before(trust: Trust, kind: str) -> tuple[int, ...]:
    """On which days before a date of this kind of case the trust wants people reminded, furthest first."""
    own: Any = trust.date_reminders.get(kind, trust.date_reminders.get("*"))
    chosen = USUAL if own is None else own
    return tuple(sorted({int(days) for days in chosen}, reverse=True))


def write(entry: CalendarEntry, trust: Trust, calendar: SchoolCalendar) -> None:
    """The reminders of a date as it is now; those of an earlier time no longer count.

    Each is due on a working day of this calendar: of a Monday's date people hear on the Friday before.
    """
    _settle((DateReminder.entry_id == entry.id) & (DateReminder.sequence < entry.sequence), MOVED)
    for days in days_before(trust, entry.case.kind):
        _add(entry, days, calendar)
    if entry.wants_word:
        write_afterwards(entry, calendar)


def write_afterwards(entry: CalendarEntry, calendar: SchoolCalendar) -> None:
    """The question whether it took place, due in the morning of the next working day of this calendar."""
    at = morning_of(calendar.add_working_days(entry.last_day, 1))
    db.session.add(
        DateReminder(
            trust_id=entry.trust_id, entry_id=entry.id, sequence=entry.sequence, days=AFTERWARDS, at=at
        )
    )


def rewrite(trust: Trust) -> None:
    """The trust has chosen other days: the dates ahead follow; what has been sent has been sent."""
    known = calendars(trust)
    for entry in db.session.scalars(_ahead(trust)):
        wanted = days_before(trust, entry.case.kind)
        rows = {row.days: row for row in db.session.scalars(_of_now(entry))}
        for row in rows.values():
            _follow(row, is_wanted=row.days in wanted)
        calendar = known.of(entry.schools[0].id) if entry.schools else CENTRAL
        for days in set(wanted) - set(rows):
            _add(entry, days, calendar)


def _ahead(trust: Trust) -> Select[CalendarEntry]:
    return select(CalendarEntry).where(
        CalendarEntry.trust_id == trust.id,
        CalendarEntry.cancelled_at.is_(None),
        CalendarEntry.starts_at > now(),
    )


def _of_now(entry: CalendarEntry) -> Select[DateReminder]:
    """Those before the date as it is now; what is asked after it is no matter of days to choose."""
    return select(DateReminder).where(
        DateReminder.entry_id == entry.id,
        DateReminder.sequence == entry.sequence,
        DateReminder.days > AFTERWARDS,
    )


def _follow(row: DateReminder, *, is_wanted: bool) -> None:
    if row.status is DateReminderStatus.WAITING and not is_wanted:
        row.status, row.reason = DateReminderStatus.SKIPPED, OTHER_DAYS
    elif row.reason == OTHER_DAYS and is_wanted and row.at > now():
        row.status, row.reason = DateReminderStatus.WAITING, ""


def _add(entry: CalendarEntry, days: int, calendar: SchoolCalendar) -> None:
    at = morning_of(_working_day_by(entry.first_day - timedelta(days=days), calendar))
    if at > now():
        db.session.add(
            DateReminder(
                trust_id=entry.trust_id, entry_id=entry.id, sequence=entry.sequence, days=days, at=at
            )
        )


def renumber(entry: CalendarEntry) -> None:
    """The date has another number without another time: its reminders go along."""
    db.session.execute(
        update(DateReminder)
        .where(DateReminder.entry_id == entry.id, DateReminder.status == DateReminderStatus.WAITING)
        .values(sequence=entry.sequence)
    )


def drop(entry: CalendarEntry) -> None:
    """Nobody is reminded of a date that is off."""
    _settle(DateReminder.entry_id == entry.id, OFF)


def write_for_poll(poll: DatePoll) -> None:
    """The reminders to those who have not said which times suit them."""
    for days in POLL_DAYS:
        at = morning_of(poll.answer_by - timedelta(days=days))
        if at > now():
            db.session.add(DateReminder(trust_id=poll.trust_id, poll_id=poll.id, days=days, at=at))


def drop_for_poll(poll: DatePoll) -> None:
    """Nobody is reminded of times that are no longer asked for."""
    _settle(DateReminder.poll_id == poll.id, CHOSEN)


def _working_day_by(day: date, calendar: SchoolCalendar) -> date:
    """The day itself or the last working day before it; in longer holidays there is none near enough."""
    near = (day - timedelta(days=back) for back in range(LONGEST_WEEKEND))
    return next(filter(calendar.is_working_day, near), day)


def morning_of(day: date) -> datetime:
    """Seven in the morning in London, in UTC."""
    return local(day, MORNING, LONDON)


def _settle(which: ColumnElement[bool], why: str) -> None:
    db.session.flush()
    db.session.execute(
        update(DateReminder)
        .where(which, DateReminder.status == DateReminderStatus.WAITING)
        .values(status=DateReminderStatus.SKIPPED, reason=why)
    )
