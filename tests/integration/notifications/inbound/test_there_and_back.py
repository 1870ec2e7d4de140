"""What we send can be answered: the addresses in an invitation take its answer, and the report about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from notifications.inbound import applying, arriving
from notifications.inbound.arriving import Owner
from notifications.inbound.model import InboundStatus
from notifications.mail import Mail, read
from notifications.tokens import Purpose
from tests.incoming import incoming, reply
from tests.integration.notifications.inbound.conftest import Meeting, mail
from tests.post import STATIONERY, Told, round_at, setup
from workflows.clock import clock_at, now
from workflows.database import db
from workflows.dates.model import Answer
from workflows.messages import Message, MessageStatus


@pytest.fixture
def sent(meeting: Meeting) -> Mail:
    """Tom's invitation as it left."""
    told = Told()
    using = replace(setup(told), stationery=replace(STATIONERY, takes_mail=True))
    db.session.rollback()
    round_at(now(), using)
    return next(one for one in told.sent if one.to_address == "tom@harbour.example")


def invitation_in(sent: Mail) -> Any:
    """Its event, as a diary reads it."""
    part = next(one for one in read(sent.raw).walk() if one.get_content_type() == "text/calendar")
    [event] = Calendar.from_ical(part.get_content().encode()).walk("VEVENT")
    return event


def test_a_diary_answers_to_the_organiser_that_it_was_sent(meeting: Meeting, sent: Mail) -> None:
    event = invitation_in(sent)
    to = str(event["ORGANIZER"]).removeprefix("mailto:")
    at = now().strftime("%Y%m%dT%H%M%SZ")
    raw = reply("DECLINED", uid=str(event["UID"]), sequence=int(event["SEQUENCE"]), stamp=at)
    with clock_at(now()):
        arrival = arriving.take(to, raw, keys=STATIONERY.keys)
        applying.settle(arrival.id)

    assert mail(arrival.id).status is InboundStatus.APPLIED
    assert meeting.of("tom").answer is Answer.NO


def test_a_mail_server_reports_to_the_sender_on_the_envelope(meeting: Meeting, sent: Mail) -> None:
    assert arriving.owner_of(sent.envelope_from, STATIONERY.keys) == Owner(Purpose.BOUNCE, sent.message_id)
    meeting.receives(incoming("report_no_such_mailbox"), to=sent.envelope_from)

    message = db.session.get_one(Message, sent.message_id, populate_existing=True)
    assert message.status is MessageStatus.FAILED


def test_an_address_from_before_a_new_key_still_works(sent: Mail) -> None:
    to = str(invitation_in(sent)["ORGANIZER"]).removeprefix("mailto:")

    owner = arriving.owner_of(to, ("a key that is newer than all of it", *STATIONERY.keys))
    assert owner.purpose is Purpose.REPLY
    with pytest.raises(arriving.UnknownRecipient):
        arriving.owner_of(to, ("a key that is newer than all of it",))
