"""A provider that signs what it posts, and messages of which it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from config import Settings
from notifications.addresses import SuppressedAddress
from notifications.receipts import Receipt
from tests.client import Browser
from tests.post import write
from tests.signing import Signer, as_body, form_with
from tests.world import World
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus

EVENTS: Final = "/hooks/sendgrid/events"
INBOUND: Final = "/hooks/sendgrid/inbound"
SENT, DELIVERED = MessageStatus.SENT, MessageStatus.DELIVERED
FAILED, UNKNOWN = MessageStatus.FAILED, MessageStatus.UNKNOWN


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.fixture
def settings(settings: Settings, signer: Signer) -> Settings:
    return replace(settings, sendgrid_events_key=signer.public, sendgrid_inbound_key=signer.public)


@pytest.fixture
def told_to(client: Browser, signer: Signer) -> Callable[..., TestResponse]:
    """Posts events, signed."""

    def post(*events: Any, **more: Any) -> TestResponse:
        body = more.pop("body", None) or as_body(list(events))
        headers = {**signer.headers(body, **more), "Content-Type": "application/json"}
        return client.post(EVENTS, data=body, headers=headers, token=False)

    return post


@pytest.fixture
def came_in(client: Browser, signer: Signer) -> Callable[..., TestResponse]:
    """Posts a raw mail, signed."""

    def post(raw: bytes, *to: str) -> TestResponse:
        body, kind = form_with(raw, to=list(to))
        headers = {**signer.headers(body), "Content-Type": kind}
        return client.post(INBOUND, data=body, headers=headers, token=False)

    return post


class Mails:
    """Messages to Tom, in statuses of one's choice."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world

    def to(self, *names: str, status: MessageStatus = SENT, **values: Any) -> list[int]:
        with self.app.app_context(), scope(EVERY_TRUST):
            ids = write(self.world, *names, status=status, **values)
            for one, name in zip(ids, names, strict=True):
                row = {"sent_to": f"{name}@harbour.example", "handed_over_at": now()}
                db.session.execute(update(Message).where(Message.id == one).values(**row))
            db.session.commit()
            return ids

    def status(self, message_id: int) -> MessageStatus:
        return self.message(message_id).status

    def message(self, message_id: int) -> Message:
        with self.app.app_context(), scope(EVERY_TRUST):
            return db.session.get_one(Message, message_id)

    def suppressed(self) -> dict[str, str]:
        with self.app.app_context(), scope(EVERY_TRUST):
            rows = db.session.execute(select(SuppressedAddress.address, SuppressedAddress.reason))
            return {row.address: row.reason for row in rows}

    def receipts(self) -> int:
        with self.app.app_context(), scope(EVERY_TRUST):
            return db.session.scalar(select(func.count(Receipt.id))) or 0


@pytest.fixture
def mails(app: Flask, harbour: World) -> Mails:
    return Mails(app, harbour)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that reaches a database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)
