"""The timeline and the audit trail in one table: append-only, and each entry sealed by the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from sqlalchemy import ForeignKey, Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import now
from workflows.database import JsonObject, Model, Scoped, db
from workflows.people import Person
from workflows.places import Place


class Event(Scoped, Model):
    """Something that happened at a place: who, what, when, from, to, and with which details.

    Never updated and never deleted; triggers in both databases refuse it. The hash seals the digest of the
    details rather than the details, so that free text can be erased for a person and the chain still holds.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "place_id", "seq", unique=True),
        Index(None, "trust_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the case; or the trust, school or hub whose people or settings were changed
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    #: 1, 2, 3 … at this place
    seq: Mapped[int]
    at: Mapped[datetime]
    #: none when the clock acted
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: in which part they acted, as it was then: "Head, Gull Rock Academy"
    actor_as: Mapped[str] = mapped_column(default="")
    #: the transition's name, or what was administered
    kind: Mapped[str] = mapped_column(String(60))
    from_state: Mapped[str | None] = mapped_column(String(40))
    to_state: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[JsonObject] = mapped_column(default=dict)
    details_digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Person | None] = relationship()


_INSERT = insert(Event.__table__).returning(Event.__table__.c.id)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event about to be sealed."""

    trust_id: int
    place_id: int
    seq: int
    previous: str
    at: datetime
    actor_id: int | None
    actor_as: str
    kind: str
    from_state: str | None
    to_state: str | None
    details: JsonObject


def digest_of(details: JsonObject) -> str:
    """SHA-256 of the details as canonical JSON."""
    return sha256(json.dumps(details, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def seal(entry: Entry | Event, digest: str) -> str:
    """The hash that binds an entry to all that went before it at its place."""
    parts = [
        entry.previous,
        entry.trust_id,
        entry.place_id,
        entry.seq,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_as,
        entry.kind,
        entry.from_state,
        entry.to_state,
        digest,
    ]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def append(entry: Entry) -> tuple[int, str]:
    """Write an entry; gives its id and its hash. The caller holds the lock on the place's chain."""
    digest = digest_of(entry.details)
    sealed = seal(entry, digest)
    values = {**vars(entry), "details_digest": digest, "hash": sealed}
    return db.session.connection().execute(_INSERT, values).scalar_one(), sealed


def hold(place_id: int) -> None:
    """Keep a trust's, school's or hub's chain, and whatever is decided under it, to this transaction."""
    db.session.execute(select(Place.id).where(Place.id == place_id).with_for_update(key_share=True))


def record(place_id: int, kind: str, actor: Person, **details: object) -> int:
    """Write down an act of administration at a trust, school or hub; gives the event's id."""
    who = {"trust_id": actor.trust_id, "actor_id": actor.id, "actor_as": actor.job_title}
    return _record(place_id, kind, details, **who)


def record_outside(trust_id: int, kind: str, who: str, **details: object) -> int:
    """The same at the trust, of somebody who is not of its people: "Ann Ash, by a link"."""
    return _record(trust_id, kind, details, trust_id=trust_id, actor_id=None, actor_as=who)


def _record(place_id: int, kind: str, details: JsonObject, **who: Any) -> int:
    hold(place_id)
    last = db.session.execute(
        select(Event.seq, Event.hash).where(Event.place_id == place_id).order_by(Event.seq.desc()).limit(1)
    ).first()
    entry = Entry(
        place_id=place_id,
        seq=last.seq + 1 if last else 1,
        previous=last.hash if last else "",
        at=now(),
        kind=kind,
        from_state=None,
        to_state=None,
        details=dict(details),
        **who,
    )
    return append(entry)[0]


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold, and in which way."""

    event_id: int | None
    place_id: int
    seq: int
    what: str


def verify() -> tuple[int, Break | None]:
    """Walk every chain in scope; gives how many entries hold, and the first break if there is one."""
    heads = {row.id: row for row in db.session.execute(select(Case.id, Case.version, Case.chain_head))}
    statement = select(Event).order_by(Event.place_id, Event.seq).execution_options(yield_per=1000)
    good = 0
    with closing(db.session.scalars(statement)) as entries:
        for place_id, chain in groupby(entries, key=lambda event: event.place_id):
            held, broken = _walk(chain, heads.pop(place_id, None))
            good += held
            if broken:
                return good, broken
    for head in heads.values():
        if head.version:
            return good, Break(None, head.id, head.version, "is gone, with every entry before it")
    return good, None


def _walk(chain: Iterator[Event], head: Any) -> tuple[int, Break | None]:
    """How many entries of one place hold, and its first break; `head` is what its case remembers."""
    last = None
    for step in _breaks(chain):
        if isinstance(step, Break):
            return (last.seq if last else 0), step
        last = step
    if last is None:
        return 0, None
    if head and (head.version, head.chain_head) != (last.seq, last.hash):
        return last.seq, Break(
            last.id, last.place_id, last.seq, "is not the newest entry that its case remembers"
        )  # fmt: skip
    return last.seq, None


def _breaks(chain: Iterator[Event]) -> Iterator[Event | Break]:
    previous = ""
    for seq, event in enumerate(chain, start=1):
        what = _what_is_wrong(event, seq, previous)
        yield Break(event.id, event.place_id, event.seq, what) if what else event
        previous = event.hash


def _what_is_wrong(event: Event, seq: int, previous: str) -> str:
    if event.seq != seq:
        return f"should be entry {seq}: an entry before it is gone"
    if event.previous != previous:
        return "does not follow from the entry before it"
    if digest_of(event.details) != event.details_digest:
        return "has other details than it was written with"
    if seal(event, event.details_digest) != event.hash:
        return "has been changed"
    return ""
