"""Workers that die, fall asleep or are told to stop, and the messages that they held."""

from __future__ import annotations

from typing import Any

from notifications.channels import Outcome
from notifications.delivery import claim, deliver, hand_over
from notifications.setup import Setup
from tests.post import HOUR, MINUTE, Told, message, round_at, rounds, setup, statuses, write
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, scope
from workflows.messages import MessageStatus


def test_what_a_dead_worker_had_not_handed_over_is_sent_by_the_next(world: World) -> None:
    ids = write(world, "tom", "priya")
    with scope(EVERY_TRUST):
        assert len(claim(setup(Told()))) == 2
    channel = Told()
    round_at(MONDAY + MINUTE, setup(channel))
    assert channel.sent == []
    round_at(MONDAY + 6 * MINUTE, setup(channel))

    assert statuses(ids) == {"sent": 2}
    assert len(channel.sent) == 2


def test_what_a_dead_worker_was_handing_over_is_in_doubt_and_not_sent_again(world: World) -> None:
    [one] = write(world, "tom")
    using = setup(Told())
    with scope(EVERY_TRUST):
        hand_over(claim(using)[0], using)
    channel = Told()
    rounds(MONDAY + MINUTE, MONDAY + HOUR, every=MINUTE, using=setup(channel))

    assert message(one).status == MessageStatus.UNKNOWN
    assert "may or may not have arrived" in message(one).problem
    assert channel.sent == []


def test_a_worker_that_slept_past_its_lease_does_not_send_what_another_has_sent(world: World) -> None:
    [one] = write(world, "tom")
    slow, quick = Told(), Told()

    class Asleep(Told):
        def send(self, mail: Any, hand_over: Any) -> Outcome:
            with clock_at(MONDAY + 10 * MINUTE):
                round_at(MONDAY + 10 * MINUTE, setup(quick))
            return slow.send(mail, hand_over)

    with scope(EVERY_TRUST):
        deliver(setup(Asleep()))

    assert slow.sent == []
    assert len(quick.sent) == 1
    assert statuses([one]) == {"sent": 1}


def test_an_answer_that_comes_after_the_lease_still_counts(world: World) -> None:
    [one] = write(world, "tom")

    class Slow(Told):
        def send(self, mail: Any, hand_over: Any) -> Outcome:
            outcome = super().send(mail, hand_over)
            round_at(MONDAY + 10 * MINUTE, setup(Told()))
            assert message(one).status == MessageStatus.UNKNOWN
            return outcome

    with scope(EVERY_TRUST):
        deliver(setup(Slow()))

    assert statuses([one]) == {"sent": 1}


def test_a_worker_that_is_told_to_stop_leaves_the_rest_as_it_was(world: World) -> None:
    ids = write(world, *(["tom"] * 10))
    channel = Told()
    using = Setup(
        channel=channel, stationery=setup().stationery, stopping=lambda: len(channel.sent) >= 3
    )  # fmt: skip
    round_at(MONDAY, using)

    assert statuses(ids) == {"sent": 3, "queued": 7}
    assert {message(one).attempts for one in ids} == {0, 1}
    round_at(MONDAY, setup(channel))
    assert len(channel.sent) == 10
