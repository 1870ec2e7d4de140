"""Due reminders become messages, in the transaction that marks them as done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from notifications.setup import AnyRow, AnySelect, Setup, transaction
from workflows import messages
from workflows.cases import Case, Deadline
from workflows.clock import LONDON, now
from workflows.database import EVERY_TRUST, db, scope
from workflows.machine import workflow
from workflows.messages import Reason, next_open_moment
from workflows.people import Holder, Post, holders, role_label
from workflows.places import Trust
from workflows.reminders import Reminder, ReminderStatus
from workflows.school_calendar import calendars

TURN_OVER: Final = "The turn was over before the reminder was due."
LATER_ONE: Final = "A later reminder of the same turn was due as well."
DAY_OVER: Final = "The day it was to remind of has passed."
NOBODY: Final = "Nobody holds the post, and there is no improvement lead to tell."

IN_THE_TRUST: Final = "improvement_lead"
"""Of the roles that are copied in, the one that is held in the trust; the others are held on the case.

Where nobody holds one of those on the case, the trust's own are copied in. Nobody is who may not read it.
"""


@dataclass(frozen=True)
class _Batch:
    """Reminders that are claimed, with what writing their messages needs."""

    rows: Sequence[AnyRow]
    at: datetime
    holding: dict[Post, list[Holder]]
    trusts: dict[int, Trust]

    @property
    def today(self) -> date:
        return self.at.astimezone(LONDON).date()


def remind(setup: Setup) -> int:
    """Work through every reminder that is due; gives how many were dealt with, the skipped ones included."""
    done = 0
    while not setup.stopping() and (batch := _remind_batch(setup.pace.reminders)):
        done += batch
    return done


def any_due() -> bool:
    """Whether reminders wait that a round has yet to deal with; holds when another round is at it now."""
    statement = select(exists().where(*_is_due(now())))
    return bool(db.session.scalar(statement))


def _remind_batch(most: int) -> int:
    at = now()
    with scope(EVERY_TRUST), transaction():
        rows = db.session.execute(_due(at, most)).all()
        batch = _Batch(rows, at, _holding(rows), _trusts(rows))
        written: list[dict[str, Any]] = []
        settled: dict[str, list[int]] = {}
        for row in rows:
            found = list(_messages(batch, row)) if not (why := _why_not(row, batch.today)) else []
            settled.setdefault(why or ("" if found else NOBODY), []).append(row.id)
            written += found
        if written:
            db.session.connection().execute(messages.INSERT, written)
        _settle(settled)
    return len(rows)


def _is_due(at: datetime) -> tuple[Any, Any]:
    return Reminder.status == ReminderStatus.WAITING, Reminder.at <= at


def _due(at: datetime, most: int) -> AnySelect:
    """Due reminders, claimed for this transaction: what another round is at is left to it."""
    later = aliased(Reminder)
    has_later = exists().where(
        later.deadline_id == Reminder.deadline_id,
        later.days > Reminder.days,
        later.status != ReminderStatus.SKIPPED,
        later.at <= at,
    )
    return (
        select(
            Reminder.id,
            Reminder.days,
            Reminder.copy,
            Reminder.at,
            Reminder.trust_id,
            Reminder.deadline_id,
            Deadline.case_id,
            Deadline.role,
            Deadline.place_id,
            Deadline.due_on,
            Deadline.closed_at,
            Case.kind,
            has_later.label("has_later"),
        )
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Case, Case.id == Deadline.case_id)
        .where(*_is_due(at))
        .order_by(Reminder.at, Reminder.id)
        .limit(most)
        .with_for_update(of=Reminder, skip_locked=True)
    )


def _why_not(row: AnyRow, today: date) -> str:
    """Why this reminder no longer makes sense; empty if it does."""
    if row.closed_at is not None:
        return TURN_OVER
    if row.has_later:
        return LATER_ONE
    if row.days < 0 and row.due_on is not None and row.due_on < today:
        return DAY_OVER
    return ""


def _holding(rows: Sequence[AnyRow]) -> dict[Post, list[Holder]]:
    """Everybody who could be told, in one query."""
    posts = {post for row in rows for post in (_post(row), *_lead(row))}
    copied = {post for row in rows for role in _roles_copied(row) for post in _posts_copied(row, role)}
    return holders(posts | copied)


def _trusts(rows: Sequence[AnyRow]) -> dict[int, Trust]:
    wanted = {row.trust_id for row in rows}
    return {trust.id: trust for trust in db.session.scalars(select(Trust).where(Trust.id.in_(wanted)))}


def _post(row: AnyRow) -> Post:
    return Post(row.role, row.place_id)


def _lead(row: AnyRow) -> list[Post]:
    return _in_the_trust(row, IN_THE_TRUST)


def _in_the_trust(row: AnyRow, role: str) -> list[Post]:
    """The post at the trust, if whoever holds it may read cases of this kind."""
    readers = {one.name for one in workflow(row.kind).readers if one.at == "trust"}
    return [Post(role, row.trust_id)] if role in readers else []


def _roles_copied(row: AnyRow) -> list[str]:
    return [role for role in row.copy.split(",") if role]


def _posts_copied(row: AnyRow, role: str) -> list[Post]:
    """Where those who are copied in are looked for: on the case first, then in the trust."""
    return _lead(row) if role == IN_THE_TRUST else [Post(role, row.case_id), *_in_the_trust(row, role)]


def _copied(batch: _Batch, row: AnyRow) -> Iterator[Holder]:
    for role in _roles_copied(row):
        held = (batch.holding[post] for post in _posts_copied(row, role))
        yield from next(filter(None, held), ())


def _messages(batch: _Batch, row: AnyRow) -> Iterator[dict[str, Any]]:
    """One message a person: as the one to act, as the one to see to it, or with a copy."""
    told: dict[int, tuple[Holder, dict[str, Any]]] = {}
    holding = batch.holding[_post(row)]
    for holder in holding:
        told.setdefault(holder.person_id, (holder, {}))
    if not holding:
        vacant = {"vacant": role_label(batch.trusts[row.trust_id], row.role)}
        for holder in (holder for post in _lead(row) for holder in batch.holding[post]):
            told.setdefault(holder.person_id, (holder, vacant))
    for holder in _copied(batch, row):
        told.setdefault(holder.person_id, (holder, {"copied": True}))
    for holder, facts in told.values():
        yield _message(batch, row, holder, facts=facts)


def _message(batch: _Batch, row: AnyRow, holder: Holder, *, facts: dict[str, Any]) -> dict[str, Any]:
    """It is due when the reminder was, however late the round is, so that what is late shows as such."""
    open_from = next_open_moment(row.at, holder, calendars(batch.trusts[row.trust_id]))
    return messages.row(
        holder,
        trust_id=row.trust_id,
        kind="reminder",
        reason=Reason.REMINDER,
        key=f"reminder:{row.id}",
        created_at=batch.at,
        send_after=open_from,
        case_id=row.case_id,
        deadline_id=row.deadline_id,
        facts={"days": row.days, **facts},
    )


def _settle(settled: dict[str, list[int]]) -> None:
    for why, ids in settled.items():
        status = ReminderStatus.SKIPPED if why else ReminderStatus.DONE
        db.session.execute(
            update(Reminder).where(Reminder.id.in_(ids)).values(status=status, reason=why),
            execution_options={"synchronize_session": False},
        )
