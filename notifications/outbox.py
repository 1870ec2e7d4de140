"""Looking after the outbox: what is in trouble, and sending it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import contains_eager

from workflows.clock import now
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry, DatePoll
from workflows.errors import NotYet
from workflows.events import record
from workflows.messages import Message, MessageStatus, Reason, having, open_moment
from workflows.peer_reviews.releasing import LINK_MAIL
from workflows.people import Person, Post
from workflows.places import Trust
from workflows.school_calendar import TrustCalendars, calendars

SHOWN_FOR: Final = timedelta(days=30)
"""How long a message in trouble is brought up; the message log has it for good."""
AT_MOST: Final = 50

IN_TROUBLE: Final = (MessageStatus.FAILED, MessageStatus.SUPPRESSED, MessageStatus.UNKNOWN)


class CannotResend(NotYet):
    """The message cannot be sent again; the text says what to do instead."""


def failures_for(person: Person, posts: frozenset[Post]) -> Sequence[Message]:
    """Messages in trouble, newest first: those that somebody sent, or all for whoever administers the trust.

    They have failed, or the address takes no mail, or nobody knows whether they arrived (until a digest has
    carried their news). One that was sent again is no longer brought up. `person` comes with each.
    """
    whose = _everybodys(person) if Post("administrator", person.trust_id) in posts else _own(person)
    statement = (
        select(Message)
        .join(Person, Person.id == Message.person_id)
        .options(contains_eager(Message.person))
        .where(
            whose,
            Message.carried_by_id.is_(None),
            Message.created_at > now() - SHOWN_FOR,
        )
        .order_by(Message.id.desc())
        .limit(AT_MOST)
    )
    return db.session.scalars(statement).all()


def _own(person: Person) -> ColumnElement[bool]:
    return (Message.sender_id == person.id) & having(*IN_TROUBLE)


def _everybodys(person: Person) -> ColumnElement[bool]:
    return (Message.trust_id == person.trust_id) & having(*IN_TROUBLE)


def why_not_again(message: Message) -> str:
    """Why this message cannot be sent again, and what to do instead; empty if it can."""
    if message.status not in IN_TROUBLE:
        return "It has not failed, so there is nothing to send again."
    if message.carried_by_id is not None:
        return "It has been sent again already."
    if message.reason is Reason.ACCOUNT and message.kind != LINK_MAIL:
        return "The link in it was for one use. Send a new invitation, or let them ask for a new password."
    return _why_not_now(message) if message.reason is Reason.DATE else ""


def _why_not_now(message: Message) -> str:
    """A mail about a date is sent again as the date is now, where there is something left to say."""
    entry = db.session.get(CalendarEntry, message.entry_id) if message.entry_id else None
    if entry is not None and entry.is_over:
        return "The date is over, so nobody needs to hear of it any more."
    if _is_overtaken(message):
        return "A newer mail about the same date has taken its place, so the old one would only confuse."
    poll = db.session.get(DatePoll, message.facts.get("poll", 0)) if entry is None else None
    if message.kind in ("dates/times_offered", "dates/times_reminder") and not (poll and poll.is_open):
        return "The times in it are no longer asked for."
    return ""


def _is_overtaken(message: Message) -> bool:
    """A diary takes whatever comes last: an old mail would put back what has changed since."""
    newer = exists().where(
        Message.entry_id == message.entry_id,
        Message.person_id == message.person_id,
        Message.reason == Reason.DATE,
        Message.id > message.id,
    )
    return message.entry_id is not None and bool(db.session.scalar(select(newer)))


def resend(message: Message, actor: Person) -> Message:
    """Send a message again, as a new one to the reader's address of today, and write down who asked for it.

    The old one stays as it was and points to the new one. What a digest carried goes along. Raises
    CannotResend. Runs in the caller's transaction.
    """
    locked = db.session.scalars(
        select(Message).where(Message.id == message.id).with_for_update(of=Message)
    ).one()
    why = why_not_again(locked)
    if why:
        raise CannotResend(why)
    again = _copy(locked, actor)
    db.session.add(again)
    db.session.flush()
    db.session.execute(
        update(Message).where(Message.carried_by_id == locked.id).values(carried_by_id=again.id)
    )
    locked.carried_by_id = again.id
    record(locked.trust_id, "message_resent", actor, message=locked.id, again=again.id, to=locked.person.name)
    return again


def _copy(message: Message, actor: Person) -> Message:
    at = now()
    trust = db.session.get_one(Trust, message.trust_id)
    entry = db.session.get(CalendarEntry, message.entry_id) if message.entry_id else None
    return Message(
        trust_id=message.trust_id,
        dedupe_key=f"again:{message.id}:{message.person_id}",
        kind=message.kind,
        reason=message.reason,
        person_id=message.person_id,
        case_id=message.case_id,
        event_id=message.event_id,
        deadline_id=message.deadline_id,
        entry_id=message.entry_id,
        facts=_facts_again(message, entry, at),
        status=MessageStatus.QUEUED,
        created_at=at,
        send_after=_leaves(message.person, entry, at=at, days=calendars(trust)),
        sender_id=message.sender_id or actor.id,
    )


def _facts_again(message: Message, entry: CalendarEntry | None, at: datetime) -> dict[str, Any]:
    """Every mail that a diary reads is stamped later than the last one, and tells of the date as it is."""
    if message.reason is not Reason.DATE or entry is None:
        return message.facts
    part = db.session.scalars(
        select(Attendance).where(Attendance.entry_id == entry.id, Attendance.person_id == message.person_id)
    ).one()
    return {**message.facts, "stamp": part.stamp(at).isoformat(), "sequence": entry.sequence}


def _leaves(
    person: Person, entry: CalendarEntry | None, *, at: datetime, days: TrustCalendars
) -> datetime:  # fmt: skip
    """Somebody waits for it: in opening hours, or at once where the date would have begun by then."""
    opens = open_moment(at, person.school_id, days)
    return at if entry is not None and entry.starts_at <= opens else opens
