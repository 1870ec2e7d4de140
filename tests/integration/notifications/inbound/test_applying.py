"""Who may answer by mail, what an answer changes, and what is put before a person instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from notifications.inbound.applying import MOST_KEPT, MOST_TO_SETTLE
from notifications.inbound.model import InboundStatus
from tests.incoming import incoming, reply
from tests.integration.notifications.inbound.conftest import Meeting
from tests.post import round_at, setup
from workflows.clock import clock_at, now
from workflows.database import db, scope
from workflows.dates.details import AnswerDetails, AskedChange, DateOff
from workflows.dates.model import Answer, ReplyKind, Via
from workflows.messages import Message

APPLIED, HISTORY = InboundStatus.APPLIED, InboundStatus.HISTORY
TO_SETTLE, IGNORED = InboundStatus.TO_SETTLE, InboundStatus.IGNORED


def test_an_answer_of_the_diary_is_the_answer(meeting: Meeting) -> None:
    came = meeting.receives(incoming("google"))

    tom = meeting.of("tom")
    assert (tom.answer, tom.answered_via, tom.answer_sequence) == (Answer.YES, Via.DIARY, 0)
    assert tom.answer_stamp == datetime(2026, 11, 16, 10, 2, 10, tzinfo=UTC)
    assert (came.status, came.outcome, came.raw) == (APPLIED, "They answered yes.", b"")
    assert meeting.of("sam").answer is Answer.NONE
    assert meeting.replies() == []


def test_a_comment_becomes_a_note(meeting: Meeting) -> None:
    meeting.receives(incoming("exchange"))

    assert meeting.of().answer is Answer.MAYBE
    assert meeting.notes() == ["I may be 10 minutes late, is that all right?"]


def test_no_mail_is_written_back(meeting: Meeting) -> None:
    before = db.session.scalar(select(func.count(Message.id)))
    meeting.receives(incoming("google"))
    meeting.receives(incoming("out_of_office"))
    meeting.receives(incoming("report_no_such_mailbox"))

    assert db.session.scalar(select(func.count(Message.id))) == before


def test_the_same_mail_again_changes_nothing(meeting: Meeting) -> None:
    meeting.receives(incoming("google"))
    before = meeting.steps()
    again = [meeting.stores(incoming("google")) for _ in range(3)]
    round_at(now(), setup())

    assert {(one.id, one.is_repeat) for one in again} == {(again[0].id, True)}
    assert meeting.steps() == before


def test_the_same_answer_by_another_way_is_the_same_answer(meeting: Meeting) -> None:
    meeting.receives(incoming("google"))
    came = meeting.receives(b"Received: by another server\r\n" + incoming("google"))

    assert (came.status, came.outcome) == (IGNORED, "The same answer came before.")
    assert meeting.steps().count("answer_date") == 1


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("20261116T100000Z", "20261116T100001Z", True),
        ("20261116T100001Z", "20261116T100000Z", False),
    ],
)
def test_of_two_answers_the_later_one_counts_in_whatever_order_they_come(
    meeting: Meeting, first: str, second: str, counts: bool
) -> None:
    meeting.receives(reply("ACCEPTED", stamp=first))
    came = meeting.receives(reply("DECLINED", stamp=second))

    assert came.status is (APPLIED if counts else HISTORY)
    assert meeting.of().answer is (Answer.NO if counts else Answer.YES)


def test_an_answer_to_an_earlier_time_is_history(meeting: Meeting) -> None:
    meeting.moves()
    came = meeting.receives(reply(sequence=0))

    assert came.status is HISTORY
    assert meeting.of().answer is Answer.NONE
    assert meeting.receives(reply(sequence=1, stamp="20261116T110000Z")).status is APPLIED


def test_an_older_answer_that_is_brought_again_and_again_is_told_once(meeting: Meeting) -> None:
    meeting.receives(reply("DECLINED", stamp="20261116T103000Z"))
    older = reply("ACCEPTED", stamp="20261116T100000Z", more="COMMENT:Gladly")
    came = [meeting.receives(f"Received: {number}\r\n".encode() + older).status for number in range(3)]

    assert came == [HISTORY, IGNORED, IGNORED]
    assert meeting.steps().count("answer_date") == 2
    assert meeting.notes() == ["Gladly"]


def test_an_answer_without_a_number_is_placed_by_its_moment(meeting: Meeting) -> None:
    meeting.moves()  # at noon

    assert meeting.receives(reply(sequence=None, stamp="20261116T115900Z")).status is HISTORY
    with clock_at(now() + timedelta(minutes=5)):
        assert meeting.receives(reply(sequence=None, stamp="20261116T120300Z")).status is APPLIED


def test_an_answer_counts_although_its_diary_was_not_told_that_somebody_else_is_not_asked(
    meeting: Meeting,
) -> None:
    """Sam's leaving gives the date another number, which Tom's diary never sees."""
    change = AskedChange(entry_id=meeting.entry_id, leaving=(meeting.world.people["sam"],))
    meeting.does("priya", "change_asked", change)
    meeting.does("tom", "answer_date", AnswerDetails(entry_id=meeting.entry_id, answer=Answer.YES))

    with clock_at(now() + timedelta(minutes=1)):
        came = meeting.receives(reply("DECLINED", sequence=0, stamp="20261116T120030Z"))
    assert came.status is APPLIED
    assert meeting.of().answer is Answer.NO


def test_nobody_answers_from_the_future(meeting: Meeting) -> None:
    meeting.receives(reply("ACCEPTED", sequence=99, stamp="20991231T235959Z"))
    tom = meeting.of()
    assert (tom.answer_sequence, tom.answer_stamp) == (0, now())

    with clock_at(now() + timedelta(minutes=1)):
        assert meeting.receives(reply("DECLINED", sequence=0, stamp="20261116T120030Z")).status is APPLIED


# Who answers


@pytest.mark.parametrize(
    ("sender", "attendee"),
    [
        ("TOM@Harbour.example", "tom@harbour.example"),
        ("tom+calendar@harbour.example", "tom@harbour.example"),
        ("tom@harbour.example", "t.harbour@harbour.onmicrosoft.example"),
        ('"Harbour, Tom" <t.harbour@harbour.example>', "t.harbour@harbour.example"),
        ("secretary@harbour.example", "tom@harbour.example"),
    ],
)
def test_an_answer_is_its_owners_also_under_an_alias(meeting: Meeting, sender: str, attendee: str) -> None:
    assert meeting.receives(reply(sender=sender, attendee=attendee)).status is APPLIED
    assert meeting.of().answer is Answer.YES


@pytest.mark.parametrize(
    ("sender", "attendee"),
    [
        ("una@harbour.example", "una@harbour.example"),
        ("una@harbour.example", "tom@harbour.example"),
        ("tom@harbour.example", "una@harbour.example"),
        ("Tom Harbour <una@harbour.example>", "tom@harbour.example"),
        ("una+x@harbour.example", "tom@harbour.example"),
        ("Tom Harbour <tom@elsewhere.example>", "tom@harbour.example"),
        ("somebody@elsewhere.example", "tom@harbour.example"),
        ("somebody@harbour.example", "somebody@harbour.example"),
        ("", ""),
    ],
)
def test_anybody_else_is_put_before_the_organiser_and_answers_for_nobody(
    meeting: Meeting, sender: str, attendee: str
) -> None:
    raw = reply("DECLINED", sender=sender, attendee=attendee, more="COMMENT:No time")
    came = meeting.receives(raw)

    [waiting] = meeting.replies()
    assert (came.status, came.raw) == (TO_SETTLE, b"")
    assert (waiting.kind, waiting.answer, waiting.said) == (ReplyKind.STRANGER, Answer.NO, "No time")
    assert (waiting.person_id, waiting.original) == (meeting.world.people["tom"], raw)
    assert {meeting.of(who).answer for who in ("tom", "sam")} == {Answer.NONE}


def test_a_token_opens_the_answer_of_its_owner_alone(meeting: Meeting) -> None:
    """Sam answers from his own account, to the address that Tom was given."""
    raw = reply("DECLINED", attendee="sam@harbour.example")
    meeting.receives(raw, to=meeting.address("tom"))

    assert {meeting.of(who).answer for who in ("tom", "sam")} == {Answer.NONE}
    assert [one.kind for one in meeting.replies()] == [ReplyKind.STRANGER]


def test_an_answer_to_another_invitation_is_for_a_person_to_judge(meeting: Meeting) -> None:
    meeting.receives(reply("DECLINED", uid="another@alongside"))

    [waiting] = meeting.replies()
    assert (waiting.kind, waiting.answer) == (ReplyKind.UNREADABLE, Answer.NO)
    assert waiting.said == "It answers another invitation than the one whose address it was sent to."
    assert meeting.of().answer is Answer.NONE


def test_of_two_answers_in_one_mail_the_one_to_this_invitation_is_taken(meeting: Meeting) -> None:
    first = reply("DECLINED", uid="another@alongside").partition(b"END:VCALENDAR")[0]
    both = first + reply("ACCEPTED").partition(b"METHOD:REPLY\r\n")[2]

    assert meeting.receives(both).status is APPLIED
    assert meeting.of().answer is Answer.YES


# What a person has to look at


def test_another_time_is_put_before_the_organiser(meeting: Meeting) -> None:
    raw = incoming("counter")
    meeting.receives(raw)

    [waiting] = meeting.replies()
    assert (waiting.kind, waiting.answer) == (ReplyKind.COUNTER, Answer.MAYBE)
    assert waiting.proposed_starts_at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    assert waiting.proposed_ends_at == datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    assert waiting.sender == "Tom Harbour <tom@harbour.example>"
    assert waiting.said == "Could we start an hour earlier?"
    assert waiting.original == raw
    assert meeting.of().answer is Answer.NONE


def test_a_proposed_time_without_an_end_is_as_long_as_the_date(meeting: Meeting) -> None:
    meeting.receives(reply("TENTATIVE", method="COUNTER", more="DTSTART:20261127T090000Z"))

    assert [one.proposed_ends_at for one in meeting.replies()] == [datetime(2026, 11, 27, 10, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("raw", "kind", "said"),
    [
        (incoming("delegate"), ReplyKind.DELEGATE, "lea@harbour.example is to come instead."),
        (
            incoming("letter"),
            ReplyKind.WORDS,
            "Dear Asha,\n\nI can come, but only until four. Is that any use?\n\nTom",
        ),
        (
            reply("", method="REQUEST"),
            ReplyKind.WORDS,
            "Their diary sent a new invitation, which changes nothing here.",
        ),
        (
            reply("", method="CANCEL"),
            ReplyKind.WORDS,
            "Their diary sent a cancellation, which changes nothing here.",
        ),
        (reply("NEEDS-ACTION"), ReplyKind.WORDS, "Their diary sent a reply without an answer."),
        (
            b"From: tom@harbour.example\r\nContent-Type: text/calendar\r\n\r\nMETHOD:REPLY\r\n",
            ReplyKind.UNREADABLE,
            "There is a calendar in it, and no answer could be found there.",
        ),
        (
            b"From: tom@harbour.example\r\n\r\n",
            ReplyKind.UNREADABLE,
            "There are neither words nor an answer in it.",
        ),
    ],
)
def test_what_is_no_answer_is_put_before_the_organiser(
    meeting: Meeting, raw: bytes, kind: ReplyKind, said: str
) -> None:
    assert meeting.receives(raw).status is TO_SETTLE

    assert [(one.kind, one.said, one.original) for one in meeting.replies()] == [(kind, said, raw)]
    assert meeting.of().answer is Answer.NONE
    assert meeting.entry.cancelled_at is None


def test_an_organiser_is_not_buried_in_letters(meeting: Meeting) -> None:
    for number in range(MOST_TO_SETTLE):
        meeting.receives(f"From: tom@harbour.example\r\n\r\nLetter {number}".encode())
    last = meeting.receives(b"From: tom@harbour.example\r\n\r\nLetter 22")

    assert len(meeting.replies()) == MOST_TO_SETTLE
    assert (last.status, last.raw[-9:]) == (IGNORED, b"Letter 22")


# What nobody has to look at


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (incoming("out_of_office"), "An automatic reply."),
        (incoming("report_late"), "A report about a mail, and not to the address for reports."),
        (
            reply("", method="REFRESH"),
            "Their diary asked to be sent the date again; it stands in the newest mail about it.",
        ),
    ],
)
def test_what_nobody_wrote_is_kept_as_a_line(meeting: Meeting, raw: bytes, outcome: str) -> None:
    came = meeting.receives(raw)

    assert (came.status, came.outcome) == (IGNORED, outcome)
    assert meeting.replies() == []


def test_an_answer_to_what_is_over_or_off_changes_nothing(meeting: Meeting) -> None:
    before = meeting.steps()
    with clock_at(now() + timedelta(days=30)):
        over = meeting.receives(reply())
    meeting.does("priya", "call_off_date", DateOff(entry_id=meeting.entry_id, reason="Snow"))
    off = meeting.receives(reply("DECLINED"))

    assert [(one.status, one.outcome) for one in (over, off)] == [
        (IGNORED, "The date was over."),
        (IGNORED, "The date is off."),
    ]
    assert over.raw == reply()
    assert meeting.steps() == [*before, "call_off_date"]


def test_a_flood_to_one_address_does_not_fill_the_database(meeting: Meeting) -> None:
    meeting.does("priya", "call_off_date", DateOff(entry_id=meeting.entry_id, reason="Snow"))
    came = [meeting.receives(reply() + b"\r\n" * number) for number in range(1, MOST_KEPT + 3)]

    assert {one.status for one in came} == {IGNORED}
    assert [bool(one.raw) for one in came] == [True] * MOST_KEPT + [False] * 2


def test_whoever_is_no_longer_asked_answers_nothing(meeting: Meeting) -> None:
    change = AskedChange(entry_id=meeting.entry_id, leaving=(meeting.world.people["tom"],))
    meeting.does("priya", "change_asked", change)
    came = meeting.receives(reply())

    assert (came.status, came.outcome) == (IGNORED, "They are no longer asked.")


@pytest.mark.parametrize("raw", [reply(), incoming("letter")])
def test_whoever_has_left_the_trust_answers_nothing(meeting: Meeting, raw: bytes) -> None:
    with scope(meeting.world.trust_id):
        meeting.world.person("tom").left_on = now().date()
        db.session.commit()
    came = meeting.receives(raw)

    assert (came.status, came.outcome, came.raw) == (IGNORED, "They have left the trust.", raw)
    assert meeting.of().answer is Answer.NONE


def test_on_a_case_that_takes_no_answers_nothing_is_lost(meeting: Meeting, monkeypatch: Any) -> None:
    with scope(meeting.world.trust_id):
        meeting.case.state = "closed"
        db.session.commit()
    came = meeting.receives(incoming("letter"))

    assert came.status is IGNORED
    assert came.outcome.startswith("“A reply came” cannot be done while this is")
    assert came.raw == incoming("letter")
