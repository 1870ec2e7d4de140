"""Ten thousand reminders due at once: how fast two workers make messages of them, and letters of those."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import time
from typing import Any, Final

from sqlalchemy import func, insert, select

from config import Environment, Settings
from notifications.channels.mailbox import Letter, Mailbox
from notifications.rounds import STEPS, Round
from notifications.setup import Setup, stationery_of
from tests.databases import Databases, connected
from tests.world import MONDAY, World, build
from webapp.factory import create_app
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, Model, db, scope
from workflows.messages import Message
from workflows.people import MailPreference
from workflows.reminders import ReminderStatus

HOW_MANY: Final = 10_000
WORKERS: Final = 2
FIRST: Final = 1_000_000
"""Ids of what is made here begin here."""


def measure(databases: Databases, kind: str) -> Iterator[str]:
    """Yields a line for reminders and one for messages."""
    workers = WORKERS if kind == "postgresql" else 1
    with databases.fresh() as url:
        with connected(url), clock_at(MONDAY):
            _prepare(build())
        for step, wanted in (("reminders", _messages), ("delivery", _letters)):
            seconds = _at_work(url, step, workers)
            with connected(url), scope(EVERY_TRUST):
                rows, people = wanted()
            yield (
                f"delivery: {step:<9} {rows / seconds:6.0f} a second with {workers} "
                f"worker{'s' if workers > 1 else ''} (wanted: 1000); {rows} made, {rows - people} twice"
            )


def _messages() -> tuple[int, int]:
    rows = select(func.count(Message.id), func.count(Message.person_id.distinct()))
    return tuple(db.session.execute(rows).one())  # type: ignore[return-value]


def _letters() -> tuple[int, int]:
    rows = select(func.count(Letter.id), func.count(Letter.recipient.distinct()))
    return tuple(db.session.execute(rows).one())  # type: ignore[return-value]


def _at_work(url: str, step: str, workers: int) -> float:
    """Seconds from when the first worker began until the last one had nothing left."""
    command = [sys.executable, "-m", "tests.bench.delivery", url, step]
    begun = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    times = [tuple(map(float, one.communicate()[0].split()[-2:])) for one in begun]
    return max(end for _, end in times) - min(start for start, _ in times)


def _prepare(world: World) -> None:
    """A case, a giver of its own, a turn and a due reminder, ten thousand times."""
    tables, trust, at = Model.metadata.tables, world.trust_id, MONDAY - timedelta(days=3)
    ids = range(FIRST, FIRST + HOW_MANY)
    rows: dict[str, list[dict[str, Any]]] = {
        "people": [_person(trust, one) for one in ids],
        "places": [{"id": one, "trust_id": trust, "kind": "case", "name": f"SR-{one}"} for one in ids],
        "cases": [_case(trust, one, at) for one in ids],
        "support_requests": [_request(world, one) for one in ids],
        "appointments": [
            {"trust_id": trust, "person_id": one, "role": "giver", "place_id": one, "starts_on": at.date()}
            for one in ids
        ],
        "deadlines": [_deadline(trust, one, at) for one in ids],
        "reminders": [_reminder(trust, one) for one in ids],
    }
    with scope(EVERY_TRUST):
        for name, made in rows.items():
            db.session.connection().execute(insert(tables[name]), made)
        db.session.commit()


def _person(trust: int, one: int) -> dict[str, Any]:
    address = f"giver{one}@harbour.example"
    return {"id": one, "trust_id": trust, "name": f"Giver {one}", "email": address,
            "job_title": "", "mail_preference": MailPreference.INSTANT}  # fmt: skip


def _case(trust: int, one: int, at: datetime) -> dict[str, Any]:
    return {"id": one, "trust_id": trust, "kind": "support", "reference": f"SR-{one}",
            "title": "Reading", "state": "under_way", "state_since": at, "opened_at": at,
            "version": 0, "chain_head": ""}  # fmt: skip


def _request(world: World, one: int) -> dict[str, Any]:
    schools = world.schools
    return {"id": one, "receiving_school_id": schools["saltmarsh"], "giving_school_id": schools["gull_rock"],
            "need": "", "difference": "", "evidence": "", "contact": "", "summary": ""}  # fmt: skip


def _deadline(trust: int, one: int, at: datetime) -> dict[str, Any]:
    return {"id": one, "trust_id": trust, "case_id": one, "state": "under_way", "role": "giver",
            "place_id": one, "ask": "Plan or record the next visit for", "since": at,
            "due_on": MONDAY.date(), "opened_seq": 1}  # fmt: skip


def _reminder(trust: int, one: int) -> dict[str, Any]:
    at = MONDAY - timedelta(minutes=10)
    return {"trust_id": trust, "deadline_id": one, "days": 0, "copy": "", "at": at,
            "status": ReminderStatus.WAITING, "reason": ""}  # fmt: skip


def _work(url: str, step: str) -> None:
    """What one worker does: one step of a round, at the moment at which everything is due."""
    settings = Settings(environment=Environment.TEST, database_url=url, files_folder=Path("unused"))
    app = create_app(settings)
    with app.app_context(), clock_at(MONDAY + timedelta(minutes=1)):
        setup = Setup(channel=Mailbox(), stationery=stationery_of(app))
        start = time()
        STEPS[step](setup, Round())
        sys.stdout.write(f"{start} {time()}\n")


if __name__ == "__main__":
    _work(*sys.argv[1:3])
