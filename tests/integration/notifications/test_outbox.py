"""A message in trouble is seen by whoever sent it and by administrators, and can be sent again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from notifications.outbox import CannotResend, failures_for, resend
from notifications.preview import preview
from tests.post import DAY, STATIONERY, letters, message, round_at, setup, statuses, write
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db
from workflows.events import Event
from workflows.messages import MessageStatus, Reason
from workflows.people import posts_of

FAILED = MessageStatus.FAILED


def seen_by(world: World, name: str) -> list[int]:
    person = world.person(name)
    return [row.id for row in failures_for(person, posts_of(person.id))]


def test_a_failed_message_is_seen_by_its_sender_and_by_administrators(world: World) -> None:
    [one] = write(world, "tom", status=FAILED, sender_id=world.people["priya"])

    assert seen_by(world, "priya") == [one]
    assert seen_by(world, "ada") == [one]
    assert seen_by(world, "tom") == []
    assert seen_by(world, "marta") == []


@pytest.mark.parametrize("status", list(MessageStatus))
def test_only_what_is_in_trouble_is_brought_up(world: World, status: MessageStatus) -> None:
    write(world, "tom", status=status, sender_id=world.people["priya"], lease_until=MONDAY)
    trouble = {MessageStatus.FAILED, MessageStatus.SUPPRESSED, MessageStatus.UNKNOWN}

    assert len(seen_by(world, "priya")) == (status in trouble)


def test_trouble_is_brought_up_for_a_month(world: World) -> None:
    write(world, "tom", status=FAILED, sender_id=world.people["priya"])
    with clock_at(MONDAY + 31 * DAY):
        assert seen_by(world, "priya") == []


def test_a_message_that_is_sent_again_is_a_new_one_and_written_down(world: World) -> None:
    [one] = write(world, "tom", status=FAILED, sender_id=world.people["priya"])
    again = resend(message(one), world.person("ada")).id
    db.session.commit()
    event = db.session.scalars(select(Event).where(Event.kind == "message_resent")).one()
    assert event.actor_id == world.people["ada"]
    assert event.details == {"message": one, "again": again, "to": "Tom Harbour"}
    round_at(MONDAY, setup())

    assert message(one).carried_by_id == again
    assert statuses([again]) == {"sent": 1}
    assert message(one).status == FAILED
    assert seen_by(world, "priya") == []


def test_a_message_is_sent_again_once(world: World) -> None:
    [one] = write(world, "tom", status=FAILED)
    resend(message(one), world.person("ada"))
    db.session.commit()

    with pytest.raises(CannotResend, match="already"):
        resend(message(one), world.person("ada"))


@pytest.mark.parametrize("status", [MessageStatus.SENT, MessageStatus.QUEUED, MessageStatus.DELIVERED])
def test_what_has_not_failed_is_not_sent_again(world: World, status: MessageStatus) -> None:
    [one] = write(world, "tom", status=status)

    with pytest.raises(CannotResend, match="has not failed"):
        resend(message(one), world.person("ada"))


def test_a_link_for_one_use_is_not_sent_again(world: World) -> None:
    [one] = write(world, "tom", status=FAILED, reason=Reason.ACCOUNT, kind="account/invitation")

    with pytest.raises(CannotResend, match="Send a new invitation"):
        resend(message(one), world.person("ada"))


def test_a_digest_that_is_sent_again_carries_the_same(world: World) -> None:
    [digest] = write(world, "tom", status=FAILED, reason=Reason.DIGEST, kind="digest")
    write(world, "tom", status=MessageStatus.SUPERSEDED, carried_by_id=digest)
    resend(message(digest), world.person("ada"))
    db.session.commit()
    round_at(MONDAY, setup())

    [letter] = letters()
    assert letter.subject == "Your day on Alongside: 1 piece of news"


def test_any_message_can_be_looked_at_without_sending_it(world: World) -> None:
    [one] = write(world, "tom", status=FAILED)
    mail = preview(message(one), STATIONERY)

    assert mail.to_address == "tom@harbour.example"
    assert mail.subject == "News"
    assert statuses([one]) == {"failed": 1}
