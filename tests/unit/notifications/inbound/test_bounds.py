"""Whatever comes in can be read, in the time that a mail is worth."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.inbound.contents import (
    Reading,
)
from notifications.inbound.reading import read
from tests.incoming import NAMES, incoming

TEN_MEGABYTES = 10 * 1024 * 1024
HEAD = b"From: Tom Harbour <tom@harbour.example>\r\nContent-Type: "


NESTED = b"".join(
    b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (level, level + 1) for level in range(500)
)
BOMBS = {
    "ten megabytes of line ends": HEAD + b"text/plain\r\n\r\n" + b"\n" * TEN_MEGABYTES,
    "one line": HEAD + b"text/html\r\n\r\n" + b"<" * TEN_MEGABYTES,
    "open elements": HEAD + b"text/html\r\n\r\n" + b"<style>" * (TEN_MEGABYTES // 7),
    "two million parts": HEAD + b"multipart/mixed; boundary=b\r\n\r\n" + b"--b\n\n" * (TEN_MEGABYTES // 5),
    "nearly boundaries": HEAD + b"multipart/mixed; boundary=b\r\n\r\n" + b"--bX\n" * (TEN_MEGABYTES // 5),
    "parts in parts": HEAD + b"multipart/mixed; boundary=b0\r\n\r\n" + NESTED + b"\n" * 5_000_000,
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * (TEN_MEGABYTES // 32),
    "headers": b"From: a@b.example\r\n" + b"X: y\r\n" * (TEN_MEGABYTES // 6),
    "one header": b"X" * TEN_MEGABYTES,
    "parameters": HEAD + b"multipart/mixed; " + b'";' * (TEN_MEGABYTES // 2),
    "brackets": b"From: " + b"(" * 1_000_000 + b"\r\n\r\nHello",
    "encoded words": b"From: " + b"=?utf-8?q?" * 200_000 + b"\r\n\r\nHello",
    "no base64": HEAD + b"text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"!*#A" * 2_500_000,
    "calendars": HEAD
    + b"multipart/mixed; boundary=b\r\n\r\n"
    + b"".join(
        b"--b\nContent-Type: text/calendar\n\nBEGIN:VEVENT\n" + b"ATTENDEE;A=b;PARTSTAT=X:y\n" * 9_000
        for _ in range(40)
    ),
    "reports": HEAD
    + b"multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    + b"Action: x\n\n" * 900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_mail_like_any_other(name: str) -> None:
    """Each would keep a parser that believes it busy for minutes."""
    assert read(BOMBS[name]).contents


FIXTURES = {name: incoming(name) for name in NAMES}


def is_sound(found: Reading) -> bool:
    texts = (found.sender, found.sender_name, found.said)
    return bool(found.contents) and all("\0" not in text and text.encode() is not None for text in texts)


@given(st.binary(max_size=3_000))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    assert is_sound(read(raw))


@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 40), st.binary(max_size=40)), max_size=8),
)
@settings(max_examples=300)
def test_any_mail_can_be_read_with_pieces_cut_out_and_others_put_in(
    name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    raw = FIXTURES[name]
    for start, length, instead in cuts:
        raw = raw[:start] + instead + raw[start + length :]

    assert is_sound(read(raw))


@given(st.sampled_from(NAMES), st.integers(0, 4_000))
def test_any_mail_can_be_read_as_far_as_it_goes(name: str, length: int) -> None:
    assert is_sound(read(FIXTURES[name][:length]))


LINES = (
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "METHOD:REPLY",
    "UID:date-1@alongside", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@harbour.example", "ATTENDEE:",
    'ATTENDEE;CN="a:b', "DTSTAMP:20261116T100000Z", "DTSTAMP:x", "SEQUENCE:-1", "SEQUENCE:1e9", "RRULE:X",
    "COMMENT:\\", "DTSTART;TZID=:20261127T090000", "DTSTART:00000000", "DURATION:P", " folded",
)  # fmt: skip


@given(
    st.lists(
        st.sampled_from(LINES),
        max_size=25,
    )
)
@settings(max_examples=300)
def test_any_lines_of_a_calendar_can_be_read(lines: list[str]) -> None:
    raw = HEAD + b"text/calendar; method=COUNTER\r\n\r\n" + "\r\n".join(lines).encode()

    assert is_sound(read(raw))


def test_no_two_of_these_mails_are_the_same() -> None:
    assert all(one != other for one, other in product(FIXTURES.values(), repeat=2) if one is not other)
