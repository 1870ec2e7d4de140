"""Five thousand events in one call of SendGrid's webhook, signed, from the request to its answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from config import Environment, Settings
from notifications.receipts import Receipt
from tests.application import application
from tests.databases import Databases
from tests.post import write
from tests.signing import Signer, as_body, told
from tests.world import build
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus

EVENTS: Final = 5_000
A_MESSAGE: Final = ("processed", "delivered")


def measure(databases: Databases, kind: str) -> Iterator[str]:
    """Yields a line for a call with news, and one for the same call again."""
    signer = Signer()
    with databases.fresh() as url:
        settings = Settings(
            environment=Environment.TEST,
            database_url=url,
            files_folder=Path("unused"),
            sendgrid_events_key=signer.public,
        )
        with application(settings) as app:
            with app.app_context(), scope(EVERY_TRUST):
                ids = write(build(), *["tom"] * (EVENTS // len(A_MESSAGE)), status=MessageStatus.UNKNOWN)
                db.session.execute(update(Message).values(handed_over_at=now()))
                db.session.commit()
            events = [told(one, what) for one in ids for what in A_MESSAGE]
            Random(1).shuffle(events)
            body = as_body(events)
            for words in ("news", "known already"):
                begin = perf_counter()
                answer = FlaskClient(app).post(
                    "/hooks/sendgrid/events", data=body, headers=signer.headers(body)
                )
                seconds = perf_counter() - begin
                with app.app_context(), scope(EVERY_TRUST):
                    kept = db.session.scalar(select(func.count(Receipt.id)))
                yield (
                    f"receipts: {EVENTS} events, {words}: {seconds:.2f} s (wanted: 5), "
                    f"answered {answer.status_code}; {kept} kept"
                )
