"""The mail after a session: once, in the morning after it, until somebody has said what became of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from notifications import about_dates, date_reminding
from notifications.channels.mailbox import Letter
from notifications.mail import Mail
from notifications.rounds import tick
from tests.a_pair import FRIDAY, TITLE, Pair, signed_pair
from tests.pairings import PRIVATE
from tests.post import DAY, HOUR, MINUTE, Told, letters, round_at, rounds_at_once, setup
from tests.world import MONDAY, World
from workflows.administration.settings import set_date_reminders
from workflows.clock import clock_at, local
from workflows.database import EVERY_TRUST, choose_every_trust, db, scope
from workflows.dates.details import AnswerDetails
from workflows.dates.model import Answer, DateReminder, DateReminderStatus
from workflows.events import Event
from workflows.messages import Message, MessageStatus, Reason
from workflows.pairings.model import SessionStatus
from workflows.people import MailPreference, Person
from workflows.places import Trust

SAM, TOM = "sam@harbour.example", "tom@harbour.example"
THE_MORNING_AFTER = local(date(2026, 11, 30), time(7))
QUESTION = f"Did it take place? {TITLE}, Friday 27 November, 3:30pm to 4:30pm"
DONE, SKIPPED, WAITING = DateReminderStatus.DONE, DateReminderStatus.SKIPPED, DateReminderStatus.WAITING


@pytest.fixture
def pair(world: World) -> Pair:
    """A session on Friday whose invitations have left; both get their mail as it comes."""
    made = signed_pair(world)
    prefer(MailPreference.INSTANT)
    made.plans()
    round_at(MONDAY, setup(Told()))
    return made


def prefer(preference: MailPreference) -> None:
    choose_every_trust()
    db.session.execute(update(Person).values(mail_preference=preference))
    db.session.commit()


def asked_at(moment: datetime) -> list[Mail]:
    """Which questions a round at this moment sends."""
    told = Told()
    round_at(moment, setup(told))
    return [mail for mail in told.sent if "/took-place/" in mail.text]


def afterwards() -> list[tuple[DateReminderStatus, str]]:
    """How each question stands, the first one first, and why."""
    db.session.rollback()
    choose_every_trust()
    rows = db.session.execute(
        select(DateReminder.status, DateReminder.reason, DateReminder.days)
        .where(DateReminder.days < 0)
        .order_by(DateReminder.id)
    ).all()
    db.session.rollback()
    return [(row.status, row.reason) for row in rows]


def questions() -> list[tuple[MessageStatus, str]]:
    """What became of each question that was written."""
    db.session.rollback()
    choose_every_trust()
    found = db.session.execute(
        select(Message.status, Message.problem).where(Message.kind == "dates/took_place").order_by(Message.id)
    ).all()
    db.session.rollback()
    return [(row.status, row.problem) for row in found]


def test_both_are_asked_once_in_the_morning_of_the_next_working_day(pair: Pair) -> None:
    assert asked_at(local(FRIDAY, time(17))) == []
    assert asked_at(THE_MORNING_AFTER - MINUTE) == []
    mails = asked_at(THE_MORNING_AFTER)
    assert asked_at(THE_MORNING_AFTER + HOUR) == asked_at(THE_MORNING_AFTER + DAY) == []

    assert {mail.to_address: mail.subject for mail in mails} == {SAM: QUESTION, TOM: QUESTION}
    assert len({line for mail in mails for line in mail.text.split() if "/took-place/" in line}) == 6
    assert all(mail.calendar is None and mail.reply_to == "" for mail in mails)
    assert afterwards() == [(DONE, "")]


def test_in_holidays_it_waits_for_the_first_day_of_term(pair: Pair) -> None:
    pair.says("tom", "call_off_session")
    pair.plans(on=date(2026, 12, 18))
    round_at(MONDAY + MINUTE, setup(Told()))

    assert asked_at(local(date(2026, 12, 21), time(9))) == []
    assert len(asked_at(local(date(2027, 1, 4), time(7)))) == 2


def test_once_somebody_has_said_it_nobody_is_asked(pair: Pair) -> None:
    pair.says("tom", "confirm_session", at=local(FRIDAY, time(17)))

    assert asked_at(THE_MORNING_AFTER) == []
    assert afterwards() == [(SKIPPED, about_dates.WORD_HAS_COME)]


def test_whoever_logs_it_has_said_it(pair: Pair) -> None:
    pair.does("sam", "log_session", at=local(FRIDAY, time(17)))

    assert asked_at(THE_MORNING_AFTER) == []


def test_a_word_between_writing_and_sending_is_in_time(pair: Pair) -> None:
    with clock_at(THE_MORNING_AFTER):
        date_reminding.remind_of_dates(setup())
        pair.says("sam", "miss_session")

    assert asked_at(THE_MORNING_AFTER + MINUTE) == []
    assert questions() == [(MessageStatus.SUPERSEDED, about_dates.WORD_HAS_COME)] * 2


def test_it_moves_with_the_session_and_goes_with_it(pair: Pair) -> None:
    pair.moves(FRIDAY + timedelta(days=7))
    assert asked_at(THE_MORNING_AFTER) == []
    pair.says("tom", "call_off_session", at=THE_MORNING_AFTER)

    assert asked_at(THE_MORNING_AFTER + 7 * DAY) == []
    assert [status for status, _ in afterwards()] == [SKIPPED, SKIPPED]


def test_whoever_has_said_no_is_not_asked(pair: Pair) -> None:
    entry_id = pair.session.entry_id or 0
    pair.does("sam", "answer_date", AnswerDetails(entry_id=entry_id, answer=Answer.NO))

    assert [mail.to_address for mail in asked_at(THE_MORNING_AFTER)] == [TOM]


@pytest.mark.parametrize("step", ["leave", "new_mentor"])
def test_a_pairing_that_has_gone_on_asks_no_more(pair: Pair, step: str) -> None:
    pair.does("sam", step, at=local(FRIDAY, time(17)))
    if step == "leave":
        pair.does("tom", "close", at=local(FRIDAY, time(18)))

    assert asked_at(THE_MORNING_AFTER) == []
    assert afterwards() == [(SKIPPED, about_dates.NOT_TO_SAY)]


def test_a_pairing_that_goes_on_without_it_after_the_mail_was_written_asks_no_more(pair: Pair) -> None:
    with clock_at(THE_MORNING_AFTER):
        date_reminding.remind_of_dates(setup())
        pair.does("sam", "new_mentor")

    assert asked_at(THE_MORNING_AFTER + MINUTE) == []
    assert questions() == [(MessageStatus.SUPERSEDED, about_dates.NOT_TO_SAY)] * 2


def test_after_two_weeks_without_a_worker_it_is_still_asked_once(pair: Pair) -> None:
    back = THE_MORNING_AFTER + timedelta(days=14)
    told = Told()
    for minute in range(90):
        round_at(back + minute * MINUTE, setup(told))

    about = [mail for mail in told.sent if "/took-place/" in mail.text]
    assert sorted(mail.to_address for mail in about) == [SAM, TOM]
    reasons = {reason for _, reason in reminders_before()}
    assert reasons == {date_reminding.LATER_ONE, date_reminding.HAS_BEGUN}


def reminders_before() -> list[tuple[DateReminderStatus, str]]:
    db.session.rollback()
    choose_every_trust()
    rows = db.session.execute(
        select(DateReminder.status, DateReminder.reason).where(DateReminder.days >= 0)
    ).all()
    db.session.rollback()
    return [(row.status, row.reason) for row in rows]


def test_after_an_outage_in_which_it_was_said_nobody_is_asked(pair: Pair) -> None:
    pair.says("tom", "confirm_session", at=THE_MORNING_AFTER + 2 * DAY)

    assert asked_at(THE_MORNING_AFTER + timedelta(days=14)) == []


def test_nobody_is_asked_at_night_although_the_session_is_over(pair: Pair) -> None:
    with clock_at(THE_MORNING_AFTER):
        date_reminding.remind_of_dates(setup())
    night = local(date(2026, 11, 30), time(22))

    assert asked_at(night) == []
    assert len(asked_at(local(date(2026, 12, 1), time(7)))) == 2


def test_with_one_mail_a_day_the_question_leads_from_it_to_its_page(pair: Pair) -> None:
    prefer(MailPreference.TURNS)
    mails = asked_at(THE_MORNING_AFTER)

    assert {mail.to_address for mail in mails} == {SAM, TOM}
    assert all(mail.subject.startswith("Your day on Alongside") for mail in mails)
    assert all(QUESTION in " ".join(mail.text.split()) for mail in mails)


def test_the_days_that_a_trust_chooses_do_not_touch_it(pair: Pair) -> None:
    with scope(EVERY_TRUST):
        trust = db.session.get_one(Trust, pair.world.trust_id)
        set_date_reminders(trust, {"pairings": ()}, pair.world.person("ada"))
        db.session.commit()

    assert {reason for _, reason in reminders_before()} != {""}
    assert afterwards() == [(WAITING, "")]
    assert len(asked_at(THE_MORNING_AFTER)) == 2


def test_rounds_at_once_ask_once(pair: Pair) -> None:
    told = Told()
    rounds_at_once(THE_MORNING_AFTER, *[setup(told) for _ in range(3)])
    round_at(THE_MORNING_AFTER + MINUTE, setup(told))

    about = [mail.to_address for mail in told.sent if "/took-place/" in mail.text]
    assert sorted(about) == [SAM, TOM]


def test_a_round_that_breaks_off_asks_in_the_next_one(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_settled: object) -> None:
        raise RuntimeError("the machine went away")

    with monkeypatch.context() as broken, clock_at(THE_MORNING_AFTER):
        broken.setattr(date_reminding, "_settle", breaks)
        assert tick(setup(Told())).broken

    assert questions() == []
    assert len(asked_at(THE_MORNING_AFTER + MINUTE)) == 2


def test_from_the_session_to_the_mail_to_the_state_nothing_private_is_in_any_letter(pair: Pair) -> None:
    after = THE_MORNING_AFTER
    round_at(after, setup())
    pair.says("sam", "confirm_session", at=after + HOUR)
    pair.does("tom", "log_session", at=after + 2 * HOUR)
    pair.does("sam", "share", at=after + 3 * HOUR)
    pair.does("sam", "begin_review", at=after + 4 * HOUR)
    pair.does("tom", "write_review", at=after + 5 * HOUR)
    for minute in range(5):
        round_at(after + 6 * HOUR + minute * MINUTE, setup())

    assert pair.session.status is SessionStatus.HELD
    sent = "".join(everything_in(letter) for letter in letters())
    assert "/took-place/" in sent
    assert "Calmer lessons" not in sent  # what was hoped for is on the page, for those who may open it
    choose_every_trust()
    sent += "".join(repr(event.details) for event in db.session.scalars(select(Event)))
    sent += "".join(one.subject + repr(one.facts) for one in db.session.scalars(select(Message)))
    assert PRIVATE not in sent
    assert "marmalade" not in sent
    assert {one.reason for one in db.session.scalars(select(Message))} >= {Reason.DATE, Reason.REMINDER}


def everything_in(letter: Letter) -> str:
    """Subject and every part of a mail, as its reader's program shows them."""
    parts = [part.get_payload(decode=True) for part in letter.mail.walk() if not part.is_multipart()]
    words = b"".join(part for part in parts if isinstance(part, bytes)).decode()
    return f"{letter.subject} {' '.join(words.split())}"
