"""Reminders of dates: to whom, what they ask, and when none is sent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from notifications import date_reminding
from notifications.about_dates import DATE_MOVED, NOT_COMING
from notifications.mail import Mail
from tests.diaries import FRIDAY
from tests.integration.notifications.dates import PRIYA, SAM, THURSDAY, TOM, Case, to
from tests.integration.notifications.test_dates_in_time import offers, ticks
from tests.post import HOUR, MINUTE, Told, round_at, rounds_at_once, setup
from tests.world import MONDAY
from workflows.clock import clock_at, local
from workflows.database import choose_every_trust, db
from workflows.dates.model import Answer, DateReminder, DateReminderStatus
from workflows.messages import Message, MessageStatus
from workflows.people import MailPreference, Person

SEVEN = time(7, 0)
A_WEEK_BEFORE = local(FRIDAY - timedelta(days=7), SEVEN)
THE_DAY_BEFORE = local(THURSDAY, SEVEN)
DONE, SKIPPED, WAITING = DateReminderStatus.DONE, DateReminderStatus.SKIPPED, DateReminderStatus.WAITING


@pytest.fixture(autouse=True)
def _at_once(case: Case) -> None:
    """Everybody here gets reminders as they come."""
    prefer(MailPreference.INSTANT)


def prefer(preference: MailPreference) -> None:
    choose_every_trust()
    db.session.execute(update(Person).values(mail_preference=preference))
    db.session.commit()


def invited(case: Case, *who: str, on: date = FRIDAY, **more: object) -> int:
    """A date whose invitations have left."""
    entry = case.asks(*who, on=on, **more)
    round_at(MONDAY, setup(Told()))
    return entry


def reminded(moment: datetime) -> list[Mail]:
    """What a round at this moment says about dates and times."""
    told = Told()
    round_at(moment, setup(told))
    return [mail for mail in told.sent if "/dates/" in mail.text or "/times/" in mail.text]


def reminders() -> dict[int, tuple[DateReminderStatus, str]]:
    """How each reminder stands, by its days, and why."""
    db.session.rollback()
    choose_every_trust()
    rows = db.session.execute(
        select(DateReminder.days, DateReminder.status, DateReminder.reason).order_by(DateReminder.id)
    ).all()
    db.session.rollback()
    return {row.days: (row.status, row.reason) for row in rows}


def test_a_week_and_a_day_before_everybody_asked_is_reminded_once(case: Case) -> None:
    invited(case, "tom", "sam")
    assert reminded(A_WEEK_BEFORE - MINUTE) == []
    assert {mail.to_address for mail in reminded(A_WEEK_BEFORE)} == {TOM, SAM, PRIYA}
    assert reminded(A_WEEK_BEFORE + HOUR) == []
    assert {mail.to_address for mail in reminded(THE_DAY_BEFORE)} == {TOM, SAM, PRIYA}

    assert reminders() == {7: (DONE, ""), 1: (DONE, "")}


def test_those_who_have_not_answered_are_asked_to_and_the_organiser_sees_who_has(case: Case) -> None:
    entry = invited(case, "tom", "sam", "lea", place="Room 3", agenda="The data of the autumn")
    case.answers("sam", entry, Answer.YES)
    case.answers("lea", entry, Answer.MAYBE)
    round_at(MONDAY + MINUTE, setup(Told()))
    mails = {mail.to_address: mail for mail in reminded(A_WEEK_BEFORE)}

    assert mails[TOM].subject == "Can you come? Planning meeting, Friday 27 November, 3:30pm to 4:30pm"
    assert mails[TOM].text.count("/answer/") == 3
    assert mails[SAM].subject.startswith("Reminder: Planning meeting")
    assert "/answer/" not in mails[SAM].text
    for said in ("Where: Room 3", "The data of the autumn", f"/dates/{entry}"):
        assert said in mails[SAM].text
    own = mails[PRIYA].text
    for line in ("Yes: Sam Harbour", "Maybe: Lea Harbour", "No answer yet: Tom Harbour"):
        assert line in own


def test_whoever_has_said_no_is_left_in_peace(case: Case) -> None:
    entry = invited(case, "tom", "sam")
    case.answers("tom", entry, Answer.NO)
    round_at(MONDAY + MINUTE, setup(Told()))

    assert {mail.to_address for mail in reminded(A_WEEK_BEFORE)} == {SAM, PRIYA}


def test_a_no_after_the_reminder_was_written_counts_too(case: Case) -> None:
    entry = invited(case, "tom")
    with clock_at(A_WEEK_BEFORE):
        date_reminding.remind_of_dates(setup())
        case.answers("tom", entry, Answer.NO)
    told = Told()
    round_at(A_WEEK_BEFORE + MINUTE, setup(told))

    assert not [mail for mail in to(told, TOM) if "Planning" in mail.subject]
    assert case.mails("tom")[-1].problem == NOT_COMING


def test_reminders_move_with_the_date(case: Case) -> None:
    entry = invited(case, "tom")
    moved_to = FRIDAY + timedelta(days=7)
    case.moves(entry, moved_to)
    round_at(MONDAY + MINUTE, setup(Told()))

    assert reminded(A_WEEK_BEFORE) == []
    [tom] = [mail for mail in reminded(local(FRIDAY, SEVEN)) if mail.to_address == TOM]
    assert "Friday 4 December" in tom.subject


def test_one_that_was_written_before_the_date_moved_does_not_leave(case: Case) -> None:
    entry = invited(case, "tom")
    with clock_at(A_WEEK_BEFORE):
        date_reminding.remind_of_dates(setup())
        case.moves(entry, FRIDAY + timedelta(days=14))
    told = Told()
    round_at(A_WEEK_BEFORE + MINUTE, setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Moved"]
    [reminder] = [one for one in case.mails("tom") if one.kind == "dates/reminder"]
    assert (reminder.status, reminder.problem) == (MessageStatus.SUPERSEDED, DATE_MOVED)


def test_a_reminder_is_no_mail_that_a_diary_reads_so_a_change_waits_for_none(case: Case) -> None:
    entry = invited(case, "tom")
    with clock_at(A_WEEK_BEFORE):
        date_reminding.remind_of_dates(setup())
        case.rewords(entry, agenda="Something else")
    told = Told()
    round_at(A_WEEK_BEFORE + MINUTE, setup(told))

    assert {mail.subject.partition(":")[0] for mail in to(told, TOM)} == {
        "Changed",
        "Can you come? Planning meeting, Friday 27 November, 3",
    }


def test_what_is_off_reminds_nobody(case: Case) -> None:
    entry = invited(case, "tom")
    case.calls_off(entry)
    round_at(MONDAY + MINUTE, setup(Told()))

    assert reminded(A_WEEK_BEFORE) == reminded(THE_DAY_BEFORE) == []
    assert {status for status, _ in reminders().values()} == {SKIPPED}


def test_after_an_outage_only_the_later_one_is_sent(case: Case) -> None:
    invited(case, "tom")
    mails = reminded(THE_DAY_BEFORE)

    assert [mail.to_address for mail in mails].count(TOM) == 1
    assert reminders() == {7: (SKIPPED, date_reminding.LATER_ONE), 1: (DONE, "")}


def test_one_that_comes_too_late_is_skipped_with_a_reason(case: Case) -> None:
    invited(case, "tom")

    assert reminded(local(FRIDAY, time(15, 30))) == []
    assert reminders()[1] == (SKIPPED, date_reminding.HAS_BEGUN)


def test_a_date_without_times_is_reminded_of_until_its_day_begins(case: Case) -> None:
    invited(case, "tom", starts=None, ends=None)

    [tom] = [mail for mail in reminded(local(FRIDAY, time(7, 30))) if mail.to_address == TOM]
    assert tom.subject == "Can you come? Planning meeting, Friday 27 November, all day"


def test_nobody_is_reminded_on_a_closed_day_and_nobody_once_it_has_begun(case: Case) -> None:
    invited(case, "tom", on=date(2026, 11, 28))  # a Saturday
    reminded(local(FRIDAY - timedelta(days=6), SEVEN))
    saturday = reminded(local(date(2026, 11, 28), SEVEN))

    assert saturday == []
    assert reminders()[1] == (SKIPPED, date_reminding.NOBODY)


def test_with_one_mail_a_day_the_reminder_is_in_it(case: Case) -> None:
    prefer(MailPreference.TURNS)
    entry = invited(case, "tom")
    mails = [mail for mail in reminded(A_WEEK_BEFORE) if mail.to_address == TOM]

    [digest] = mails
    assert digest.subject.startswith("Your day on Alongside")
    assert "Can you come? Planning meeting, Friday 27 November, 3:30pm to 4:30pm" in digest.text
    assert f"/dates/{entry}" in digest.text


def test_what_is_off_by_then_is_in_no_daily_mail(case: Case) -> None:
    prefer(MailPreference.TURNS)
    entry = invited(case, "tom")
    with clock_at(A_WEEK_BEFORE):
        date_reminding.remind_of_dates(setup())
        case.calls_off(entry)
    told = Told()
    round_at(A_WEEK_BEFORE + MINUTE, setup(told))

    assert [mail.subject.partition(":")[0] for mail in to(told, TOM)] == ["Called off"]


def test_rounds_at_once_remind_once(case: Case) -> None:
    invited(case, "tom", "sam", "lea")
    told = Told()
    rounds_at_once(A_WEEK_BEFORE, *[setup(told) for _ in range(3)])
    round_at(A_WEEK_BEFORE + MINUTE, setup(told))

    assert set(told.to.values()) == {1}
    assert len(told.sent) == 4


def test_a_round_that_breaks_off_leaves_reminder_and_outbox_as_they_were(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(case, "tom")

    def breaks(_settled: object) -> None:
        raise RuntimeError("the machine went away")

    monkeypatch.setattr(date_reminding, "_settle", breaks)
    with clock_at(A_WEEK_BEFORE), pytest.raises(RuntimeError):
        date_reminding.remind_of_dates(setup())

    choose_every_trust()
    assert db.session.scalars(select(Message).where(Message.kind == "dates/reminder")).all() == []
    db.session.rollback()
    assert reminders()[7] == (WAITING, "")


# Times on offer


def test_only_those_who_have_not_ticked_are_reminded_of_times(case: Case) -> None:
    poll = offers(case, "tom", "sam")
    round_at(MONDAY, setup(Told()))
    ticks(case, "sam", poll)
    round_at(MONDAY + MINUTE, setup(Told()))
    mails = reminded(local(date(2026, 11, 18), SEVEN))

    [tom] = mails
    assert tom.to_address == TOM
    assert tom.subject == "Which times suit you? Planning meeting, by Friday 20 November"
    assert "/times/" in tom.text
    assert reminders()[2] == (DONE, "")


def test_times_that_nobody_waits_for_any_more_remind_nobody(case: Case) -> None:
    offers(case, "tom", "sam")
    round_at(MONDAY, setup(Told()))

    assert reminded(local(date(2026, 11, 23), SEVEN)) == []
    assert reminders() == {
        2: (SKIPPED, date_reminding.LATER_ONE),
        0: (SKIPPED, date_reminding.DAY_OVER),
    }
