"""Addresses that take no mail: they are skipped for every kind, until somebody takes them off the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.people import Person


class SuppressedAddress(Scoped, Model):
    """An address that mail must not go to, and why."""

    __tablename__ = "suppressed_addresses"

    #: lower case, as people's addresses are
    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    #: in words for an administrator: "The mailbox does not exist."
    reason: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]


def suppress(address: str, trust_id: int, reason: str) -> None:
    """Send nothing more to this address; one that is on the list keeps its first reason."""
    suppress_all([{"address": address.lower(), "trust_id": trust_id, "reason": reason, "since": now()}])


def suppress_all(rows: Iterable[dict[str, Any]]) -> None:
    """The same for many at once: rows of the table, with addresses in lower case."""
    each: dict[str, dict[str, Any]] = {}
    for row in rows:
        each.setdefault(row["address"], row)
    if each:
        insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
        table: Any = SuppressedAddress.__table__
        ordered = [each[address] for address in sorted(each)]
        db.session.connection().execute(insert(table).on_conflict_do_nothing(), ordered)


def allow(address: str) -> None:
    """Take the address off the list; messages that were held back meanwhile can be sent again."""
    db.session.execute(delete(SuppressedAddress).where(SuppressedAddress.address == address.lower()))


def everything_suppressed() -> list[Row[str, str, datetime, int, str]]:
    """Every address on the list, newest first, with whose it is, if anybody's."""
    statement = (
        select(
            SuppressedAddress.address,
            SuppressedAddress.reason,
            SuppressedAddress.since,
            Person.id.label("person_id"),
            Person.name.label("person"),
        )
        .outerjoin(Person, Person.email == SuppressedAddress.address)
        .order_by(SuppressedAddress.since.desc(), SuppressedAddress.address)
    )
    return list(db.session.execute(statement))


def suppressed(addresses: Collection[str]) -> dict[str, str]:
    """Of these addresses, those that take no mail, with the reason."""
    statement = select(SuppressedAddress.address, SuppressedAddress.reason).where(
        SuppressedAddress.address.in_(addresses)
    )
    return {row.address: row.reason for row in db.session.execute(statement)}
