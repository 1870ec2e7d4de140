"""What a provider answers, or fails to answer, and what becomes of the message then."""

from __future__ import annotations

from datetime import timedelta

from notifications.channels import Outcome, Permanent, Sent, Temporary, Unknown
from tests.post import DAY, HOUR, MINUTE, Told, message, round_at, rounds, setup, statuses, write
from tests.world import MONDAY, World
from workflows.messages import MessageStatus


def answering(*answers: Outcome) -> Told:
    return Told(iter(answers))


def test_a_refusal_is_final_and_said_in_words(world: World) -> None:
    [one] = write(world, "tom")
    round_at(MONDAY, setup(answering(Permanent("No such mailbox."))))

    assert message(one).status == MessageStatus.FAILED
    assert message(one).problem == "No such mailbox."


def test_a_failure_that_passes_is_tried_every_five_minutes_for_four_hours(world: World) -> None:
    [one] = write(world, "tom")
    channel = answering(*[Temporary("Busy.")] * 100)
    rounds(MONDAY, MONDAY + 5 * HOUR, every=timedelta(minutes=5), using=setup(channel))

    assert message(one).status == MessageStatus.FAILED
    assert message(one).problem == "Busy."
    assert len(channel.sent) == 49
    assert {mail.mail_id for mail in channel.sent} == {channel.sent[0].mail_id}


def test_a_message_leaves_as_soon_as_the_provider_is_back(world: World) -> None:
    [one] = write(world, "tom")
    channel = answering(*[Temporary("Busy.")] * 40)
    rounds(MONDAY, MONDAY + 4 * HOUR, every=5 * MINUTE, using=setup(channel))

    assert statuses([one]) == {"sent": 1}
    assert len(channel.sent) == 41


def test_a_moment_that_the_provider_names_is_waited_for(world: World) -> None:
    [one] = write(world, "tom")
    round_at(MONDAY, setup(answering(Temporary("Slow down.", MONDAY + HOUR))))

    assert message(one).send_after == MONDAY + HOUR


def test_when_nothing_can_be_sent_the_rest_is_not_tried_in_vain(world: World) -> None:
    ids = write(world, *(["tom", "priya"] * 30))
    channel = answering(*[Temporary("Unreachable.", concerns_all=True)] * 10)
    round_at(MONDAY, setup(channel))

    assert len(channel.sent) == 1
    assert statuses(ids) == {"queued": 60}
    round_at(MONDAY + 6 * MINUTE, setup(Told()))
    assert statuses(ids) == {"sent": 60}


def test_one_refused_recipient_does_not_hold_up_the_others(world: World) -> None:
    ids = write(world, "tom", "priya", "marta")
    round_at(MONDAY, setup(answering(Sent(), Permanent("No such mailbox."), Sent())))

    assert statuses(ids) == {"sent": 2, "failed": 1}


def test_a_mail_that_cannot_be_addressed_fails_alone(world: World) -> None:
    world.person("tom").email = "not an address"
    ids = write(world, "tom", "priya")
    round_at(MONDAY, setup())

    assert statuses(ids) == {"failed": 1, "sent": 1}


def test_a_mail_in_doubt_is_not_sent_again(world: World) -> None:
    [one] = write(world, "tom")
    channel = answering(Unknown("No answer."))
    rounds(MONDAY, MONDAY + 8 * HOUR, every=30 * MINUTE, using=setup(channel))

    assert message(one).status == MessageStatus.UNKNOWN
    assert [mail.message_id for mail in channel.sent].count(one) == 1


def test_its_news_comes_with_the_next_daily_mail(world: World) -> None:
    [one] = write(world, "tom")
    channel = answering(Unknown("No answer."))
    round_at(MONDAY, setup(channel))
    rounds(MONDAY + HOUR, MONDAY + 2 * DAY, every=HOUR, using=setup(channel))

    assert len(channel.sent) == 2
    assert "In case these did not reach you" in channel.sent[1].text
    assert message(one).status == MessageStatus.UNKNOWN


def test_the_news_of_a_digest_in_doubt_comes_with_the_next_one(world: World) -> None:
    write(world, "tom", at=MONDAY - DAY, status=MessageStatus.GATHERED)
    channel = answering(Unknown("No answer."), Unknown("No answer."))
    rounds(MONDAY, MONDAY + 3 * DAY, every=HOUR, using=setup(channel))

    assert len(channel.sent) == 3
    assert all("- News" in mail.text for mail in channel.sent)
    assert [("In case these did not reach you" in mail.text) for mail in channel.sent] == [False, True, True]


def test_where_the_provider_reports_back_silence_means_that_it_is_sent_again(world: World) -> None:
    [one] = write(world, "tom")
    channel = answering(Unknown("No answer."))
    channel.reports_back = True
    round_at(MONDAY, setup(channel))
    round_at(MONDAY + HOUR, setup(channel))
    assert len(channel.sent) == 1
    round_at(MONDAY + 3 * HOUR, setup(channel))

    assert len(channel.sent) == 2
    assert channel.sent[0].mail_id == channel.sent[1].mail_id
    assert statuses([one]) == {"sent": 1}
