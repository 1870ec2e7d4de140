"""Due reminders of dates, and of times on offer, become messages in the transaction that marks them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from notifications.about_dates import NOT_TO_SAY, WORD_HAS_COME, begins_at, entries_called, polls_called
from notifications.invitations import REMINDER, TIMES_REMINDER, TOOK_PLACE
from notifications.setup import AnyRow, AnySelect, Setup, transaction
from workflows import messages
from workflows.clock import LONDON, now
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import Answer, CalendarEntry, DatePoll, DateReminder, DateReminderStatus
from workflows.dates.remindings import AFTERWARDS
from workflows.messages import Reason, next_open_moment
from workflows.pairings.afterwards import sessions_to_ask_about
from workflows.people import Holder, holders_called
from workflows.places import Trust
from workflows.school_calendar import TrustCalendars, calendars

DATE_OFF: Final = "The date is off."
DATE_MOVED: Final = "The date has moved."
HAS_BEGUN: Final = "The date has begun before the reminder could be sent."
LATER_ONE: Final = "A later reminder of the same was due as well."
TIMES_CLOSED: Final = "Times are no longer asked for."
DAY_OVER: Final = "The last day for answers has passed."
NOBODY: Final = "There is nobody whom it could reach in time."


@dataclass(frozen=True)
class _Batch:
    """Reminders that are claimed, with what writing their messages needs."""

    rows: Sequence[AnyRow]
    at: datetime
    entries: dict[int, CalendarEntry]
    polls: dict[int, DatePoll]
    #: those of the dates of which it can still be said whether they took place
    to_ask_about: set[int]
    readers: dict[int, Holder]
    calendars: dict[int, TrustCalendars]


def remind_of_dates(setup: Setup) -> int:
    """Work through every reminder of a date that is due; gives how many, the skipped ones included."""
    done = 0
    while not setup.stopping() and (batch := _remind_batch(setup.pace.reminders)):
        done += batch
    return done


def any_due() -> bool:
    """Whether such reminders wait that a round has yet to deal with."""
    return bool(db.session.scalar(select(exists().where(_is_due(now())))))


def _remind_batch(most: int) -> int:
    at = now()
    with scope(EVERY_TRUST), transaction():
        batch = _load(db.session.execute(_due(at, most)).all(), at)
        written: list[dict[str, Any]] = []
        settled: dict[str, list[int]] = {}
        for row in batch.rows:
            why = _why_not(batch, row)
            found = [] if why else list(_messages(batch, row))
            settled.setdefault(why or ("" if found else NOBODY), []).append(row.id)
            written += found
        if written:
            db.session.connection().execute(messages.INSERT, written)
        _settle(settled)
    return len(batch.rows)


def _is_due(at: datetime) -> ColumnElement[bool]:
    return and_(DateReminder.status == DateReminderStatus.WAITING, DateReminder.at <= at)


def _due(at: datetime, most: int) -> AnySelect:
    """Due reminders, claimed for this transaction: what another round is at is left to it."""
    later = aliased(DateReminder)
    same = or_(
        and_(later.entry_id == DateReminder.entry_id, later.sequence == DateReminder.sequence),
        later.poll_id == DateReminder.poll_id,
    )
    has_later = exists().where(
        same,
        later.days < DateReminder.days,
        later.days > AFTERWARDS,
        later.status != DateReminderStatus.SKIPPED,
        later.at <= at,
    )
    return (
        select(
            DateReminder.id,
            DateReminder.trust_id,
            DateReminder.entry_id,
            DateReminder.sequence,
            DateReminder.poll_id,
            DateReminder.days,
            DateReminder.at,
            has_later.label("has_later"),
        )
        .where(_is_due(at))
        .order_by(DateReminder.at, DateReminder.id)
        .limit(most)
        .with_for_update(of=DateReminder, skip_locked=True)
    )


def _load(rows: Sequence[AnyRow], at: datetime) -> _Batch:
    entries = entries_called({row.entry_id for row in rows if row.entry_id is not None})
    polls = polls_called({row.poll_id for row in rows if row.poll_id is not None})
    people = {one.person_id for entry in entries.values() for one in entry.asked}
    people |= {one.person_id for poll in polls.values() for one in poll.people}
    over = {row.entry_id for row in rows if row.days == AFTERWARDS and row.entry_id is not None}
    return _Batch(
        rows,
        at,
        entries,
        polls,
        sessions_to_ask_about(over),
        holders_called(people),
        _calendars({row.trust_id for row in rows}),
    )


def _calendars(trusts: Collection[int]) -> dict[int, TrustCalendars]:
    return {one.id: calendars(one) for one in db.session.scalars(select(Trust).where(Trust.id.in_(trusts)))}


def _why_not(batch: _Batch, row: AnyRow) -> str:
    """Why this reminder no longer makes sense; empty if it does."""
    if row.has_later:
        return LATER_ONE
    if row.poll_id is not None:
        poll = batch.polls[row.poll_id]
        past = poll.answer_by < batch.at.astimezone(LONDON).date()
        return TIMES_CLOSED if not poll.is_open else DAY_OVER if past else ""
    entry = batch.entries[row.entry_id]
    if entry.cancelled_at is not None:
        return DATE_OFF
    if entry.sequence != row.sequence:
        return DATE_MOVED
    if row.days == AFTERWARDS:
        return WORD_HAS_COME if entry.word_at else "" if entry.id in batch.to_ask_about else NOT_TO_SAY
    return HAS_BEGUN if begins_at(entry) <= batch.at else ""


def _messages(batch: _Batch, row: AnyRow) -> Iterator[dict[str, Any]]:
    """One message to each person whom it concerns and can still reach."""
    if row.poll_id is not None:
        poll = batch.polls[row.poll_id]
        facts: dict[str, Any] = {"days": row.days, "poll": poll.id}
        common = {"kind": TIMES_REMINDER, "case_id": poll.case_id, "facts": facts}
        people: list[int] = _silent(poll)
        before: datetime | None = min(option.starts_at for option in poll.options)
    else:
        entry, is_over = batch.entries[row.entry_id], row.days == AFTERWARDS
        facts = {"days": row.days, "begins": entry.starts_at.isoformat()}
        kind = TOOK_PLACE if is_over else REMINDER
        common = {"kind": kind, "case_id": entry.case_id, "entry_id": entry.id, "facts": facts}
        people, before = _coming(entry), None if is_over else begins_at(entry)
    for person_id in people:
        reader = batch.readers.get(person_id)
        if reader is not None and (made := _message(batch, row, reader, before=before, **common)):
            yield made


def _coming(entry: CalendarEntry) -> list[int]:
    """Everybody asked who has not said no."""
    return [one.person_id for one in entry.asked if one.answer is not Answer.NO]


def _silent(poll: DatePoll) -> list[int]:
    """Those who have not said which times suit them; whoever looks for one knows."""
    return [
        one.person_id for one in poll.people if one.answered_at is None and one.person_id != poll.organiser_id
    ]


def _message(
    batch: _Batch, row: AnyRow, reader: Holder, *, before: datetime | None, **common: Any
) -> dict[str, Any] | None:
    """It is due when the reminder was, however late the round is; none where no open hour is left for it."""
    school_days = batch.calendars[row.trust_id]
    if before is not None and next_open_moment(batch.at, reader, school_days) >= before:
        return None
    return messages.row(
        reader,
        trust_id=row.trust_id,
        reason=Reason.REMINDER,
        key=f"date-reminder:{row.id}",
        created_at=batch.at,
        send_after=next_open_moment(row.at, reader, school_days),
        **common,
    )


def _settle(settled: dict[str, list[int]]) -> None:
    for why, ids in settled.items():
        status = DateReminderStatus.SKIPPED if why else DateReminderStatus.DONE
        db.session.execute(
            update(DateReminder).where(DateReminder.id.in_(ids)).values(status=status, reason=why),
            execution_options={"synchronize_session": False},
        )
