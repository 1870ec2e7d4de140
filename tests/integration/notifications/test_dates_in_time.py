"""When mail about dates leaves, when it no longer does, and times on offer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from notifications.about_dates import DATE_OVER, TIMES_CLOSED
from notifications.outbox import CannotResend, resend
from notifications.preview import preview
from notifications.tokens import Purpose, opened
from tests.diaries import FRIDAY
from tests.integration.notifications.dates import (
    MINUTES,
    PRIYA,
    SAM,
    THURSDAY,
    TOM,
    Case,
    for_diaries,
    to,
)
from tests.post import DAY, HOUR, MINUTE, STATIONERY, Told, message, round_at, rounds, setup, write
from tests.world import MONDAY
from workflows.clock import clock_at, local, now
from workflows.database import choose_every_trust, db
from workflows.dates.details import OptionTick, Timed, TimesDropped, TimesOffered, TimesTicked
from workflows.dates.model import DatePoll, Tick
from workflows.messages import Message, MessageStatus, Reason
from workflows.people import MailPreference, Person

# When it leaves, and when no more


def test_mail_about_a_date_that_is_over_does_not_leave(case: Case) -> None:
    told = Told()
    entry = case.asks("tom", on=MONDAY.date())
    with clock_at(MONDAY + DAY):
        choose_every_trust()
        db.session.execute(update(Message).where(Message.entry_id == entry).values(send_after=now()))
        db.session.commit()
    round_at(MONDAY + DAY, setup(told))

    assert to(told, TOM) == []
    assert case.mails("tom")[-1].problem == DATE_OVER


def test_a_daily_mail_never_swallows_an_invitation(case: Case) -> None:
    told = Told()
    choose_every_trust()
    db.session.execute(update(Person).values(mail_preference=MailPreference.DIGEST))
    db.session.commit()
    case.asks("tom")
    assert [one.status.value for one in case.mails("tom")] == ["queued"]
    round_at(MONDAY + MINUTE, setup(told))
    assert told.sent == []
    round_at(local(MONDAY.date() + timedelta(days=1), time(7, 0)), setup(told))

    assert [one.method for one in for_diaries(to(told, TOM))] == ["REQUEST"]


def test_after_an_outage_three_an_hour_leave_and_diaries_come_first(case: Case) -> None:
    told = Told()
    write(case.world, *["tom"] * 3, reason=Reason.DIGEST, kind="news")
    for number in range(4):
        case.asks("tom", title=f"Meeting {number}", on=FRIDAY)
    later = MONDAY + 3 * HOUR
    round_at(later, setup(told))
    assert [mail.subject.partition(",")[0] for mail in to(told, TOM)] == [
        f"Invitation: Meeting {number}" for number in range(3)
    ]
    rounds(later + MINUTE, later + 55 * MINUTE, every=9 * MINUTE, using=setup(told))
    assert len(to(told, TOM)) == 3
    round_at(later + HOUR + MINUTE, setup(told))

    assert to(told, TOM)[3].subject.startswith("Invitation: Meeting 3")
    assert not any("In one mail" in mail.text for mail in told.sent)


def test_late_mail_about_a_date_that_is_almost_there_does_not_wait_its_turn(case: Case) -> None:
    told = Told()
    for number in range(5):
        case.asks("tom", title=f"Meeting {number}", on=MONDAY.date() + timedelta(days=1), starts=time(8, 0))
    round_at(MONDAY + 3 * HOUR, setup(told))

    assert len(for_diaries(to(told, TOM))) == 5


def test_a_closed_day_gives_way_where_the_date_would_have_begun(case: Case) -> None:
    told = Told()
    saturday = datetime(2026, 11, 21, 10, tzinfo=UTC)
    with clock_at(saturday):
        case.asks("tom", on=date(2026, 11, 22))
        case.asks("tom", on=FRIDAY, title="Later")
    choose_every_trust()
    db.session.execute(update(Message).values(send_after=saturday))
    db.session.commit()
    round_at(saturday, setup(told))

    assert [mail.subject.partition(",")[0] for mail in to(told, TOM)] == ["Invitation: Planning meeting"]
    [_, later] = case.mails("tom")
    assert later.status is MessageStatus.QUEUED
    assert later.send_after == local(date(2026, 11, 23), time(7, 0))


def test_whoever_has_left_is_not_written_to(case: Case) -> None:
    told = Told()
    case.asks("tom")
    choose_every_trust()
    case.world.person("tom").left_on = MONDAY.date()
    db.session.commit()
    round_at(MINUTES[0], setup(told))

    assert to(told, TOM) == []


# Sent again by hand


def failed(case: Case, who: str) -> Message:
    choose_every_trust()
    mail = case.mails(who)[-1]
    db.session.execute(update(Message).where(Message.id == mail.id).values(status=MessageStatus.FAILED))
    db.session.commit()
    return message(mail.id)


def test_what_failed_is_sent_again_with_a_later_stamp(case: Case) -> None:
    told = Told()
    case.asks("tom")
    resend(failed(case, "tom"), case.world.person("ada"))
    db.session.commit()
    round_at(MINUTES[1], setup(told))

    first, again = case.mails("tom")
    assert [one.method for one in for_diaries(to(told, TOM))] == ["REQUEST"]
    assert again.entry_id == first.entry_id
    assert again.facts["stamp"] > first.facts["stamp"]


def test_what_a_newer_one_has_overtaken_cannot_be_sent_again(case: Case) -> None:
    entry = case.asks("tom")
    before = failed(case, "tom")
    case.moves(entry, THURSDAY)

    with pytest.raises(CannotResend, match="newer mail about the same date"):
        resend(message(before.id), case.world.person("ada"))


# Times on offer


def offers(case: Case, *who: str) -> int:
    choose_every_trust()
    details = TimesOffered(
        title="Planning meeting",
        asked=tuple(case.world.people[one] for one in who),
        options=(
            Timed(on=THURSDAY, starts=time(9, 0), ends=time(10, 0)),
            Timed(on=FRIDAY, starts=time(9, 0), ends=time(10, 0)),
        ),
        answer_by=date(2026, 11, 20),
    )
    case.does("priya", "offer_times", details)
    choose_every_trust()
    found = db.session.query(DatePoll).one().id
    db.session.rollback()
    return found


def ticks(case: Case, who: str, poll_id: int) -> None:
    choose_every_trust()
    options = [one.id for one in db.session.get_one(DatePoll, poll_id).options]
    chosen = tuple(OptionTick(option_id=one, tick=Tick.YES) for one in options)
    case.does(who, "tick_times", TimesTicked(poll_id=poll_id, ticks=chosen))


def test_those_asked_get_times_to_tick_and_hear_when_none_was_found(case: Case) -> None:
    told = Told()
    poll = offers(case, "tom", "sam")
    round_at(MINUTES[0], setup(told))
    with clock_at(MINUTES[1]):
        case.does("priya", "drop_times", TimesDropped(poll_id=poll, reason="None suits."))
    round_at(MINUTES[2], setup(told))

    assert [mail.subject.partition("?")[0].partition(":")[0] for mail in to(told, TOM)] == [
        "Which times suit you",
        "No time was found",
    ]
    assert "/times/" in to(told, TOM)[0].text
    assert to(told, PRIYA) == []


def test_nobody_is_asked_about_times_that_are_no_longer_looked_for(case: Case) -> None:
    told = Told()
    poll = offers(case, "tom", "sam")
    ticks(case, "sam", poll)
    case.does("priya", "drop_times", TimesDropped(poll_id=poll, reason="None suits."))
    round_at(MINUTES[0], setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["No time was found"]
    assert case.mails("tom")[0].problem == TIMES_CLOSED


def test_whoever_was_quicker_than_the_mail_is_not_asked(case: Case) -> None:
    told = Told()
    ticks(case, "tom", offers(case, "tom", "sam"))
    round_at(MINUTES[0], setup(told))

    assert (len(to(told, TOM)), len(to(told, SAM))) == (0, 1)


def test_whoever_looks_at_somebodys_invitation_cannot_answer_for_them(case: Case) -> None:
    told = Told()
    case.asks("tom")
    round_at(MINUTES[0], setup(told))
    [sent] = to(told, TOM)
    shown = preview(message(case.mails("tom")[0].id), STATIONERY)

    tokens = [set(re.findall(r"/answer/(\S+)\?", mail.text)) for mail in (sent, shown)]
    assert [len(one) for one in tokens] == [1, 1]
    assert opened(Purpose.ANSWER, tokens[0].pop(), STATIONERY.keys) is not None
    assert opened(Purpose.ANSWER, tokens[1].pop(), STATIONERY.keys) is None
