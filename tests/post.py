"""What tests of delivery share: a set-up, messages to deliver, and rounds at a moment of one's choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier, Thread
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from notifications.channels import HandOver, Outcome, Sent
from notifications.channels.mailbox import Letter, Mailbox
from notifications.mail import Mail
from notifications.rendering import Stationery
from notifications.rounds import Round, tick
from notifications.setup import Pace, Setup
from tests.world import World
from workflows.clock import clock_at, now
from workflows.database import choose_every_trust, db
from workflows.messages import INSERT, Message, MessageStatus, Reason

STATIONERY = Stationery(
    base_url="https://alongside.example.org",
    sender="Alongside <post@alongside.example.org>",
    keys=("a-key-for-tests-that-signs-nothing-of-worth",),
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_numbers = count(1)


@dataclass
class Told:
    """A channel that remembers what it was given, and answers as it is told to."""

    answers: Iterator[Outcome] = field(default_factory=lambda: iter(()))
    sent: list[Mail] = field(default_factory=list)
    batch: int = 20
    is_ours: bool = False
    reports_back: bool = False

    @contextmanager
    def open(self) -> Iterator[Told]:
        yield self

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        hand_over()
        self.sent.append(mail)
        return next(self.answers, Sent("accepted"))

    @property
    def to(self) -> Counter[str]:
        """How many mails each address was sent."""
        return Counter(mail.to_address for mail in self.sent)


def setup(channel: Any = None, *, hurry: bool = False, **pace: Any) -> Setup:
    """A set-up with the local mailbox unless another channel is given."""
    return Setup(channel=channel or Mailbox(), stationery=STATIONERY, pace=Pace(**pace), hurry=hurry)


def round_at(moment: datetime, using: Setup) -> Round:
    """Run a round as if it were this moment; every trust can be queried afterwards."""
    with clock_at(moment):
        done = tick(using)
    choose_every_trust()
    assert done.broken == []
    return done


def rounds_at_once(moment: datetime, *setups: Setup) -> None:
    """Run a round in a thread of its own for each set-up, all beginning together."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.rollback()  # on SQLite whoever looks holds the lock
    together, broken = Barrier(len(setups)), list[str]()

    def run(using: Setup) -> None:
        with app.app_context(), clock_at(moment):
            together.wait()
            broken.extend(tick(using).broken)

    threads = [Thread(target=run, args=(using,)) for using in setups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    choose_every_trust()
    assert broken == []


def rounds(start: datetime, end: datetime, *, every: timedelta, using: Setup) -> list[Round]:
    """Rounds from one moment to another, as a worker would run them."""
    found = []
    while start <= end:
        found.append(round_at(start, using))
        start += every
    return found


def write(world: World, *names: str, **values: Any) -> list[int]:
    """Write messages to these people and commit; gives their ids. Unless told otherwise: news, due now."""
    at = values.pop("at", None) or now()
    rows = [
        {
            "trust_id": world.trust_id,
            "dedupe_key": f"test:{next(_numbers)}",
            "kind": "news",
            "reason": Reason.TOLD,
            "person_id": world.people[name],
            "status": MessageStatus.QUEUED,
            "created_at": at,
            "send_after": at,
            "facts": {},
            **values,
        }
        for name in names
    ]
    db.session.connection().execute(INSERT, rows)
    db.session.commit()
    keys = [row["dedupe_key"] for row in rows]
    found = select(Message.id).where(Message.dedupe_key.in_(keys)).order_by(Message.id)
    ids = list(db.session.scalars(found))
    db.session.rollback()  # on SQLite whoever looks holds the lock
    return ids


def message(message_id: int) -> Message:
    """The row as it is in the database now."""
    db.session.rollback()
    choose_every_trust()
    return db.session.get_one(Message, message_id, populate_existing=True)


def statuses(ids: Iterable[int]) -> Counter[str]:
    """How many of these messages are in which status."""
    db.session.rollback()
    choose_every_trust()
    statement = select(Message.status).where(Message.id.in_(list(ids)))
    found = Counter(str(status) for status in db.session.scalars(statement))
    db.session.rollback()  # on SQLite whoever looks holds the lock
    return found


def letters() -> list[Letter]:
    """What lies in the local mailbox, oldest first."""
    db.session.rollback()
    choose_every_trust()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))
