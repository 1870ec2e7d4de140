"""Whatever comes to somebody's address is dealt with, and moves nothing but their own answer."""

from __future__ import annotations

from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import select

from notifications.inbound.model import InboundStatus
from notifications.tokens import Purpose
from tests.incoming import NAMES, incoming
from tests.integration.notifications.inbound.conftest import Meeting
from tests.post import STATIONERY
from workflows.database import db
from workflows.dates.model import Answer, Attendance, CalendarEntry

A_MAIL: Final = 6
"""Kinds of damage done to each fixture."""

PIECES: Final = (
    b"\x00", b"\r\n", b"\xff\xfe", b";", b":", b"\"", b"=", b"\xed\xa0\x80", b"BEGIN:VEVENT\r\n", b"=00",
    b"METHOD:COUNTER\r\n", b"PARTSTAT=DECLINED", b"99999999999999999999", b"\\n", b"=?utf-8?q?=00?=",
    "\u202e".encode(),
)  # fmt: skip


def damaged(raw: bytes, by: Random) -> bytes:
    """The mail with some of it gone and something else put in."""
    for _ in range(by.randint(1, 8)):
        at = by.randrange(len(raw))
        raw = raw[:at] + by.choice(PIECES) + raw[at + by.choice((0, 0, 1, 5, 60)) :]
    return raw


def standing(meeting: Meeting) -> dict[str, Any]:
    """All that no mail of Tom's may change."""
    sam, entry = meeting.of("sam"), meeting.entry
    return {
        "answers": [sam.answer, meeting.of("priya").answer],
        "date": [entry.starts_at, entry.ends_at, entry.sequence, entry.cancelled_at, entry.title],
        "people": sorted(db.session.scalars(select(Attendance.person_id))),
        "dates": len(db.session.scalars(select(CalendarEntry.id)).all()),
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_mail_is_dealt_with_and_changes_nobody_elses_answer(meeting: Meeting, name: str) -> None:
    before, by = standing(meeting), Random(name)
    message = STATIONERY.own_address(Purpose.BOUNCE, meeting.invitation())
    for to in (meeting.address("tom"), message):
        for _ in range(A_MAIL // 2):
            came = meeting.receives(damaged(incoming(name), by), to=to)
            assert came.status is not InboundStatus.WAITING, came.outcome

    assert standing(meeting) == before
    assert meeting.of("tom").answer in set(Answer)
