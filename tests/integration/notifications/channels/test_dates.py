"""Invitations through a real mail server, and through SendGrid as a stand-in here answers for it."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from notifications.channels.sendgrid import SendGrid
from notifications.channels.smtp import Smtp
from notifications.mail import CalendarPart
from notifications.setup import Setup
from notifications.tokens import Purpose, opened
from tests.integration.notifications.dates import (
    MINUTES,
    THURSDAY,
    TOM,
    Case,
    assert_in_order,
    received,
)
from tests.mail_servers import SendGridApi, SmtpServer, sendgrid_api, smtp_server
from tests.post import HOUR, MINUTE, STATIONERY, letters, message, round_at, rounds, setup
from tests.world import MONDAY
from workflows.clock import clock_at
from workflows.messages import MessageStatus


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as found:
        yield found


@pytest.fixture
def api() -> Iterator[SendGridApi]:
    with sendgrid_api() as found:
        yield found


def by_smtp(server: SmtpServer, *, takes_mail: bool = False) -> Setup:
    using = setup(Smtp(host="127.0.0.1", port=server.port, security="none"))
    return replace(using, stationery=replace(STATIONERY, takes_mail=takes_mail))


def by_sendgrid(api: SendGridApi, **more: Any) -> Setup:
    return setup(SendGrid(api_key="a-key", host=api.url, **{"timeout": 5, **more}))


def calendars(api: SendGridApi) -> list[str]:
    """The documents that SendGrid was given for Tom."""
    return [
        body["content"][-1]["value"]
        for body in api.asked
        if body["personalizations"][0]["to"][0]["email"] == TOM
    ]


def moved_and_called_off(case: Case, using: Setup) -> None:
    entry = case.asks("tom", place="Zoë's room; upstairs", agenda="One, two\nthree")
    round_at(MINUTES[0], using)
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
    round_at(MINUTES[2], using)
    with clock_at(MINUTES[3]):
        case.calls_off(entry)
    round_at(MINUTES[4], using)


# SMTP


def test_a_date_comes_moves_and_goes_by_smtp(case: Case, server: SmtpServer) -> None:
    moved_and_called_off(case, by_smtp(server))

    mine = [mail for mail in server.received if mail["To"].addresses[0].addr_spec == TOM]
    assert all(mail.defects == [] for mail in mine)
    assert [received(mail).method for mail in mine] == ["REQUEST", "REQUEST", "CANCEL"]
    assert_in_order([received(mail) for mail in server.received])
    for mail in mine:
        copies: list[Any] = [
            part.get_payload(decode=True)
            for part in mail.walk()
            if part.get_content_type() in ("text/calendar", "application/ics")
        ]
        organiser = f'ORGANIZER;CN="Priya Harbour":mailto:{mail["Reply-To"]}'
        assert len(copies) == 2
        assert copies[0] == copies[1]
        assert organiser.encode() in copies[0].replace(b"\r\n ", b"")


def test_a_report_comes_to_the_message_it_is_about(case: Case, server: SmtpServer) -> None:
    case.asks("tom")
    round_at(MONDAY, by_smtp(server, takes_mail=True))

    for mail, sender in zip(server.received, server.senders, strict=True):
        token = str(sender).removeprefix("post+").removesuffix("@alongside.example.org")
        number = opened(Purpose.BOUNCE, token, STATIONERY.keys)
        assert mail["Message-ID"].startswith(f"<m{number}.")


def test_where_no_mail_comes_in_reports_go_to_the_sender(case: Case, server: SmtpServer) -> None:
    case.asks("tom")
    round_at(MONDAY, by_smtp(server))

    assert set(server.senders) == {"post@alongside.example.org"}


def test_a_server_that_is_busy_gets_the_newest_state_alone(case: Case, server: SmtpServer) -> None:
    server.at_end[TOM] = "451 Later"
    entry = case.asks("tom")
    round_at(MINUTES[0], by_smtp(server))
    with clock_at(MINUTES[1]):
        case.moves(entry, THURSDAY)
    server.at_end.clear()
    rounds(MINUTES[2], MINUTES[20], every=3 * MINUTE, using=by_smtp(server))

    [mail] = [mail for mail in server.received if mail["To"].addresses[0].addr_spec == TOM]
    assert mail["Subject"].startswith("Invitation: Planning meeting, Thursday 26 November")
    assert received(mail).sequence == 1


def test_a_line_cut_after_the_dot_is_in_doubt_and_a_change_of_it_is_a_change(
    case: Case, server: SmtpServer
) -> None:
    server.cut_after.add(TOM)
    entry = case.asks("tom")
    round_at(MINUTES[0], by_smtp(server))
    server.cut_after.clear()
    with clock_at(MINUTES[1]):
        case.calls_off(entry)
    round_at(MINUTES[2], by_smtp(server))

    assert case.became("tom") == [("invited", "unknown"), ("called_off", "sent")]
    mine = [received(mail) for mail in server.received if mail["To"].addresses[0].addr_spec == TOM]
    assert [one.method for one in mine] == ["REQUEST", "CANCEL"]


# SendGrid


def test_a_date_comes_moves_and_goes_by_sendgrid(case: Case, api: SendGridApi) -> None:
    moved_and_called_off(case, by_sendgrid(api))

    assert case.became("tom") == [("invited", "sent"), ("changed", "sent"), ("called_off", "sent")]
    assert [one.splitlines()[4] for one in calendars(api)] == [
        "METHOD:REQUEST",
        "METHOD:REQUEST",
        "METHOD:CANCEL",
    ]
    for body in api.asked:
        [file] = body["attachments"]
        assert b64decode(file["content"]).decode() == body["content"][-1]["value"]
        assert body["reply_to"]["email"] in body["content"][-1]["value"].replace("\r\n ", "")


def test_a_kind_that_it_does_not_take_is_a_failure_that_somebody_sees(
    case: Case, api: SendGridApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = property(lambda part: f"text/calendar; charset=utf-8; method={part.method}")
    monkeypatch.setattr(CalendarPart, "kind", wrong)
    case.asks("tom")
    round_at(MONDAY, by_sendgrid(api))

    [mail] = case.mails("tom")
    assert mail.status is MessageStatus.FAILED
    assert mail.problem == "SendGrid answered 400 The content type may not contain ';'"


def test_after_a_rush_only_the_newest_state_leaves(case: Case, api: SendGridApi) -> None:
    until = MONDAY + 30 * MINUTE
    api.answers = [(429, {"X-RateLimit-Reset": str(int(until.timestamp()))}, b""), (202, {}, b"")]
    entry = case.asks("tom")
    round_at(MONDAY, by_sendgrid(api))
    with clock_at(MINUTES[5]):
        case.moves(entry, THURSDAY)
    rounds(MINUTES[6], MINUTES[40], every=4 * MINUTE, using=by_sendgrid(api))

    statuses = [status for _, status in case.became("tom")]
    assert statuses.count("sent") == 1
    assert statuses[-1] == "sent"


def test_a_fault_of_theirs_is_tried_again_with_the_same_document(case: Case, api: SendGridApi) -> None:
    fault: tuple[int, dict[str, str], bytes] = (
        503,
        {},
        json.dumps({"errors": [{"message": "Away"}]}).encode(),
    )
    api.answers = [fault, fault, (202, {}, b"")]
    case.asks("tom")
    rounds(MONDAY, MONDAY + 20 * MINUTE, every=timedelta(minutes=5), using=by_sendgrid(api))

    assert case.became("tom") == [("invited", "sent")]
    assert len(set(calendars(api))) == 1


@pytest.mark.parametrize("way", ["slow", "cut"])
def test_what_was_taken_on_without_an_answer_is_in_doubt_and_is_taken_back_if_need_be(
    case: Case, api: SendGridApi, way: str
) -> None:
    api.slow, api.cut = (1.0, False) if way == "slow" else (0, True)
    entry = case.asks("tom")
    round_at(MINUTES[0], by_sendgrid(api, timeout=0.3))
    api.slow, api.cut = 0, False
    with clock_at(MINUTES[1]):
        case.calls_off(entry)
    rounds(MINUTES[2], MONDAY + HOUR, every=20 * MINUTE, using=by_sendgrid(api))

    assert case.became("tom") == [("invited", "unknown"), ("called_off", "sent")]
    assert [one.splitlines()[4] for one in calendars(api)] == ["METHOD:REQUEST", "METHOD:CANCEL"]


# The mailbox


def test_the_mailbox_keeps_the_whole_mail(case: Case) -> None:
    case.asks("tom")
    round_at(MONDAY, setup())

    [letter] = [one for one in letters() if one.recipient == TOM]
    assert received(letter.mail).method == "REQUEST"
    assert "/answer/" in letter.text
    assert letter.html.startswith("<!DOCTYPE html>")
    assert message(letter.message_id).status is MessageStatus.SENT
