"""What SendGrid tells of our mail counts once its signature holds, and only ever lifts a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from config import Settings
from notifications.addresses import SuppressedAddress
from tests.application import application
from tests.client import Browser
from tests.integration.webapp.views.hooks.conftest import (
    DELIVERED,
    EVENTS,
    FAILED,
    INBOUND,
    SENT,
    UNKNOWN,
    Mails,
)
from tests.signing import Signer, as_body, told
from tests.world import World
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus


@pytest.mark.parametrize("path", [EVENTS, INBOUND])
def test_without_its_key_there_is_no_hook(path: str, settings: Settings, harbour: World) -> None:
    bare = replace(settings, sendgrid_events_key="", sendgrid_inbound_key="")
    with application(bare) as app:
        assert app.test_client().post(path, data=b"[]", token=False).status_code == 404


@pytest.mark.parametrize("path", [EVENTS, INBOUND])
def test_whatever_is_not_rightly_signed_is_refused_and_not_read(
    path: str, client: Browser, signer: Signer, mails: Mails
) -> None:
    [one] = mails.to("tom")
    body = as_body([told(one, "delivered")])
    right = signer.headers(body)
    name, when = right
    wrong: list[dict[str, str]] = [
        {},
        {when: right[when]},
        {name: right[name]},
        {name: right[name], when: ""},
        {name: "", when: right[when]},
        {name: "not base64!", when: right[when]},
        {name: "ü" * 20, when: right[when]},
        {name: "AAAA", when: right[when]},
        {name: right[name], when: str(int(right[when]) + 1)},
        {name: right[name], when: "soon"},
        {name: right[name], when: "9" * 40},
        {name: right[name], when: "-1"},
        Signer().headers(body),
        signer.headers(body + b" "),
    ]
    for headers in wrong:
        answer = client.post(path, data=body, headers=headers, token=False)
        assert answer.status_code == 403, headers
        assert answer.mimetype == "text/plain"

    assert mails.status(one) is SENT
    assert mails.receipts() == 0


@pytest.mark.parametrize(("minutes", "status"), [(-11, 403), (-9, 204), (9, 204), (11, 403)])
def test_an_old_signature_is_a_recording(
    minutes: int, status: int, signer: Signer, told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    at = str(int((now() + timedelta(minutes=minutes)).timestamp()))

    assert told_to(told(1, "delivered"), timestamp=at).status_code == status


@pytest.mark.parametrize("body", [b"{}", b"nonsense", b'{"a":', b"\xff\xfe", b"null", b"1", b"[" * 50_000])
def test_what_is_no_list_of_events_is_answered_so(
    body: bytes, told_to: Callable[..., TestResponse], harbour: World
) -> None:
    assert told_to(body=body).status_code == 400


def test_events_that_make_no_sense_are_passed_over(
    told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    [one] = mails.to("tom")
    strange: list[Any] = [
        None, 1, "x", [], {}, {"event": "delivered"},
        told("", "delivered"), told("x", "delivered"), told("-1", "delivered"), told("0", "delivered"),
        told("9" * 18, "delivered"), told("9" * 40, "delivered"), told(f"{one}.0", "delivered"),
        told(one + 999, "delivered"), told(one, "open"), told(one, "click"), told(one, "teleported"),
        told(one, "delivered", sg_event_id=None), told(one, "delivered", sg_event_id=""),
        told(one, "delivered", sg_event_id="x" * 121), told(one, "delivered", email="una@harbour.example"),
        told(one, "delivered", email=None), told(one, {"a": 1}),  # type: ignore[arg-type]
    ]  # fmt: skip

    assert told_to(*strange).status_code == 204
    assert mails.receipts() == 0
    assert mails.status(one) is SENT


def test_odd_values_in_an_event_of_ours_do_no_harm(
    told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    [one] = mails.to("tom")
    answer = told_to(
        told(one, "delivered", timestamp="yesterday", response="a\x00b\ud800"),
        told(one, "processed", timestamp=10**30),
        told(one, "deferred", timestamp=None, reason=["x"]),
    )

    assert answer.status_code == 204
    assert mails.receipts() == 3
    assert mails.status(one) is DELIVERED


# What becomes of a message


@pytest.mark.parametrize(
    ("before", "events", "after"),
    [
        (UNKNOWN, ["processed"], SENT),
        (UNKNOWN, ["deferred"], SENT),
        (UNKNOWN, ["delivered"], DELIVERED),
        (UNKNOWN, ["bounce"], FAILED),
        (SENT, ["processed"], SENT),
        (SENT, ["delivered"], DELIVERED),
        (SENT, ["dropped"], FAILED),
        (SENT, ["spamreport"], DELIVERED),
        (DELIVERED, ["processed"], DELIVERED),
        (DELIVERED, ["bounce"], DELIVERED),
        (DELIVERED, ["dropped"], DELIVERED),
        (FAILED, ["deferred"], FAILED),
        (FAILED, ["delivered"], DELIVERED),
        (SENT, ["open", "click", "group_unsubscribe"], SENT),
        (UNKNOWN, ["delivered", "deferred", "processed"], DELIVERED),
        (UNKNOWN, ["processed", "deferred", "delivered"], DELIVERED),
        (UNKNOWN, ["delivered", "bounce"], DELIVERED),
        (UNKNOWN, ["bounce", "delivered"], DELIVERED),
        (MessageStatus.QUEUED, ["delivered"], DELIVERED),
        (MessageStatus.SUPERSEDED, ["delivered"], MessageStatus.SUPERSEDED),
        (MessageStatus.GATHERED, ["delivered"], MessageStatus.GATHERED),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_status_only_ever_rises(
    before: MessageStatus, events: list[str], after: MessageStatus, at_once: bool,
    told_to: Callable[..., TestResponse], mails: Mails,
) -> None:  # fmt: skip
    [one] = mails.to("tom", status=before)
    words = [told(one, kind) for kind in events]
    for call in [words] if at_once else [[word] for word in words]:
        assert told_to(*call).status_code == 204

    assert mails.status(one) is after


def test_what_was_never_tried_does_not_become_sent(
    told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    [one] = mails.to("tom", status=MessageStatus.QUEUED)
    with mails.app.app_context(), scope(EVERY_TRUST):
        db.session.execute(update(Message).values(handed_over_at=None))
        db.session.commit()
    told_to(told(one, "delivered"))

    assert mails.status(one) is MessageStatus.QUEUED


def test_word_of_a_message_in_doubt_says_when_it_left(
    told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    [one] = mails.to("tom", status=UNKNOWN, problem="Nobody knows")
    told_to(told(one, "processed"))

    message = mails.message(one)
    assert (message.status, message.problem, message.sent_at) == (SENT, "", message.handed_over_at)


def test_the_same_event_again_is_known(told_to: Callable[..., TestResponse], mails: Mails) -> None:
    [one] = mails.to("tom")
    event = told(one, "delivered")
    for call in ([event, event], [event], [event, told(one, "processed")]):
        assert told_to(*call).status_code == 204

    assert mails.receipts() == 2


@pytest.mark.parametrize(
    ("event", "is_dead"),
    [
        ({"event": "bounce", "type": "bounce", "reason": "550 5.1.1 No such user"}, True),
        ({"event": "bounce", "type": "bounce", "reason": "550 unrouteable"}, True),
        ({"event": "bounce", "type": "bounce", "status": "5.2.1"}, True),
        ({"event": "bounce", "type": "blocked", "reason": "Listed at a blocklist"}, False),
        ({"event": "bounce", "type": "bounce", "status": "5.2.2", "reason": "Mailbox full"}, False),
        ({"event": "bounce", "type": "bounce", "reason": "550 5.7.1 Policy"}, False),
        ({"event": "dropped", "reason": "Bounced Address"}, True),
        ({"event": "dropped", "reason": "Invalid"}, True),
        ({"event": "dropped", "reason": "Spam Content"}, False),
    ],
)
def test_only_a_dead_address_is_suppressed(
    event: dict[str, str], is_dead: bool, told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    [one] = mails.to("tom")
    told_to(told(one, "x") | event)

    assert mails.status(one) is FAILED
    assert bool(mails.suppressed()) is is_dead
    assert event.get("reason", "") in mails.message(one).problem


def test_an_address_at_which_the_same_mail_arrived_is_not_dead(
    told_to: Callable[..., TestResponse], mails: Mails
) -> None:
    first, second = mails.to("tom", "una")
    told_to(told(first, "delivered"))
    told_to(told(first, "bounce"))
    told_to(told(second, "bounce", "una@harbour.example"), told(second, "delivered", "una@harbour.example"))

    assert mails.suppressed() == {}


def test_whoever_calls_a_mail_spam_gets_no_more(told_to: Callable[..., TestResponse], mails: Mails) -> None:
    [one] = mails.to("tom")
    told_to(told(one, "spamreport", "Tom@harbour.example"))

    assert list(mails.suppressed()) == ["tom@harbour.example"]
    assert "spam" in mails.suppressed()["tom@harbour.example"]


def test_one_call_may_be_about_every_trust(
    told_to: Callable[..., TestResponse], mails: Mails, fellside: World
) -> None:
    theirs = Mails(mails.app, fellside)
    [ours], [other] = mails.to("tom"), theirs.to("tom")
    with mails.app.app_context(), scope(EVERY_TRUST):
        db.session.execute(update(Message).where(Message.id == other).values(sent_to="tom@fellside.example"))
        db.session.commit()
    told_to(told(ours, "delivered"), told(other, "bounce", "tom@fellside.example"))

    assert (mails.status(ours), mails.status(other)) == (DELIVERED, FAILED)
    with mails.app.app_context(), scope(fellside.trust_id):
        assert db.session.scalars(select(SuppressedAddress.address)).all() == ["tom@fellside.example"]


def test_five_thousand_events_are_a_few_statements(
    told_to: Callable[..., TestResponse], mails: Mails, statements: list[str]
) -> None:
    ids = mails.to(*["tom"] * 2_500)
    events = [told(one, kind) for one in ids for kind in ("processed", "delivered")]
    Random(1).shuffle(events)
    before = len(statements)

    assert told_to(*events).status_code == 204
    assert len(statements) - before < 60
    assert mails.receipts() == 5_000
    with mails.app.app_context(), scope(EVERY_TRUST):
        assert set(db.session.scalars(select(Message.status).where(Message.id.in_(ids)))) == {DELIVERED}


def test_a_hook_is_only_posted_to(client: Browser, harbour: World) -> None:
    for path in (EVENTS, INBOUND):
        assert client.get(path).status_code == 405
