"""Reports that other mail servers send about our mail: what they move, and what they leave alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from notifications.addresses import SuppressedAddress
from notifications.inbound.model import InboundStatus
from notifications.tokens import Purpose
from tests.incoming import incoming
from tests.integration.notifications.inbound.conftest import Meeting
from tests.post import STATIONERY
from workflows.clock import now
from workflows.database import db
from workflows.dates.model import Answer
from workflows.messages import Message, MessageStatus

APPLIED, IGNORED = InboundStatus.APPLIED, InboundStatus.IGNORED


def sent_to_tom(meeting: Meeting, status: MessageStatus = MessageStatus.SENT) -> str:
    message_id = meeting.invitation()
    row = db.session.get_one(Message, message_id)
    row.status, row.sent_to, row.handed_over_at = status, "tom@harbour.example", now()
    db.session.commit()
    return STATIONERY.own_address(Purpose.BOUNCE, message_id)


def message_of(meeting: Meeting) -> Message:
    return db.session.get_one(Message, meeting.invitation(), populate_existing=True)


def test_a_report_that_nobody_has_the_address_fails_the_mail_and_stops_others(meeting: Meeting) -> None:
    came = meeting.receives(incoming("report_no_such_mailbox"), to=sent_to_tom(meeting))

    message = message_of(meeting)
    assert message.status is MessageStatus.FAILED
    assert message.problem.startswith("The mail server says that nobody has this address")
    assert "User unknown in virtual mailbox table" in message.problem
    assert came.status is APPLIED
    assert suppressed() == ["tom@harbour.example"]


def suppressed() -> list[str]:
    return list(db.session.scalars(select(SuppressedAddress.address)))


@pytest.mark.parametrize(
    ("name", "change", "status"),
    [
        ("report_mailbox_full", {}, MessageStatus.FAILED),
        ("report_no_such_mailbox", {"Status: 5.1.1": "Status: 5.7.1"}, MessageStatus.FAILED),
        ("report_no_such_mailbox", {"Status: 5.1.1": "Status: 4.4.7"}, MessageStatus.FAILED),
        ("report_no_such_mailbox", {"Tom@harbour": "other@harbour"}, MessageStatus.FAILED),
        ("report_no_such_mailbox", {"Action: failed": "Action: delivered"}, MessageStatus.DELIVERED),
        ("report_late", {}, MessageStatus.SENT),
    ],
)
def test_other_reports_leave_the_address_alone(
    meeting: Meeting, name: str, change: dict[str, str], status: MessageStatus
) -> None:
    meeting.receives(incoming(name, change), to=sent_to_tom(meeting))

    assert message_of(meeting).status is status
    assert suppressed() == []


def test_what_was_delivered_stays_delivered(meeting: Meeting) -> None:
    meeting.receives(incoming("report_no_such_mailbox"), to=sent_to_tom(meeting, MessageStatus.DELIVERED))

    assert message_of(meeting).status is MessageStatus.DELIVERED
    assert suppressed() == []


@pytest.mark.parametrize("name", ["google", "letter", "out_of_office"])
def test_the_address_for_reports_takes_only_reports(meeting: Meeting, name: str) -> None:
    came = meeting.receives(incoming(name), to=sent_to_tom(meeting))

    assert came.status is IGNORED
    assert (meeting.of().answer, meeting.replies()) == (Answer.NONE, [])
    assert message_of(meeting).status is MessageStatus.SENT
