"""Mail by Inbound Parse is kept and dealt with at once, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from notifications.inbound import applying, arriving
from notifications.inbound.arriving import LARGEST
from notifications.inbound.model import InboundMail, InboundStatus
from notifications.setup import stationery_of
from notifications.tokens import Purpose
from tests.client import Browser
from tests.diaries import meeting, request_under_way
from tests.incoming import incoming, reply
from tests.integration.webapp.views.hooks.conftest import (
    INBOUND,
)
from tests.signing import Signer, form_with
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import Answer, Attendance, ReplyToSettle


@pytest.fixture
def toms(app: Flask, harbour: World) -> str:
    """The address to which Tom's diary replies."""
    with app.app_context(), scope(harbour.trust_id):
        entry = meeting(request_under_way(harbour), harbour, "tom")
        entry.uid = "date-1@alongside"
        db.session.commit()
        part = db.session.scalars(
            select(Attendance).where(Attendance.person_id == harbour.people["tom"])
        ).one()
        return stationery_of(app).own_address(Purpose.REPLY, part.id)


def answer_of_tom(app: Flask, world: World) -> Answer:
    with app.app_context(), scope(world.trust_id):
        return db.session.scalars(
            select(Attendance.answer).where(Attendance.person_id == world.people["tom"])
        ).one()


def kept(app: Flask) -> list[InboundMail]:
    with app.app_context(), scope(EVERY_TRUST):
        return list(db.session.scalars(select(InboundMail).order_by(InboundMail.id)))


def test_an_answer_by_inbound_parse_counts_at_once(
    app: Flask, harbour: World, toms: str, came_in: Callable[..., TestResponse]
) -> None:
    with clock_at(MONDAY + timedelta(hours=3)):
        assert came_in(incoming("google"), "somebody@else.example", toms.upper()).status_code == 204

    assert answer_of_tom(app, harbour) is Answer.YES
    assert [(one.status, one.return_path) for one in kept(app)] == [
        (InboundStatus.APPLIED, "tom@harbour.example")
    ]


def test_bytes_of_any_charset_come_through(
    app: Flask, harbour: World, toms: str, came_in: Callable[..., TestResponse]
) -> None:
    raw = incoming("letter").replace(b"gladly", "à bientôt".encode("latin-1")) + b"\xff\x00\xfe"
    assert came_in(raw, toms).status_code == 204

    with app.app_context(), scope(harbour.trust_id):
        assert db.session.scalars(select(ReplyToSettle.original)).all() == [raw]


def test_the_same_call_again_changes_nothing(
    app: Flask, toms: str, came_in: Callable[..., TestResponse]
) -> None:
    answers = [came_in(reply(), toms).status_code for _ in range(3)]

    assert answers == [204, 204, 204]
    assert len(kept(app)) == 1


def test_a_recipient_named_twice_is_given_it_once_and_no_sender_is_none(
    app: Flask, client: Browser, signer: Signer, toms: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    real = arriving.store

    def store(to: str, *rest: Any, **more: Any) -> Any:
        given.append(to)
        return real(to, *rest, **more)

    monkeypatch.setattr(arriving, "store", store)
    body, kind = form_with(reply(), to=[toms] * 3, sender="NOBODY")
    body = body.replace(b'"NOBODY"', b"null")
    headers = {**signer.headers(body), "Content-Type": kind}

    assert client.post(INBOUND, data=body, headers=headers, token=False).status_code == 204
    assert given == [toms]
    assert [one.return_path for one in kept(app)] == [""]


@pytest.mark.parametrize("to", ["dates@alongside.example.org", "a+1.aaaa@alongside.example.org", "", "+@"])
def test_mail_to_an_address_that_nobody_was_given_is_refused(
    app: Flask, harbour: World, came_in: Callable[..., TestResponse], to: str
) -> None:
    assert came_in(reply(), *filter(None, [to])).status_code == 422
    assert kept(app) == []


def test_a_form_without_a_whole_mail_is_refused(
    app: Flask, client: Browser, signer: Signer, toms: str
) -> None:
    for body, kind in (
        (b"text=hello", "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"[]", "application/json"),
        (form_with(b"", to=[toms])[0], "multipart/form-data; boundary=xYzZY"),
        (b"--x\r\n" * 10_000, "multipart/form-data; boundary=x"),
    ):
        headers = {**signer.headers(body), "Content-Type": kind}
        assert client.post(INBOUND, data=body, headers=headers, token=False).status_code == 422, body[:40]


def test_ten_megabytes_are_taken_and_more_is_not(
    app: Flask, toms: str, came_in: Callable[..., TestResponse]
) -> None:
    head = b"From: tom@harbour.example\r\n\r\n"
    assert came_in(head + b"x" * (LARGEST - len(head)), toms).status_code == 204
    assert came_in(head + b"y" * LARGEST, toms).status_code == 422
    assert came_in(b"x" * 2 * LARGEST, toms).status_code == 413

    assert len(kept(app)) == 1


def test_a_mail_that_cannot_be_dealt_with_is_stored_all_the_same(
    app: Flask,
    harbour: World,
    toms: str,
    came_in: Callable[..., TestResponse],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(applying, "perform", fail)
        assert came_in(reply(), toms).status_code == 204
    [one] = kept(app)
    assert one.status is InboundStatus.WAITING

    with app.app_context(), clock_at(MONDAY + timedelta(hours=3)):
        applying.settle(one.id)
    assert answer_of_tom(app, harbour) is Answer.YES
