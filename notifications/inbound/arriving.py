"""A mail arrives: whose address it came to, and a row that keeps it until it has been dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from notifications.inbound.model import InboundMail, InboundStatus
from notifications.inbound.parts import clean, mailboxes, part_of
from notifications.setup import transaction
from notifications.tokens import Purpose, opened
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import Attendance
from workflows.messages import Message

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a mail that are taken."""
_LONGEST_ADDRESS: Final = 254
_NAMING_RECIPIENTS: Final = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


class UnknownRecipient(Exception):
    """Nobody was given this address; the mail is not taken."""

    def __init__(self, recipient: str) -> None:
        super().__init__(f"{clean(recipient)[:_LONGEST_ADDRESS]} is no address that Alongside gave out.")


class TooLarge(Exception):
    """The mail is larger than is taken."""

    def __init__(self) -> None:
        super().__init__(f"Mail of more than {LARGEST // 1024**2} MB is not taken.")


@dataclass(frozen=True)
class Owner:
    """What an address belongs to: somebody's invitation, or a message that reports may be about."""

    purpose: Purpose
    number: int


@dataclass(frozen=True)
class Arrival:
    """A mail that is in the database."""

    id: int
    #: whether it had come before, so that nothing follows
    is_repeat: bool


def owner_of(recipient: str, keys: Sequence[str]) -> Owner:
    """What the token in a plus-address opens, in whatever case it comes. Raises UnknownRecipient."""
    local, _, domain = recipient.strip().strip("<>").rpartition("@")
    token = local.partition("+")[2].lower()
    if domain and len(recipient) <= _LONGEST_ADDRESS:
        for purpose in (Purpose.REPLY, Purpose.BOUNCE):
            number = opened(purpose, token, keys)
            if number is not None:
                return Owner(purpose, number)
    raise UnknownRecipient(recipient)


def take(recipient: str, raw: bytes, *, keys: Sequence[str], return_path: str = "") -> Arrival:
    """Keep a mail in a transaction of its own: once this has come back, nothing of it can be lost.

    Raises UnknownRecipient and TooLarge.
    """
    with scope(EVERY_TRUST), transaction():
        return store(recipient, raw, keys=keys, return_path=return_path)


def store(recipient: str, raw: bytes, *, keys: Sequence[str], return_path: str = "") -> Arrival:
    """The same in the caller's transaction, with every trust in scope."""
    if len(raw) > LARGEST:
        raise TooLarge
    owner = owner_of(recipient, keys)
    row = {
        "digest": sha256(f"{owner.purpose}:{owner.number}\n".encode() + raw).hexdigest(),
        "return_path": clean(return_path)[:_LONGEST_ADDRESS],
        "received_at": now(),
        "status": InboundStatus.WAITING,
        "raw": raw,
        **_owned(owner, recipient),
    }
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    made = insert(InboundMail).values(row).on_conflict_do_nothing().returning(InboundMail.id)
    new_id = db.session.scalar(made)
    if new_id is not None:
        return Arrival(new_id, is_repeat=False)
    known = select(InboundMail.id).where(InboundMail.digest == row["digest"])
    return Arrival(db.session.scalars(known).one(), is_repeat=True)


def recipients_named(raw: bytes) -> list[str]:
    """Addresses that the mail's own headers name, those of its delivery first."""
    headers = part_of(raw).headers
    found = [one for name in _NAMING_RECIPIENTS for one in mailboxes(headers.get(name, ""))]
    return list(dict.fromkeys(address for _, address in found if "@" in address))


def _owned(owner: Owner, recipient: str) -> dict[str, int | None]:
    """The row that the address belongs to, and its trust. Raises UnknownRecipient if it is gone."""
    kind: type[Attendance | Message] = Attendance if owner.purpose is Purpose.REPLY else Message
    trust_id = db.session.scalar(select(kind.trust_id).where(kind.id == owner.number))
    if trust_id is None:
        raise UnknownRecipient(recipient)
    is_reply = owner.purpose is Purpose.REPLY
    return {
        "trust_id": trust_id,
        "attendance_id": owner.number if is_reply else None,
        "message_id": None if is_reply else owner.number,
    }
