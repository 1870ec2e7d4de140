"""Mail by SendGrid's API, as a stand-in on this machine answers for it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from notifications.channels.sendgrid import SendGrid
from tests.mail_servers import SendGridApi, sendgrid_api
from tests.post import HOUR, MINUTE, message, round_at, rounds, setup, statuses, write
from tests.world import MONDAY, World
from workflows.messages import MessageStatus


@pytest.fixture
def api() -> Iterator[SendGridApi]:
    with sendgrid_api() as found:
        yield found


def channel(api: SendGridApi, **more: Any) -> SendGrid:
    return SendGrid(api_key="a-key", host=api.url, **{"timeout": 5, **more})


def answer(status: int, message: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    body = json.dumps({"errors": [{"message": message}]}).encode() if message else b""
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, body


def test_a_mail_that_is_taken_on_is_sent(world: World, api: SendGridApi) -> None:
    [one] = write(world, "tom")
    round_at(MONDAY, setup(channel(api)))

    assert message(one).status == MessageStatus.SENT
    assert message(one).provider_id == "sg-1"
    [asked] = api.asked
    assert api.authorized == ["Bearer a-key"]
    assert asked["personalizations"] == [{"to": [{"email": "tom@harbour.example", "name": "Tom Harbour"}]}]
    assert asked["custom_args"] == {"message": str(one)}


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_refusal_is_final_and_said_in_words(world: World, api: SendGridApi, status: int) -> None:
    api.answers = [answer(status, "The provided key is wrong")]
    [one] = write(world, "tom")
    rounds(MONDAY, MONDAY + HOUR, every=6 * MINUTE, using=setup(channel(api)))

    assert message(one).status == MessageStatus.FAILED
    assert message(one).problem == f"SendGrid answered {status} The provided key is wrong"
    assert len(api.asked) == 1


def test_a_rush_is_waited_for_as_long_as_they_say(world: World, api: SendGridApi) -> None:
    until = MONDAY + 40 * MINUTE
    api.answers = [answer(429, X_RateLimit_Reset=str(int(until.timestamp()))), answer(202)]
    ids = write(world, *(["tom", "priya"] * 5))
    rounds(MONDAY, until - MINUTE, every=6 * MINUTE, using=setup(channel(api)))
    assert len(api.asked) == 1
    assert statuses(ids) == {"queued": 10}
    round_at(until, setup(channel(api)))

    assert statuses(ids) == {"sent": 10}


def test_a_fault_of_theirs_is_tried_again(world: World, api: SendGridApi) -> None:
    api.answers = [answer(503), answer(500), answer(202)]
    [one] = write(world, "tom")
    rounds(MONDAY, MONDAY + 15 * MINUTE, every=timedelta(minutes=5), using=setup(channel(api)))

    assert statuses([one]) == {"sent": 1}
    assert len(api.asked) == 3


def test_an_answer_that_takes_too_long_leaves_the_mail_in_doubt(world: World, api: SendGridApi) -> None:
    api.slow = 1.5
    [one] = write(world, "tom")
    round_at(MONDAY, setup(channel(api, timeout=0.3)))
    api.slow = 0
    rounds(MONDAY, MONDAY + HOUR, every=10 * MINUTE, using=setup(channel(api)))

    assert message(one).status == MessageStatus.UNKNOWN
    assert len(api.asked) == 1


def test_a_line_that_breaks_in_place_of_the_answer_leaves_it_in_doubt(world: World, api: SendGridApi) -> None:
    api.cut = True
    [one] = write(world, "tom")
    round_at(MONDAY, setup(channel(api)))

    assert message(one).status == MessageStatus.UNKNOWN


def test_with_its_events_connected_silence_means_another_try(world: World, api: SendGridApi) -> None:
    api.cut = True
    [one] = write(world, "tom")
    using = setup(channel(api, reports_back=True))
    round_at(MONDAY, using)
    api.cut = False
    round_at(MONDAY + 3 * HOUR, using)

    assert statuses([one]) == {"sent": 1}
    assert api.asked[0]["headers"]["Message-ID"] == api.asked[1]["headers"]["Message-ID"]


def test_an_api_that_is_not_there_is_tried_again(world: World) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nowhere = SendGridApi(url=f"http://127.0.0.1:{probe.getsockname()[1]}")
    [one] = write(world, "tom")
    round_at(MONDAY, setup(channel(nowhere)))

    assert message(one).status == MessageStatus.QUEUED
    assert "could not be reached" in message(one).problem


def test_the_key_is_not_in_what_is_logged() -> None:
    assert "secret" not in repr(SendGrid(api_key="secret"))
