"""A provider's word that is quicker than our own note, and what its silence means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from config import Environment, MailChannel, Settings
from notifications import receipts
from notifications.channels import HandOver, Outcome, Sent
from notifications.channels.sendgrid import SendGrid
from notifications.mail import Mail
from notifications.receipts import MEANINGS, Word
from notifications.setup import channel_of
from tests.post import HOUR, message, round_at, setup, write
from tests.world import MONDAY, World
from workflows.clock import now
from workflows.database import db
from workflows.messages import MessageStatus


@dataclass
class Hasty:
    """A provider that tells what became of a mail before it has answered whoever brought it."""

    tell: Callable[[Mail], None]
    batch: int = 20
    is_ours: bool = False
    reports_back: bool = True
    sent: list[Mail] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[Hasty]:
        yield self

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        hand_over()
        self.sent.append(mail)
        self.tell(mail)
        return Sent("accepted")


def telling(*kinds: str) -> Callable[[Mail], None]:
    def tell(mail: Mail) -> None:
        words = [
            Word(
                id=f"{mail.message_id}:{kind}",
                message_id=mail.message_id,
                kind=kind,
                meaning=MEANINGS[kind],
                at=now(),
                address=mail.to_address,
                reason="550 5.1.1" if kind == "bounce" else "",
            )
            for kind in kinds
        ]
        receipts.take(words)
        db.session.commit()

    return tell


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), MessageStatus.SENT),
        (("processed",), MessageStatus.SENT),
        (("delivered",), MessageStatus.DELIVERED),
        (("bounce",), MessageStatus.FAILED),
        (("bounce", "delivered"), MessageStatus.DELIVERED),
    ],
)
def test_word_that_comes_before_our_own_note_counts_after_it(
    world: World, kinds: tuple[str, ...], status: MessageStatus
) -> None:
    [one] = write(world, "tom")
    round_at(MONDAY, setup(Hasty(telling(*kinds))))

    found = message(one)
    assert (found.status, found.sent_to) == (status, "tom@harbour.example")
    assert found.subject


def test_a_message_in_doubt_of_which_there_is_word_is_not_sent_again(world: World) -> None:
    [one] = write(world, "tom", status=MessageStatus.UNKNOWN, handed_over_at=MONDAY, attempts=1)
    channel = Hasty(telling())
    receipts.take(
        [
            Word(
                id="1",
                message_id=one,
                kind="processed",
                meaning=MEANINGS["processed"],
                at=MONDAY,
                address="tom@harbour.example",
            )
        ]
    )
    db.session.commit()
    round_at(MONDAY + 3 * HOUR, setup(channel))

    assert message(one).status is MessageStatus.SENT
    assert channel.sent == []


@pytest.mark.parametrize(("key", "reports"), [("", False), ("a key", True)])
def test_sendgrid_reports_back_where_its_event_webhook_is_connected(key: str, reports: bool) -> None:
    settings = Settings(
        environment=Environment.TEST, mail_channel=MailChannel.SENDGRID, sendgrid_events_key=key
    )
    channel = channel_of(settings)

    assert isinstance(channel, SendGrid)
    assert channel.reports_back is reports
