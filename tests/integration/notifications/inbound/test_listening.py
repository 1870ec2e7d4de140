"""The listener over the network: it takes what is for us, refuses the rest, and survives whoever calls."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from notifications.inbound import applying, arriving, listening
from notifications.inbound.arriving import LARGEST
from notifications.inbound.listening import Listener
from notifications.inbound.model import InboundStatus
from notifications.setup import stationery_of
from notifications.tokens import Purpose
from tests.incoming import incoming, reply
from tests.integration.notifications.inbound.conftest import Meeting, mails
from tests.post import STATIONERY
from workflows.clock import clock_at, now
from workflows.database import db
from workflows.dates.model import Answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Post:
    """A listener, and somebody who brings mail to it."""

    def __init__(self, *, lmtp: bool = False) -> None:
        self.port, self.lmtp = free_port(), lmtp
        self.app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        self.listener = Listener(self.app, host="127.0.0.1", port=self.port, lmtp=lmtp)

    def call(self) -> smtplib.SMTP:
        kind = smtplib.LMTP if self.lmtp else smtplib.SMTP
        return kind("127.0.0.1", self.port, "mx.example", timeout=30)

    def bring(self, raw: bytes, *to: str, sender: str = "tom@harbour.example") -> dict[str, Any]:
        """Bring one mail; gives the recipients that were refused. Raises SMTPException."""
        with self.call() as line:
            return line.sendmail(sender, list(to), raw)

    def raw(self) -> socket.socket:
        there = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        there.recv(1000)
        return there


@contextmanager
def listening_here(monkeypatch: pytest.MonkeyPatch, **options: bool) -> Iterator[Post]:
    """A listener at the test's own time of day, in whose threads the clock would be the machine's."""
    at, real_settle, real_take = now(), applying.settle, arriving.take

    def settle(mail_id: int) -> Any:
        with clock_at(at):
            return real_settle(mail_id)

    def take(*args: Any, **more: Any) -> Any:
        with clock_at(at):
            return real_take(*args, **more)

    monkeypatch.setattr(applying, "settle", settle)
    monkeypatch.setattr(arriving, "take", take)
    monkeypatch.setattr(listening, "stationery_of", lambda _: STATIONERY)
    post = Post(**options)
    post.listener.start()
    try:
        yield post
    finally:
        post.listener.stop()


@pytest.fixture
def post(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with listening_here(monkeypatch) as found:
        yield found


@pytest.fixture
def tom(meeting: Meeting) -> str:
    address = meeting.address("tom")
    db.session.rollback()  # on SQLite whoever looks holds the lock
    return address


def test_an_answer_over_the_network_counts_at_once(meeting: Meeting, post: Post, tom: str) -> None:
    assert post.bring(incoming("google"), tom) == {}

    assert mails() == [(InboundStatus.APPLIED, "They answered yes.")]
    assert meeting.of().answer is Answer.YES


def test_letters_are_taken_in_whatever_case_an_address_comes(post: Post, tom: str) -> None:
    assert post.bring(incoming("letter"), tom.upper()) == {}


@pytest.mark.parametrize(
    "address",
    [
        "dates@alongside.example.org",
        "dates+1.aaaaaaaaaaaaaaaaaaaaaaaaaa@alongside.example.org",
        "somebody@elsewhere.example",
        "postmaster",
        "",
        "+@x",
    ],
)
def test_mail_to_anybody_else_is_refused_at_once(post: Post, address: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post.bring(reply(), address)

    [(code, _)] = refused.value.recipients.values()
    assert 500 <= code < 560
    assert mails() == []


def test_of_several_recipients_those_of_ours_get_it(post: Post, tom: str) -> None:
    refused = post.bring(reply(), "somebody@elsewhere.example", tom)

    assert list(refused) == ["somebody@elsewhere.example"]
    assert len(mails()) == 1


def test_an_address_made_with_another_key_is_nobodys(meeting: Meeting, post: Post) -> None:
    forged = stationery_of_another().own_address(Purpose.REPLY, meeting.of().id)
    db.session.rollback()

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        post.bring(reply(), forged)


def stationery_of_another() -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(STATIONERY, keys=("a key that somebody else has made up",))


def test_a_mail_that_comes_again_is_acknowledged_and_changes_nothing(
    meeting: Meeting, post: Post, tom: str
) -> None:
    for _ in range(3):
        assert post.bring(reply(), tom) == {}

    assert len(mails()) == 1
    assert meeting.steps().count("answer_date") == 1


def test_mail_beyond_ten_megabytes_is_refused_before_and_after_it_was_sent(post: Post, tom: str) -> None:
    too_large = b"x" * 900 + b"\r\n"
    with pytest.raises(smtplib.SMTPSenderRefused) as before:
        post.bring(too_large * 12_000, tom)
    assert before.value.smtp_code == 552

    with post.call() as line:  # says nothing of its size
        line.helo("mx.example")
        line.mail("tom@harbour.example")
        line.rcpt(tom)
        assert line.data(too_large * 12_000)[0] == 552
    assert mails() == []


def test_ten_megabytes_are_taken(post: Post, tom: str) -> None:
    head = b"From: tom@harbour.example\r\n\r\n"
    lines = (b"x" * 998 + b"\r\n") * ((LARGEST - len(head)) // 1_000)

    assert post.bring(head + lines, tom) == {}
    assert [status for status, _ in mails()] == [InboundStatus.TO_SETTLE]


def test_long_lines_are_taken(post: Post, tom: str) -> None:
    assert post.bring(reply(more="COMMENT:" + "y" * 20_000), tom) == {}
    assert [status for status, _ in mails()] == [InboundStatus.APPLIED]


def test_a_line_without_an_end_is_cut_off(post: Post, tom: str) -> None:
    with post.raw() as there, suppress(OSError):
        for command in ("HELO x", "MAIL FROM:<>", f"RCPT TO:<{tom}>", "DATA"):
            there.sendall(f"{command}\r\n".encode())
            there.recv(1000)
        for _ in range(100):
            there.sendall(b"x" * 1024 * 1024)
        pytest.fail("it went on listening")

    assert post.bring(reply(), tom) == {}


@pytest.mark.parametrize(
    "said",
    [
        b"\xff\xfe\x00\r\n" * 10,
        b"MAIL FROM:<" + b"a" * 100_000 + b">\r\n",
        b"EHLO x\r\nRCPT TO:<\xff>\r\n",
        b"DATA\r\n.\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"EHLO x\r\nAUTH PLAIN AGFiYw==\r\n",
        b"EHLO x\r\nMAIL FROM:<> SIZE=99999999999999999999\r\n",
    ],
)
def test_whatever_is_said_to_it_the_next_mail_is_taken(post: Post, tom: str, said: bytes) -> None:
    with post.raw() as there:
        there.sendall(said)
        with suppress(OSError):
            there.recv(10_000)

    assert post.bring(reply(), tom) == {}


def test_a_database_that_is_away_has_mail_come_again(
    post: Post, tom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(arriving, "take", away)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            post.bring(reply(), tom)
    assert refused.value.smtp_code == 451

    assert post.bring(reply(), tom) == {}


def test_what_breaks_after_storing_does_not_reach_the_other_server(
    post: Post, tom: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(applying, "perform", fail)
        assert post.bring(reply(), tom) == {}
    assert mails() == [(InboundStatus.WAITING, "")]


def test_many_who_come_at_once_are_all_heard(meeting: Meeting, post: Post, tom: str) -> None:
    letters = [f"From: tom@harbour.example\r\n\r\nLetter {number}".encode() for number in range(12)]
    with ThreadPoolExecutor(6) as callers:
        refused = list(callers.map(lambda raw: post.bring(raw, tom), letters * 2))

    assert refused == [{}] * 24
    assert len(mails()) == 12
    assert len(meeting.replies()) == 12


def test_more_connections_than_it_can_hold_are_asked_to_come_later(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_AT_ONCE", 2)
    with post.raw(), post.raw():
        there = socket.create_connection(("127.0.0.1", post.port), timeout=30)
        assert there.recv(1000).startswith(b"421 ")
        there.close()


def test_lmtp_answers_for_each_recipient(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [meeting.address("tom"), meeting.address("sam")]
    db.session.rollback()
    with listening_here(monkeypatch, lmtp=True) as post, post.call() as line:
        line.ehlo_or_helo_if_needed()
        line.mail("tom@harbour.example")
        for address in addresses:
            assert line.rcpt(address)[0] == 250
        code, _ = line.data(reply())
        assert (code, line.getreply()[0]) == (250, 250)

    assert [status for status, _ in mails()] == [InboundStatus.APPLIED, InboundStatus.TO_SETTLE]
    assert (meeting.of("tom").answer, meeting.of("sam").answer) == (Answer.YES, Answer.NONE)


@pytest.mark.parametrize(
    ("body", "code"), [(b"x" * 998 + b"\r\n", 552), (b"x" * (2 * listening.LONGEST_LINE) + b"\r\n", 500)]
)
def test_lmtp_refuses_a_mail_that_is_too_long_for_each_recipient(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, body: bytes, code: int
) -> None:
    addresses = [meeting.address("tom"), meeting.address("sam")]
    db.session.rollback()
    with listening_here(monkeypatch, lmtp=True) as post, post.call() as line:
        line.ehlo_or_helo_if_needed()
        line.mail("tom@harbour.example")
        for address in addresses:
            line.rcpt(address)
        answers = [line.data(body * (LARGEST // len(body) + 1))[0], line.getreply()[0], line.noop()[0]]

    assert answers == [code, code, 250]
    assert mails() == []


def test_the_addresses_are_those_of_the_applications_settings(app: Flask) -> None:
    """What the application gives out, its listener takes."""
    assert listening.Door(app, answers_each=False)._keys == stationery_of(app).keys
