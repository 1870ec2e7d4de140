"""The outbox: what is to be told to whom, written in the same transaction as the change it tells of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    insert,
    literal,
    or_,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON, local
from workflows.database import JsonObject, Model, Scoped, db, text_enum
from workflows.people import Holder, MailPreference, Person
from workflows.school_calendar import TrustCalendars

MORNING, EVENING = time(7, 0), time(19, 0)
"""Between these local times a message about work may leave."""


class MessageStatus(StrEnum):
    GATHERED = "gathered"  # waits for the person's daily mail
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"  # attempted, and nobody can say whether it left
    FAILED = "failed"
    SUPPRESSED = "suppressed"  # the address takes no mail
    SUPERSEDED = "superseded"  # no longer true, or carried by another message


class Reason(StrEnum):
    """Why somebody gets a message; decides how soon, and whether it still stands when it leaves."""

    TURN = "turn"  # it has become their turn
    TOLD = "told"  # something happened that concerns them
    REMINDER = "reminder"
    DATE = "date"  # about a date in their diary: never switched off, and never older than the date is now
    DIGEST = "digest"  # carries gathered ones
    ACCOUNT = "account"  # sign-in, passwords: at once, at any hour


class Message(Scoped, Model):
    """A row of the outbox. Rendered when it is delivered, from its kind and what it points at."""

    __tablename__ = "messages"
    __table_args__ = (
        Index(
            "ix_messages_due",
            "send_after",
            "id",
            sqlite_where=text("status = 'queued' OR status = 'gathered'"),
            postgresql_where=text("status = 'queued' OR status = 'gathered'"),
        ),
        Index(
            "ix_messages_in_flight",
            "lease_until",
            sqlite_where=text("status = 'sending' OR status = 'unknown'"),
            postgresql_where=text("status = 'sending' OR status = 'unknown'"),
        ),
        Index(
            "ix_messages_trouble",
            "trust_id",
            "id",
            sqlite_where=text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        ),
        Index(
            "ix_messages_own_trouble",
            "sender_id",
            sqlite_where=text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
            postgresql_where=text("status = 'failed' OR status = 'suppressed' OR status = 'unknown'"),
        ),
        Index(None, "trust_id", "id"),
        Index(None, "person_id", "status"),
        Index(None, "entry_id", "person_id", "id"),
        CheckConstraint("(status = 'sending') <= (lease_until IS NOT NULL)", name="sending_has_lease"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the same message is never written twice
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    #: names the template: "support/release", "reminder", "digest", "account/invitation"
    kind: Mapped[str] = mapped_column(String(60))
    reason: Mapped[Reason] = mapped_column(text_enum(Reason, "reason"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"))
    #: the date that it is about, where it keeps somebody's diary right
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    #: small facts that the rows pointed at do not hold
    facts: Mapped[JsonObject] = mapped_column(default=dict)
    status: Mapped[MessageStatus] = mapped_column(text_enum(MessageStatus, "status"))
    created_at: Mapped[datetime]
    #: not before this moment: quiet hours, closed days, back-off
    send_after: Mapped[datetime]
    #: who brought it about, and so hears when it fails
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: the message that carries it instead: a digest, or the one by which it was sent again
    carried_by_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    #: committed before this attempt gives the provider what it needs to send; from then until an outcome is
    #: written nobody here can know whether it left
    handed_over_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    #: the address it went to, which may since have changed
    sent_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    #: what the provider calls it
    provider_id: Mapped[str] = mapped_column(default="")
    #: why it failed or waits, in words for an administrator
    problem: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    sender: Mapped[Person | None] = relationship(foreign_keys=[sender_id])
    case: Mapped[Case | None] = relationship()

    @property
    def to_name(self) -> str:
        """Whom it is for: its person, or somebody outside the trust to whom that person sends a link."""
        return str(self.facts.get("to_name") or self.person.name)


def having(*statuses: MessageStatus) -> ColumnElement[bool]:
    """The condition that a message has one of these statuses, for the indexes that hold just some of them.

    Written out word by word, as the index has it: a planner uses such an index only where it can read that
    the condition is met (SQLite: one of the index's own words, or all of them in its order).
    """
    return or_(*(Message.status == literal(status, literal_execute=True) for status in statuses))


INSERT = insert(Message.__table__)  # type: ignore[arg-type]

OVERTAKEN = "A newer mail about the same date takes its place."


def supersede(entry_id: int, people: Collection[int]) -> None:
    """Mail about this date that has not left to these people must not leave any more: a newer one follows.

    A diary takes whatever comes last, so that an older mail would put back what has changed since.
    """
    table: Any = Message.__table__
    db.session.connection().execute(
        update(table)
        .where(
            table.c.entry_id == entry_id,
            table.c.person_id.in_(people),
            table.c.reason == Reason.DATE,
            table.c.status == MessageStatus.QUEUED,
        )
        .values(status=MessageStatus.SUPERSEDED, problem=OVERTAKEN)
    )


def next_open_moment(moment: datetime, holder: Holder, calendars: TrustCalendars) -> datetime:
    """The first moment from then on, in UTC, at which mail may reach this person.

    Between 07:00 and 19:00 London time, on a working day of their school (of the central team for those
    without one).
    """
    return open_moment(moment, holder.school_id, calendars)


def open_moment(moment: datetime, school_id: int | None, calendars: TrustCalendars) -> datetime:
    """The same for somebody of this school, or of the central team."""
    calendar = calendars.of(school_id or calendars.trust_id)
    here = moment.astimezone(LONDON)
    day = here.date() if here.time() < EVENING else here.date() + timedelta(days=1)
    day_open = calendar.add_working_days(day, 0)
    return max(moment, local(day_open, MORNING))


def date_moment(
    moment: datetime, holder: Holder, calendars: TrustCalendars, *, begins_at: datetime
) -> datetime:  # fmt: skip
    """When mail about a date may reach this person: for daily-mail readers with the next morning's.

    Quiet hours and closed days give way where the date would have begun before they are over.
    """
    earliest = moment
    if holder.mail_preference is MailPreference.DIGEST and moment.astimezone(LONDON).time() >= MORNING:
        earliest = local(moment.astimezone(LONDON).date() + timedelta(days=1), MORNING)
    open_from = next_open_moment(earliest, holder, calendars)
    return moment if begins_at <= open_from else open_from


def status_for(holder: Holder, reason: Reason) -> MessageStatus:
    """Whether a message leaves by itself or waits for the person's daily mail."""
    at_once = {
        MailPreference.INSTANT: {Reason.TURN, Reason.TOLD, Reason.REMINDER},
        MailPreference.TURNS: {Reason.TURN},
        MailPreference.DIGEST: set(),
    }[holder.mail_preference]
    carried = reason in (Reason.TURN, Reason.TOLD, Reason.REMINDER) and reason not in at_once
    return MessageStatus.GATHERED if carried else MessageStatus.QUEUED


def row(
    holder: Holder, *, trust_id: int, kind: str, reason: Reason, key: str, created_at: datetime,
    send_after: datetime, **more: Any
) -> dict[str, Any]:  # fmt: skip
    """One outbox row, ready for `INSERT`."""
    return {
        "trust_id": trust_id,
        "dedupe_key": f"{key}:{holder.person_id}",
        "kind": kind,
        "reason": reason,
        "person_id": holder.person_id,
        "status": status_for(holder, reason),
        "created_at": created_at,
        "send_after": send_after,
        "case_id": None,
        "event_id": None,
        "deadline_id": None,
        "entry_id": None,
        "sender_id": None,
        "facts": {},
        **more,
    }
