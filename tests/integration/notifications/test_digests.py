"""One daily mail a person at most, at seven on a day on which their school is open; never a heap of mail."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from notifications.digests import gather
from notifications.unsubscribe import stop_news
from tests.integration.notifications.test_reminding import DUE_ON, remind, turn
from tests.post import (
    DAY,
    HOUR,
    MINUTE,
    Told,
    letters,
    message,
    round_at,
    rounds,
    rounds_at_once,
    setup,
    statuses,
    write,
)
from tests.world import MONDAY, World
from workflows.cases import Deadline
from workflows.clock import LONDON, clock_at, local
from workflows.database import choose_every_trust, db
from workflows.messages import MORNING, Message, MessageStatus, Reason

GATHERED = MessageStatus.GATHERED
TUESDAY = datetime(2026, 11, 17, 7, tzinfo=UTC)


def gathered(world: World, *names: str, at: datetime = MONDAY) -> list[int]:
    return write(world, *names, at=at, status=GATHERED)


def asked(world: World, one: Deadline) -> int:
    """A message to marta that it is her turn, which waits for her daily mail."""
    about = {"deadline_id": one.id, "case_id": one.case_id}
    return write(world, "marta", at=MONDAY, status=GATHERED, reason=Reason.TURN, **about)[0]


def test_what_was_gathered_comes_in_one_mail_the_next_morning(world: World) -> None:
    ids = gathered(world, "priya", "priya", "priya")
    rounds(MONDAY, TUESDAY - MINUTE, every=HOUR, using=setup())
    assert letters() == []
    round_at(TUESDAY, setup())

    [letter] = letters()
    assert letter.subject == "Your day on Alongside: 3 pieces of news"
    assert statuses(ids) == {"superseded": 3}
    assert {message(one).carried_by_id for one in ids} == {letter.message_id}


def test_there_is_one_a_day_and_the_rest_waits_for_the_next(world: World) -> None:
    gathered(world, "priya")
    round_at(TUESDAY, setup())
    late = gathered(world, "priya", at=TUESDAY + MINUTE)
    rounds(TUESDAY + HOUR, TUESDAY + 23 * HOUR, every=HOUR, using=setup())
    assert len(letters()) == 1
    assert statuses(late) == {"gathered": 1}
    round_at(TUESDAY + DAY, setup())

    assert len(letters()) == 2


def test_a_closed_school_gets_its_mail_when_it_opens(world: World) -> None:
    friday = datetime(2026, 10, 23, 14, tzinfo=UTC)
    gathered(world, "priya", "lena", at=friday)
    rounds(friday, friday + 14 * DAY, every=6 * HOUR, using=setup())
    at = {letter.recipient.split("@")[0]: letter.at.astimezone(LONDON).date() for letter in letters()}

    assert at == {"priya": date(2026, 11, 2), "lena": date(2026, 10, 26)}


def test_a_turn_that_was_taken_meanwhile_is_left_out(world: World) -> None:
    over, stands = turn(world, closed_at=MONDAY, closed_seq=9), turn(world)
    dropped, kept = (asked(world, one) for one in (over, stands))
    round_at(TUESDAY, setup())

    assert message(dropped).carried_by_id is None
    assert message(dropped).problem == "The turn was over before the mail could leave."
    assert message(kept).carried_by_id is not None
    assert letters()[0].text.count("Release a giver for") == 1


def test_a_digest_with_nothing_left_in_it_is_not_sent(world: World) -> None:
    one = turn(world)
    asked(world, one)
    channel = Told(answers=iter(()))
    monday_evening = MONDAY + 11 * HOUR
    rounds(MONDAY, monday_evening, every=HOUR, using=setup(channel))
    with clock_at(TUESDAY):
        gather(setup(channel))
    choose_every_trust()
    db.session.execute(update(Deadline).values(closed_at=TUESDAY, closed_seq=5))
    db.session.commit()
    round_at(TUESDAY, setup(channel))

    assert channel.sent == []
    [digest] = db.session.scalars(select(Message).where(Message.reason == Reason.DIGEST))
    assert digest.status == MessageStatus.SUPERSEDED


def test_a_reminder_of_this_morning_is_in_this_mornings_mail(world: World) -> None:
    remind(turn(world), 0, DUE_ON)
    round_at(local(DUE_ON, MORNING) + timedelta(seconds=20), setup())

    [letter] = letters()
    assert letter.recipient == "marta@harbour.example"
    assert letter.subject == "Your day on Alongside: 1 thing to do"


def test_no_digest_is_made_while_reminders_are_still_to_be_written(world: World) -> None:
    remind(turn(world), 0, DUE_ON)
    morning = local(DUE_ON, MORNING)
    gathered(world, "marta", at=morning - HOUR)
    with clock_at(morning):
        assert gather(setup()) == 0
    round_at(morning, setup())

    assert len(letters()) == 1


def test_whoever_stopped_news_gets_a_digest_of_what_is_asked_only(world: World) -> None:
    one = turn(world)
    stop_news(world.person("marta"))
    stop_news(world.person("priya"))
    gathered(world, "marta", "priya")
    asked(world, one)
    round_at(TUESDAY, setup())

    [letter] = letters()
    assert "What has happened" not in letter.text
    assert "For you to do" in letter.text


def test_rounds_in_several_threads_make_one_digest_a_person(world: World) -> None:
    ids = gathered(world, *(["priya", "marta", "tom", "lena", "dan", "sam", "lea"] * 20))
    rounds_at_once(TUESDAY, *[setup()] * 3)

    assert Counter(letter.recipient for letter in letters()).most_common(1)[0][1] == 1
    assert len(letters()) == 7
    assert statuses(ids) == {"superseded": 140}


# After an outage


def test_what_is_late_after_a_week_comes_as_one_mail(world: World) -> None:
    ids = [one for day in range(7) for one in write(world, "priya", "priya", "marta", at=MONDAY + day * DAY)]
    back = MONDAY + 8 * DAY
    rounds(back, back + 6 * HOUR, every=10 * MINUTE, using=setup())

    assert Counter(letter.recipient for letter in letters()) == {
        "priya@harbour.example": 1,
        "marta@harbour.example": 1,
    }
    assert statuses(ids) == {"superseded": 21}


def test_what_is_late_after_todays_digest_comes_three_an_hour_and_turns_first(world: World) -> None:
    gathered(world, "priya", at=MONDAY - DAY)
    round_at(MONDAY, setup())
    ids = write(world, *(["priya"] * 7), at=MONDAY + MINUTE)
    [turn_of_hers] = write(world, "priya", at=MONDAY + MINUTE, reason=Reason.TURN)
    back = MONDAY + 3 * HOUR
    rounds(back, back + 5 * HOUR, every=10 * MINUTE, using=setup())
    after = [letter for letter in letters() if letter.at >= back]

    assert statuses([*ids, turn_of_hers]) == {"sent": 8}
    assert turn_of_hers in [letter.message_id for letter in after[:3]]
    for letter in after:
        assert len([one for one in after if letter.at <= one.at < letter.at + HOUR]) <= 3


def test_an_outage_that_ends_at_night_is_quiet_until_the_morning(world: World) -> None:
    write(world, *(["priya"] * 9), at=MONDAY)
    night = datetime(2026, 11, 18, 2, tzinfo=UTC)
    rounds(night, night + 6 * HOUR, every=30 * MINUTE, using=setup())

    [letter] = letters()
    assert letter.at == datetime(2026, 11, 18, 7, tzinfo=UTC)


def test_a_single_late_message_is_sent_as_it_is(world: World) -> None:
    [one] = write(world, "priya", at=MONDAY)
    round_at(MONDAY + 5 * HOUR, setup())

    assert statuses([one]) == {"sent": 1}


def test_there_are_never_two_digests_a_day_even_when_one_is_late(world: World) -> None:
    gathered(world, "priya", at=MONDAY - DAY)
    with clock_at(MONDAY):
        assert gather(setup()) == 1
    gathered(world, "priya", at=MONDAY + HOUR)
    rounds(TUESDAY, TUESDAY + 12 * HOUR, every=20 * MINUTE, using=setup())

    [letter] = letters()
    assert letter.subject == "Your day on Alongside: 2 pieces of news"


def test_late_mail_of_many_people_is_all_sorted_in_one_round(world: World) -> None:
    write(world, *(list(world.people) * 3), at=MONDAY)
    done = round_at(MONDAY + 5 * HOUR, setup())

    assert done.caught_up == len(world.people)
    assert len(letters()) == len(world.people)
