"""What becomes of mail after it has left: the provider's word, each once, and what follows for its message.

A status only ever rises: unknown, sent, failed, delivered. In whatever order word comes, the end is the same,
and what is delivered stays delivered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from notifications.addresses import suppress_all
from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.messages import Message, MessageStatus
from workflows.people import Person

AT_ONCE: Final = 900
"""Values that a statement lists; some databases take no more than a thousand."""


class Receipt(Scoped, Model):
    """One thing that a provider has told of a message."""

    __tablename__ = "receipts"

    #: the provider's own number for it, so that a repeat is known
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    #: "delivered", "bounce", "dropped" …
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")


class Meaning(StrEnum):
    """What a receipt says, whoever gives it."""

    LEFT = "left"  # the provider has it, and goes on trying
    ARRIVED = "arrived"
    REFUSED = "refused"  # this mail did not arrive; the address may be sound
    DEAD = "dead"  # nothing will ever arrive at this address
    UNWANTED = "unwanted"  # it arrived, and its reader has called it spam


@dataclass(frozen=True, kw_only=True)
class Word:
    """One thing told of one message."""

    id: str
    message_id: int
    kind: str
    meaning: Meaning
    at: datetime
    #: whom it was sent to, as the provider has it
    address: str
    #: in the provider's words, on one line
    reason: str = ""


RISES_TO: Final = {
    Meaning.LEFT: MessageStatus.SENT,
    Meaning.ARRIVED: MessageStatus.DELIVERED,
    Meaning.REFUSED: MessageStatus.FAILED,
    Meaning.DEAD: MessageStatus.FAILED,
    Meaning.UNWANTED: MessageStatus.DELIVERED,
}
_HEIGHT: Final = {
    MessageStatus.QUEUED: 0,  # in doubt once, and about to be sent again: no need, if it has left
    MessageStatus.UNKNOWN: 0,
    MessageStatus.SENT: 1,
    MessageStatus.FAILED: 2,
    MessageStatus.DELIVERED: 3,
}
SAYS_SPAM: Final = "They marked a mail from Alongside as spam, so the provider lets nothing more through."
GONE: Final = "The mail server says that nobody has this address, or no longer"


def take(words: Sequence[Word]) -> int:
    """Keep these in the caller's transaction and move their messages; gives how many were news.

    A handful of statements, however many there are; every trust has to be in scope. Word of messages that are
    not ours, or of another address than theirs, is passed over.
    """
    messages = _messages({word.message_id for word in words})
    known = _known({word.id for word in words})
    new = {word.id: word for word in words if word.id not in known and _is_about(word, messages)}
    if new:
        _keep(new.values(), messages)
        _follow(new.values(), messages)
    return len(new)


def follow(message_ids: Collection[int]) -> None:
    """Move messages whose word came before our own note that they had left."""
    rows = db.session.execute(
        select(Receipt.message_id, Receipt.kind, Receipt.reason, Receipt.at, Receipt.id).where(
            Receipt.message_id.in_(message_ids)
        )
    ).all()
    if rows:
        messages = _messages({row.message_id for row in rows})
        words = (
            Word(
                id=row.id,
                message_id=row.message_id,
                kind=row.kind,
                meaning=MEANINGS[row.kind],
                at=row.at,
                address="",
                reason=row.reason,
            )
            for row in rows
            if row.kind in MEANINGS
        )
        _move(_highest(words, messages), messages)


MEANINGS: Final = {
    "processed": Meaning.LEFT,
    "deferred": Meaning.LEFT,
    "delivered": Meaning.ARRIVED,
    "blocked": Meaning.REFUSED,
    "refused": Meaning.REFUSED,
    "bounce": Meaning.DEAD,
    "dropped": Meaning.REFUSED,
    "spamreport": Meaning.UNWANTED,
}
"""What is kept of each kind says what it means, so that it can be read again."""


WORDS: Final = {
    "processed": "Passed on",
    "deferred": "Late: the mail server will try again",
    "delivered": "Delivered",
    "blocked": "Turned away; the address stays as it is",
    "refused": "Turned away; the address stays as it is",
    "bounce": "The address takes no mail",
    "dropped": "Not sent on",
    "spamreport": "Marked as spam",
}


def how_to_mend(reason: str) -> str:
    """What an administrator can do about an address that takes no mail for this reason."""
    if reason == SAYS_SPAM:
        return (
            "Ask them whether they want mail from Alongside. If they do, take the address off the mail "
            "provider\N{RIGHT SINGLE QUOTATION MARK}s list of spam reports, then allow it here."
        )
    if reason.startswith(GONE):
        return (
            "Ask them which address they use, and correct it on their page. If this one is right, take it "
            "off the mail provider\N{RIGHT SINGLE QUOTATION MARK}s own list, then allow it here."
        )
    return "Correct the address on their page if it is wrong, or allow it here once it works again."


class Told(NamedTuple):
    """A receipt in words."""

    title: str
    at: datetime
    note: str
    by: str = ""


def told_of(message_id: int) -> list[Told]:
    """What has been told of a message, newest first."""
    statement = (
        select(Receipt.kind, Receipt.at, Receipt.reason)
        .where(Receipt.message_id == message_id)
        .order_by(Receipt.at.desc(), Receipt.id)
    )
    return [Told(WORDS.get(row.kind, row.kind), row.at, row.reason) for row in db.session.execute(statement)]


def one_line(text: object) -> str:
    """A provider's words without line breaks or what no database takes."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", str(text)).split())[:500]


def _known(ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _in_parts(ids):
        found.update(db.session.scalars(select(Receipt.id).where(Receipt.id.in_(some))))
    return found


def _messages(ids: Collection[int]) -> dict[int, Any]:
    """The messages with what decides, held until the transaction ends, in the order that all keep to."""
    found: dict[int, Any] = {}
    for some in _in_parts(ids):
        rows = db.session.execute(
            select(
                Message.id,
                Message.trust_id,
                Message.status,
                Message.handed_over_at,
                Message.sent_to,
                Person.email,
            )
            .join(Person, Person.id == Message.person_id)
            .where(Message.id.in_(some))
            .order_by(Message.id)
            .with_for_update(of=Message)
        )
        found.update((row.id, row) for row in rows)
    return found


def _is_about(word: Word, messages: dict[int, Any]) -> bool:
    """Numbers alone prove nothing: another installation may use the same account."""
    row = messages.get(word.message_id)
    return row is not None and word.address.lower() == (row.sent_to or row.email).lower()


def _keep(words: Iterable[Word], messages: dict[int, Any]) -> None:
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    table: Any = Receipt.__table__
    rows = [
        {
            "id": word.id,
            "trust_id": messages[word.message_id].trust_id,
            "message_id": word.message_id,
            "kind": word.kind,
            "at": word.at,
            "reason": word.reason,
        }
        for word in words
    ]
    db.session.connection().execute(insert(table).on_conflict_do_nothing(), rows)


def _follow(words: Collection[Word], messages: dict[int, Any]) -> None:
    highest = _highest(words, messages)
    _move(highest, messages)
    arrived = {
        message_id
        for message_id, row in messages.items()
        if row.status is MessageStatus.DELIVERED
        or (message_id in highest and RISES_TO[highest[message_id].meaning] is MessageStatus.DELIVERED)
    }
    suppress_all(_dead(words, messages, arrived))


def _highest(words: Iterable[Word], messages: dict[int, Any]) -> dict[int, Word]:
    """Of each message, the word that lifts it furthest, where any does."""
    found: dict[int, Word] = {}
    for word in words:
        row, target = messages[word.message_id], RISES_TO[word.meaning]
        known = found.get(word.message_id)
        floor = RISES_TO[known.meaning] if known else row.status
        if _can_move(row) and _HEIGHT[target] > _HEIGHT[floor]:
            found[word.message_id] = word
    return found


def _can_move(row: Any) -> bool:
    """Whether it has left us: not while we write down that it does, nor before it was ever tried."""
    return row.status in _HEIGHT and (row.status is not MessageStatus.QUEUED or bool(row.handed_over_at))


def _move(highest: dict[int, Word], messages: dict[int, Any]) -> None:
    by_status: dict[MessageStatus, list[int]] = {}
    failed: list[dict[str, Any]] = []
    for message_id, word in highest.items():
        target = RISES_TO[word.meaning]
        if target is MessageStatus.FAILED:
            failed.append({"id": message_id, "status": target, "problem": _problem(word)})
        else:
            by_status.setdefault(target, []).append(message_id)
    for status, ids in by_status.items():
        for some in _in_parts(ids):
            _set_status(some, status, messages)
    if failed:
        db.session.execute(update(Message), failed)


def _set_status(ids: Sequence[int], status: MessageStatus, messages: dict[int, Any]) -> None:
    in_doubt = [one for one in ids if messages[one].status in (MessageStatus.UNKNOWN, MessageStatus.QUEUED)]
    options = {"synchronize_session": False}
    db.session.execute(
        update(Message).where(Message.id.in_(ids)).values(status=status, problem=""),
        execution_options=options,
    )
    if in_doubt:  # nobody had noted when they left
        db.session.execute(
            update(Message).where(Message.id.in_(in_doubt)).values(sent_at=Message.handed_over_at),
            execution_options=options,
        )


def _problem(word: Word) -> str:
    said = f": {word.reason}" if word.reason else "."
    if word.meaning is Meaning.DEAD:
        return f"{GONE}{said}"
    return f"It was turned away on its way{said}"


def _dead(
    words: Iterable[Word], messages: dict[int, Any], arrived: Collection[int]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Addresses that take no mail from now on; one at which the same mail arrived is not dead."""
    for word in words:
        spam = word.meaning is Meaning.UNWANTED
        if spam or (word.meaning is Meaning.DEAD and word.message_id not in arrived):
            yield {
                "address": word.address.lower(),
                "trust_id": messages[word.message_id].trust_id,
                "reason": SAYS_SPAM if spam else _problem(word),
                "since": now(),
            }


def _in_parts(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


# Kinds of death (RFC 3463)

_ADDRESS_STATUS: Final = re.compile(r"5\.(1\.(0|1|2|3|4|6|9|10)|2\.1)$")
"""The address itself, or a mailbox that is switched off; not what is wrong with a sender (5.1.7, 5.1.8), a
full mailbox (5.2.2) or a policy (5.7)."""


def is_dead(status: str) -> bool:
    """Whether an enhanced status code says that nothing will ever arrive at the address."""
    return bool(_ADDRESS_STATUS.fullmatch(status))


def moment_of(seconds: object) -> datetime:
    """A provider's clock; ours where it makes no sense."""
    try:
        return datetime.fromtimestamp(int(str(seconds)[:12]), UTC)
    except (ValueError, OverflowError, OSError):
        return now()
