"""The message log: what was told to whom, and where it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select

from workflows.administration.paging import Page, turn
from workflows.cases import Case
from workflows.clock import local
from workflows.forums.missed import MISSED_TWICE
from workflows.machine import all_workflows
from workflows.messages import Message, MessageStatus
from workflows.peer_reviews.releasing import LINK_MAIL
from workflows.people import Person

STATUSES: Final = {
    MessageStatus.GATHERED: "Waits for the daily mail",
    MessageStatus.QUEUED: "Waits to leave",
    MessageStatus.SENDING: "Leaving now",
    MessageStatus.SENT: "Sent",
    MessageStatus.DELIVERED: "Delivered",
    MessageStatus.UNKNOWN: "Nobody can say",
    MessageStatus.FAILED: "Failed",
    MessageStatus.SUPPRESSED: "Held back",
    MessageStatus.SUPERSEDED: "Not needed any more",
}
"""Where a message is, in words."""

OTHER_KINDS: Final = {
    "reminder": "Reminder",
    "digest": "Daily mail",
    "dates/invited": "Invited to a date",
    "dates/changed": "Date changed",
    "dates/called_off": "Date called off",
    "dates/no_longer_asked": "No longer asked to a date",
    "dates/reminder": "Reminder of a date",
    "sign_ups/place": "Has a place",
    "sign_ups/place_undated": "Has a place",
    "sign_ups/waiting": "On the waiting list",
    "sign_ups/changed": "What they signed up for changed",
    "sign_ups/withdrawn": "What they signed up for is off",
    "dates/took_place": "Asked whether a date took place",
    "dates/times_offered": "Asked which times suit",
    "dates/times_reminder": "Reminder to say which times suit",
    "dates/times_dropped": "No time found",
    "account/invitation": "Invitation",
    "account/password_reset": "Link for a new password",
}

UNLISTED: Final = frozenset({MISSED_TWICE})
"""Words to one person, of which nobody else is told: not in the log either."""


class MessageRow(NamedTuple):
    """A message in the log."""

    id: int
    created_at: datetime
    send_after: datetime
    sent_at: datetime | None
    kind: str
    subject: str
    status: MessageStatus
    problem: str
    person_id: int
    person: str
    reference: str | None
    case_kind: str | None

    @property
    def to(self) -> str:
        """Whom it is for: a link to a report goes to somebody outside the trust."""
        return f"Somebody outside the trust, from {self.person}" if self.kind == LINK_MAIL else self.person


@dataclass(frozen=True)
class MessagesWanted:
    """Which messages to list; what is empty does not matter."""

    person: str = ""
    reference: str = ""
    kind: str = ""
    status: str = ""
    from_on: date | None = None
    until_on: date | None = None


def kinds() -> dict[str, str]:
    """Every kind of message there can be, in words."""
    return dict(sorted(_kinds(), key=lambda pair: pair[1]))


def kind_in_words(kind: str) -> str:
    """What a message tells: "Giver released", "Reminder"."""
    slug, _, step = kind.partition("/")
    for flow in all_workflows():
        if flow.slug == slug and step in flow.transitions:
            return flow.transitions[step].done
    return OTHER_KINDS.get(kind) or step.replace("_", " ").capitalize() or kind.capitalize()


def log_of(
    wanted: MessagesWanted, *, before: int | None = None, after: int | None = None
) -> Page[MessageRow]:  # fmt: skip
    """A page of the log, newest first, in one statement."""
    statement = (
        select(
            Message.id,
            Message.created_at,
            Message.send_after,
            Message.sent_at,
            Message.kind,
            Message.subject,
            Message.status,
            Message.problem,
            Person.id,
            Person.name,
            Case.reference,
            Case.kind,
        )
        .join(Person, Person.id == Message.person_id)
        .outerjoin(Case, Case.id == Message.case_id)
        .where(*_conditions(wanted))
    )
    return turn(statement, (Message.id,), before=before, after=after, make=MessageRow, newest_first=True)


def _kinds() -> Iterator[tuple[str, str]]:
    for flow in all_workflows():
        for step in flow.transitions.values():
            yield f"{flow.slug}/{step.name}", f"{flow.noun}: {step.done[:1].lower()}{step.done[1:]}"
    yield from OTHER_KINDS.items()


def _conditions(wanted: MessagesWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Message.kind.not_in(sorted(UNLISTED))]
    if wanted.person:
        like = f"%{wanted.person.replace('%', '').replace('_', '')}%"
        found.append(or_(Person.name.ilike(like), Person.email.ilike(like)))
    if wanted.reference:
        found.append(Case.reference == wanted.reference.upper())
    if wanted.kind:
        found.append(Message.kind == wanted.kind)
    if wanted.status:
        found.append(Message.status == MessageStatus(wanted.status))
    if wanted.from_on:
        found.append(Message.created_at >= local(wanted.from_on, time(0)))
    if wanted.until_on:
        found.append(Message.created_at < local(wanted.until_on + timedelta(days=1), time(0)))
    return found
