"""What is asked of SendGrid, and what its answers mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.message import Message as Headers
from io import BytesIO
from urllib.error import HTTPError as Answer

import pytest
from python_http_client.exceptions import handle_error

from notifications.channels import Outcome, Permanent, Temporary
from notifications.channels.sendgrid import refusal, request_body, retry_moment
from notifications.rendering import Stationery, render
from notifications.samples import samples
from workflows.clock import clock_at

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
STATIONERY = Stationery(base_url="https://x.example", sender="Alongside <a@x.example>", keys=("k",))


def answered(status: int, body: bytes = b"", **headers: str) -> Outcome:
    given = Headers()
    for name, value in headers.items():
        given[name.replace("_", "-")] = value
    with clock_at(NOW):
        return refusal(handle_error(Answer("https://x.example", status, "why", given, BytesIO(body))))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_refusal_is_final(status: int) -> None:
    assert isinstance(answered(status), Permanent)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_rush_or_a_fault_of_theirs_passes_and_concerns_every_mail(status: int) -> None:
    outcome = answered(status)

    assert isinstance(outcome, Temporary)
    assert outcome.concerns_all


def test_the_reason_for_a_refusal_is_kept_in_their_words() -> None:
    outcome = answered(400, json.dumps({"errors": [{"message": "The to address\nis odd"}]}).encode())

    assert outcome == Permanent("SendGrid answered 400 The to address is odd")


def test_a_refusal_without_a_reason_is_understood_too() -> None:
    assert answered(400, b"<html>") == Permanent("SendGrid answered 400 why")


def test_their_moment_for_another_try_is_kept() -> None:
    at = NOW + timedelta(minutes=20)
    outcome = answered(429, X_RateLimit_Reset=str(int(at.timestamp())))

    assert isinstance(outcome, Temporary)
    assert outcome.retry_at == at


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ({"Retry-After": "90"}, NOW + timedelta(seconds=90)),
        ({"retry-after": "Mon, 16 Nov 2026 10:00:00 GMT"}, NOW + timedelta(minutes=30)),
        ({"Retry-After": "90", "X-RateLimit-Reset": "1"}, NOW + timedelta(seconds=90)),
        ({"Retry-After": "99999999999"}, NOW + timedelta(days=1)),
        ({"X-RateLimit-Reset": "99999999999999999999"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_a_moment_is_read_in_every_form_it_comes_in(headers: dict[str, str], moment: datetime | None) -> None:
    with clock_at(NOW):
        assert retry_moment(headers) == moment


def test_what_is_asked_holds_nothing_personal_beyond_the_mail() -> None:
    telling = samples()[0].telling
    mail = render(telling, STATIONERY)
    body = request_body(mail)

    assert body["custom_args"] == {"message": str(telling.message_id)}
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]
    assert body["headers"]["Message-ID"] == mail.mail_id
    assert not any(one["enable"] for one in body["tracking_settings"].values())
    assert body["from"] == {"email": "a@x.example", "name": "Alongside"}
    assert "send_at" not in body
