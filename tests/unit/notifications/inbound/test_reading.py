"""A mail that comes in is read for what it is, whatever wrote it and however it is put together."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from notifications.inbound.contents import (
    Answered,
    Automatic,
    Content,
    Countered,
    Delegated,
    Refresh,
    Report,
    Unasked,
    Undecided,
    Unreadable,
    Worded,
)
from notifications.inbound.reading import LONGEST_LETTER, NOTHING, TOO_LARGE, read
from notifications.inbound.replies import LARGEST, LONGEST_COMMENT
from tests.incoming import incoming, reply
from workflows.dates.model import Answer

TEN_MEGABYTES = 10 * 1024 * 1024
HEAD = b"From: Tom Harbour <tom@harbour.example>\r\nContent-Type: "


def only(raw: bytes) -> Content:
    [content] = read(raw).contents
    return content


def answered(name: str, **options: Any) -> Answered:
    content = only(incoming(name, **options))
    assert isinstance(content, Answered)
    return content


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 16, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "answer", "stamp", "comment"),
    [
        ("google", Answer.YES, at(10, 2, 10), ""),
        ("exchange", Answer.MAYBE, at(10, 15, 38), "I may be 10 minutes late, is that all right?"),
        ("apple", Answer.NO, at(10, 20), "We have parents\N{RIGHT SINGLE QUOTATION MARK} evening, sorry"),
        ("whole_mail_is_the_calendar", Answer.YES, at(10, 30), ""),
        ("nested", Answer.YES, at(10, 35), ""),
        ("latin1", Answer.YES, at(10, 55), "À bientôt"),
        ("byte_order_mark", Answer.YES, at(10, 55), "À bientôt"),
    ],
)
@pytest.mark.parametrize("lines", [b"\r\n", b"\n"])
def test_the_answer_of_each_diary_is_found_once(
    name: str, answer: Answer, stamp: datetime, comment: str, lines: bytes
) -> None:
    found = answered(name, lines=lines)

    assert (found.answer, found.stamp, found.comment) == (answer, stamp, comment)
    assert (found.uid, found.attendee) == ("date-1@alongside", "tom@harbour.example")


def test_who_wrote_it_is_read_from_the_header_and_not_believed() -> None:
    found = read(incoming("exchange"))

    assert (found.sender, found.sender_name) == ("tom@harbour.example", "Harbour, Tom")


def test_an_answer_without_a_number_has_none() -> None:
    assert answered("whole_mail_is_the_calendar").sequence is None
    assert answered("google").sequence == 0


def test_what_icalendar_cannot_read_is_read_line_by_line() -> None:
    found = answered("out_of_shape")

    assert (found.answer, found.attendee) == (Answer.YES, "tom@harbour.example")
    assert (found.sequence, found.comment) == (0, "See you; all of youthere")


def test_another_time_that_is_proposed_is_read_from_windows_clocks() -> None:
    content = only(incoming("counter"))

    assert isinstance(content, Countered)
    assert content.starts_at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    assert content.ends_at == datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    assert (content.answer, content.comment) == (Answer.MAYBE, "Could we start an hour earlier?")


@pytest.mark.parametrize(
    ("lines", "starts_at", "ends_at", "all_day"),
    [
        ("DTSTART:20260727T090000Z\r\nDURATION:PT45M", (7, 27, 9, 0), (7, 27, 9, 45), False),
        ("DTSTART;TZID=Europe/London:20260727T090000", (7, 27, 8, 0), None, False),
        ("DTSTART:20260727T090000", (7, 27, 8, 0), None, False),
        ('DTSTART;TZID="tzone://Microsoft/Utc":20260727T090000', (7, 27, 9, 0), None, False),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20260727T090000", (7, 27, 9, 0), None, False),
        ("DTSTART;TZID=Nowhere/There:20261127T090000", (11, 27, 9, 0), None, False),
        ("DTSTART;VALUE=DATE:20261127", (11, 27, 0, 0), (11, 28, 0, 0), True),
        ("DTSTART:20261127T090000Z\r\nDTEND:20261127T080000Z", (11, 27, 9, 0), None, False),
        ("DTSTART:00010101T000000Z", None, None, False),
        ("DTSTART:99991231T235959Z\r\nDURATION:P9999D", None, None, False),
    ],
)
def test_a_proposed_time_is_as_its_diary_meant_it(
    lines: str, starts_at: tuple[int, ...] | None, ends_at: tuple[int, ...] | None, all_day: bool
) -> None:
    content = only(reply("TENTATIVE", method="COUNTER", more=lines))

    assert isinstance(content, Countered)
    assert content.starts_at == (starts_at and datetime(2026, *starts_at, tzinfo=UTC))  # type: ignore[misc, arg-type]
    assert content.ends_at == (ends_at and datetime(2026, *ends_at, tzinfo=UTC))  # type: ignore[misc, arg-type]
    assert content.all_day is all_day


def test_whoever_is_to_come_instead_is_named() -> None:
    content = only(incoming("delegate"))

    assert isinstance(content, Delegated)
    assert (content.to, content.attendee) == ("lea@harbour.example", "tom@harbour.example")


def test_a_reply_without_an_answer_says_so() -> None:
    assert isinstance(only(reply("NEEDS-ACTION")), Undecided)
    assert isinstance(only(reply("")), Undecided)


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("REQUEST", Unasked), ("CANCEL", Unasked), ("PUBLISH", Unasked), ("ADD", Unasked),
        ("DECLINECOUNTER", Unasked), ("REFRESH", Refresh), ("ABDUCT", Unreadable), ("", Unreadable),
    ],
)  # fmt: skip
def test_what_no_answer_can_be_is_never_read_as_one(method: str, kind: type[Content]) -> None:
    assert isinstance(only(reply(method=method)), kind)


def test_the_body_decides_what_a_calendar_is() -> None:
    raw = reply(method="REPLY").replace(b"method=REPLY", b"method=REQUEST")
    without = reply(method="REPLY").replace(b"METHOD:REPLY\r\n", b"")

    assert isinstance(only(raw), Answered)
    assert isinstance(only(without), Answered)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_calendars_in_two_byte_characters_are_read(charset: str) -> None:
    head, _, body = reply().partition(b"\r\n\r\n")
    encoded = b64encode(body.decode().encode(charset))
    raw = head.replace(b"utf-8", b"utf-16") + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded

    assert isinstance(only(raw), Answered)


@pytest.mark.parametrize(
    ("parameter", "note"),
    [
        ('X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Late; it&#39\\;s a long way, sorry: 10 minutes"',
         "Late; it's a long way, sorry: 10 minutes"),
        ("X-RESPONSE-COMMENT=Gladly;X-NUM-GUESTS=0", "Gladly"),
        ('X-RESPONSE-COMMENT=""', ""),
    ],
)  # fmt: skip
def test_a_note_to_google_is_a_comment(parameter: str, note: str) -> None:
    content = only(reply().replace(b"ATTENDEE;", f"ATTENDEE;{parameter};".encode()))

    assert isinstance(content, Answered)
    assert (content.answer, content.attendee, content.comment) == (Answer.YES, "tom@harbour.example", note)


@pytest.mark.parametrize("fold", [b"\r\n ", b"\n\t"])
def test_a_line_folded_in_the_middle_of_a_character_is_whole(fold: bytes) -> None:
    letters = "Ça ira, à bientôt".encode()
    raw = reply(more="COMMENT:WORDS").replace(b"WORDS", b"".join((letters[:1], fold, letters[1:])))
    content = only(raw)

    assert isinstance(content, Answered)
    assert content.comment == "Ça ira, à bientôt"


def test_two_answers_in_one_mail_are_both_given() -> None:
    one = reply("ACCEPTED").partition(b"END:VCALENDAR")[0]
    both = one + reply("DECLINED", uid="date-2@alongside").partition(b"METHOD:REPLY\r\n")[2]

    found = read(both).contents
    assert [(reply.uid, reply.answer) for reply in found if isinstance(reply, Answered)] == [
        ("date-1@alongside", Answer.YES),
        ("date-2@alongside", Answer.NO),
    ]


def test_a_letter_is_read_without_what_it_quotes() -> None:
    found = read(incoming("letter"))

    assert found.contents == (Worded(),)
    assert found.said == "Dear Asha,\n\nI can come, but only until four. Is that any use?\n\nTom"


@pytest.mark.parametrize(
    "quoted",
    ["> You are asked", "-----Original Message-----", "On Mon, 16 Nov 2026 at 09:30, Asha wrote:",
     "________________________________", "-- "],
)  # fmt: skip
def test_what_was_quoted_is_left_out(quoted: str) -> None:
    raw = HEAD + f"text/plain\r\n\r\nYes, gladly.\r\n\r\n{quoted}\r\nold words".encode()

    assert read(raw).said == "Yes, gladly."


def test_a_page_is_read_as_words() -> None:
    raw = HEAD + b"text/html\r\n\r\n<style>p {}</style><p>Fish &amp; chips<br>at <b>noon</b></p><script>x"

    assert read(raw).said == "Fish & chips\nat noon"


def test_what_nobody_wrote_is_automatic() -> None:
    assert isinstance(only(incoming("out_of_office")), Automatic)
    for header in (
        "Precedence: bulk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "Auto-Submitted: auto-x",
    ):
        assert isinstance(only(f"{header}\r\nFrom: a@b.example\r\n\r\nAway".encode()), Automatic), header
    for subject in ("Automatic reply: Planning", "=?utf-8?q?R=C3=A9ponse_automatique=C2=A0=3A_Planning?="):
        assert isinstance(only(f"Subject: {subject}\r\n\r\nAway".encode()), Automatic), subject
    assert isinstance(only(b"Auto-Submitted: no\r\nFrom: a@b.example\r\n\r\nHere"), Worded)
    assert isinstance(only(b"From: MAILER-DAEMON@b.example\r\n\r\nSorry"), Automatic)


def test_an_answer_that_is_marked_as_automatic_is_an_answer() -> None:
    assert isinstance(only(b"Auto-Submitted: auto-generated\r\n" + reply()), Answered)


def test_a_report_is_one_although_our_own_invitation_is_in_it() -> None:
    content = only(incoming("report_no_such_mailbox"))

    assert isinstance(content, Report)
    assert (content.action, content.status, content.recipient) == ("failed", "5.1.1", "tom@harbour.example")
    assert content.diagnostic.startswith("550 5.1.1 <tom@harbour.example>: Recipient address rejected")


def test_a_report_of_a_forwarded_mail_is_about_the_address_it_was_sent_to() -> None:
    content = only(incoming("report_mailbox_full"))

    assert isinstance(content, Report)
    assert (content.status, content.recipient) == ("5.2.2", "tom@harbour.example")


@pytest.mark.parametrize(
    ("swapped", "status", "recipient"),
    [
        ({"Status: 5.1.1": "Status: 5.0.0"}, "5.1.1", "tom@harbour.example"),
        ({"Status: 5.1.1": "X: y"}, "5.1.1", "tom@harbour.example"),
        ({"Status: 5.1.1": "Status: 5.2.2 (full)"}, "5.2.2", "tom@harbour.example"),
        ({"rfc822; Tom@": "Tom@"}, "5.1.1", "tom@harbour.example"),
        (
            {"rfc822; ": "utf-8; ", "message/delivery": "message/global-delivery"},
            "5.1.1",
            "tom@harbour.example",
        ),
    ],
)
def test_a_report_is_read_as_each_server_writes_it(
    swapped: dict[str, str], status: str, recipient: str
) -> None:
    raw = incoming("report_no_such_mailbox")
    for word, other in swapped.items():
        assert word.encode() in raw
        raw = raw.replace(word.encode(), other.encode())
    content = only(raw)

    assert isinstance(content, Report)
    assert (content.action, content.status, content.recipient) == ("failed", status, recipient)


EXIM = b"""From: Mail Delivery System <Mailer-Daemon@mx.harbour.example>
X-Failed-Recipients: Tom@harbour.example
Auto-Submitted: auto-replied

A message that you sent could not be delivered to one or more of its recipients.
This is a permanent error. The following address(es) failed:

  tom@harbour.example
    host mail.harbour.example [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<tom@harbour.example>:
    550 5.1.1 No such user here

------ This is a copy of the message, including all the headers. ------

Subject: about version 4.2.2
"""
QMAIL = b"""From: MAILER-DAEMON@mx.harbour.example

Hi. This is the qmail-send program at mx.harbour.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<tom@harbour.example>:
192.0.2.25 does not like recipient.
Remote host said: 550 5.1.1 No such user here
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.
"""


@pytest.mark.parametrize("raw", [EXIM, QMAIL, EXIM.replace(b"\n", b"\r\n")])
def test_a_report_in_words_is_a_report(raw: bytes) -> None:
    said = "550 5.1.1 No such user here"

    assert only(raw) == Report("failed", "5.1.1", "tom@harbour.example", said)


def test_a_calendar_beyond_a_limit_is_not_read() -> None:
    assert only(reply(more="X-LONG:" + "x" * LARGEST)) == Unreadable(TOO_LARGE)


def test_long_words_are_cut() -> None:
    content = only(reply(more="COMMENT:" + "x" * 3_000))
    letter = read(HEAD + b"text/plain\r\n\r\n" + b"y" * 50_000)

    assert isinstance(content, Answered)
    assert content.comment == "x" * LONGEST_COMMENT
    assert len(letter.said) == LONGEST_LETTER


def test_nothing_of_a_recurrence_or_of_a_zone_is_computed() -> None:
    """Either would have a diary count seconds since 1601."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    raw = reply(more="RRULE:FREQ=SECONDLY\r\nDTSTART;TZID=X:20261127T090000")

    assert isinstance(only(raw.replace(b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT")), Answered)


def test_a_calendar_that_names_a_file_opens_none() -> None:
    assert isinstance(only(HEAD + b"text/calendar; method=REPLY\r\n\r\n/etc/passwd"), Unreadable)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"\r\n\r\n", b"Subject: only\r\n", b"\xff\xfe"])
def test_nothing_is_unreadable(raw: bytes) -> None:
    assert only(raw) == Unreadable(NOTHING)
