"""Dates of a case: what a step about one leaves behind, for whom, and what stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from tests.details import WORDS, Book, details_for
from tests.world import MONDAY, World, build
from workflows.cases import Deadline, Note
from workflows.clock import clock_at, local
from workflows.database import choose_trust, db
from workflows.dates.details import (
    AnswerDetails,
    AskedChange,
    DateChange,
    DateDetails,
    DateOff,
    OptionTick,
    ReplyArrived,
    ReplySettled,
    Span,
    TimeChosen,
    Timed,
    TimesDropped,
    TimesOffered,
    TimesTicked,
)
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    DatePoll,
    DateReminder,
    DateReminderStatus,
    ReplyKind,
    ReplyToSettle,
    Tick,
    Via,
)
from workflows.details import InvalidDetails, PersonChange
from workflows.details import Reason as Why
from workflows.errors import NotYourRole, TransitionNotAllowed
from workflows.messages import OVERTAKEN, Message, MessageStatus, Reason
from workflows.people import MailPreference, Post, holders, posts_of
from workflows.perform import open_case, perform
from workflows.places import Trust
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import VisitCancel, VisitMove, VisitPlan
from workflows.visibility import may_see, posts_on

FRIDAY = date(2026, 11, 27)
AGREED = (
    ("edit", "priya"), ("submit", "priya"), ("triage", "lena"), ("offer", "asha"), ("release", "marta"),
    ("propose_plan", "priya"), ("sign", "priya"), ("sign", "marta"), ("sign", "tom"),
)  # fmt: skip


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


@pytest.fixture
def request_(world: World) -> SupportRequest:
    """A request under way: Priya's school is helped, Tom gives, Asha coordinates."""
    made = SupportRequest(title="Early reading", receiving_school_id=world.schools["saltmarsh"])
    open_case(made, "start", world.person("priya"))
    for name, actor in AGREED:
        details = details_for(made.flow.transitions[name].needs, Book(made, world, MONDAY.date()))
        perform(made, name, world.person(actor), details)
    db.session.commit()
    return made


class Scene:
    """The case, and everybody's steps on it, each committed."""

    def __init__(self, case: SupportRequest, world: World) -> None:
        self.case, self.world = case, world

    def does(self, who: str | None, name: str, details: Any = None) -> None:
        perform(self.case, name, self.world.person(who) if who else None, details)
        db.session.commit()

    def meeting(self, *asked: str, on: date = FRIDAY, **more: Any) -> CalendarEntry:
        details = DateDetails(
            title="Planning meeting",
            on=on,
            starts=time(15, 30),
            ends=time(16, 30),
            asked=tuple(self.world.people[one] for one in asked or ("tom",)),
            **more,
        )
        self.does("priya", "add_date", details)
        return db.session.scalars(select(CalendarEntry).order_by(CalendarEntry.id.desc())).first()  # type: ignore[return-value]

    def moves(self, entry: CalendarEntry, on: date, **more: Any) -> None:
        words: dict[str, Any] = {"title": entry.title, "agenda": entry.agenda, "place": entry.place} | more
        details = DateChange(entry_id=entry.id, on=on, starts=time(15, 30), ends=time(16, 30), **words)
        self.does("priya", "change_date", details)

    def answers(self, who: str, entry: CalendarEntry, answer: Answer, **more: Any) -> None:
        self.does(who, "answer_date", AnswerDetails(entry_id=entry.id, answer=answer, **more))

    def mails(self, entry: CalendarEntry | None = None) -> list[tuple[str, str, str]]:
        """Whom mail about dates goes to, of which kind, and how it stands; oldest first."""
        statement = select(Message).where(Message.reason == Reason.DATE).order_by(Message.id)
        rows = db.session.scalars(statement).all()
        return [
            (row.person.name.split()[0].lower(), row.kind.removeprefix("dates/"), row.status.value)
            for row in rows
            if entry is None or row.entry_id == entry.id
        ]

    def answer_of(self, who: str, entry: CalendarEntry) -> Attendance:
        return db.session.scalars(
            select(Attendance).where(
                Attendance.entry_id == entry.id, Attendance.person_id == self.world.people[who]
            )
        ).one()

    def organisers_turn(self) -> Deadline | None:
        return db.session.scalars(
            select(Deadline).where(
                Deadline.case_id == self.case.id,
                Deadline.role == "organiser",
                Deadline.closed_at.is_(None),
            )
        ).one_or_none()


@pytest.fixture
def scene(request_: SupportRequest, world: World) -> Scene:
    return Scene(request_, world)


# Dates


def test_a_date_asks_everybody_chosen_and_whoever_arranges_it(scene: Scene) -> None:
    entry = scene.meeting("tom", "sam", place="The hall\r\nupstairs", agenda="Look at the data")
    assert (entry.sequence, entry.place) == (0, "The hall upstairs")
    assert entry.starts_at == local(FRIDAY, time(15, 30))
    assert [school.name for school in entry.schools] == ["Gull Rock Primary", "Saltmarsh Primary"]
    assert {one: scene.answer_of(one, entry).answer for one in ("priya", "tom", "sam")} == {
        "priya": Answer.YES,
        "tom": Answer.NONE,
        "sam": Answer.NONE,
    }
    assert sorted(scene.mails(entry)) == [
        ("priya", "invited", "queued"),
        ("sam", "invited", "queued"),
        ("tom", "invited", "queued"),
    ]


def test_being_asked_to_a_date_opens_the_date_and_not_the_case(scene: Scene, world: World) -> None:
    entry = scene.meeting("una")
    una = world.person("una")
    assert not may_see(scene.case, posts_on(una.id, scene.case))
    scene.answers("una", entry, Answer.YES)
    with pytest.raises(NotYourRole):
        scene.does("una", "add_note", details_for(scene.case.flow.transitions["add_note"].needs, book(scene)))


def book(scene: Scene) -> Book:
    return Book(scene.case, scene.world, MONDAY.date())


def test_moving_it_asks_everybody_again_with_a_higher_number_and_a_later_stamp(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.answers("tom", entry, Answer.YES)
    first = scene.answer_of("tom", entry).stamped_at
    scene.moves(entry, FRIDAY + timedelta(days=7))
    tom = scene.answer_of("tom", entry)
    assert entry.sequence == 1
    assert (tom.answer, scene.answer_of("priya", entry).answer) == (Answer.NONE, Answer.YES)
    assert None not in (first, tom.stamped_at)
    assert tom.stamped_at > first  # type: ignore[operator]
    assert scene.mails(entry)[:2] == [("tom", "invited", "superseded"), ("priya", "invited", "superseded")]
    assert sorted(scene.mails(entry)[2:]) == [("priya", "changed", "queued"), ("tom", "changed", "queued")]


def test_an_answer_meets_the_date_as_it_is_when_its_turn_comes(scene: Scene) -> None:
    """Whoever waits for the one who moves it has read it before, with the earlier time."""
    entry = scene.meeting("tom")
    assert [one.answer for one in entry.asked] == [Answer.NONE, Answer.YES]
    elsewhere = update(CalendarEntry).where(CalendarEntry.id == entry.id)
    db.session.execute(
        elsewhere.values(sequence=1, time_sequence=1), execution_options={"synchronize_session": False}
    )
    details = AnswerDetails(entry_id=entry.id, answer=Answer.YES, sequence=0, stamp=MONDAY)
    perform(scene.case, "answer_date", scene.world.person("tom"), details)

    assert scene.answer_of("tom", entry).answer is Answer.NONE


def test_other_words_keep_the_number_and_the_answers(scene: Scene) -> None:
    entry = scene.meeting("tom", agenda="Data")
    scene.answers("tom", entry, Answer.MAYBE)
    scene.moves(entry, FRIDAY, agenda="Data and dates")
    assert (entry.sequence, entry.agenda) == (0, "Data and dates")
    assert scene.answer_of("tom", entry).answer is Answer.MAYBE
    scene.moves(entry, FRIDAY, place="The library")
    assert entry.sequence == 1
    assert scene.answer_of("tom", entry).answer is Answer.MAYBE


def test_calling_it_off_reaches_everybody_and_leaves_no_reminder(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.does("priya", "call_off_date", DateOff(entry_id=entry.id, reason=WORDS))
    assert (entry.sequence, entry.cancelled_at) == (1, MONDAY)
    assert scene.mails(entry)[-1][1] == "called_off"
    assert statuses(entry) == {DateReminderStatus.SKIPPED}
    for step, details in (
        ("call_off_date", DateOff(entry_id=entry.id, reason=WORDS)),
        ("answer_date", AnswerDetails(entry_id=entry.id, answer=Answer.YES)),
        ("change_asked", AskedChange(entry_id=entry.id, joining=(scene.world.people["sam"],))),
    ):
        with pytest.raises(InvalidDetails):
            scene.does("tom", step, details)
        db.session.rollback()


def statuses(entry: CalendarEntry) -> set[DateReminderStatus]:
    rows = db.session.scalars(select(DateReminder.status).where(DateReminder.entry_id == entry.id))
    return set(rows)


def test_adding_or_removing_one_person_touches_nobody_else(scene: Scene, world: World) -> None:
    entry = scene.meeting("tom", "sam")
    before = len(scene.mails(entry))
    scene.does("priya", "change_asked", AskedChange(entry_id=entry.id, joining=(world.people["una"],)))
    assert scene.mails(entry)[before:] == [("una", "invited", "queued")]
    scene.does("priya", "change_asked", AskedChange(entry_id=entry.id, leaving=(world.people["tom"],)))
    assert scene.mails(entry)[before + 1 :] == [("tom", "no_longer_asked", "queued")]
    assert [one.person.name.split()[0] for one in entry.asked] == ["Sam", "Priya", "Una"]
    with pytest.raises(InvalidDetails):
        scene.answers("tom", entry, Answer.YES)
    db.session.rollback()
    # Sam's answer to the number that Sam knows still counts: the time is what it was.
    scene.answers("sam", entry, Answer.YES, sequence=0, stamp=MONDAY)
    assert scene.answer_of("sam", entry).answer is Answer.YES
    assert statuses(entry) == {DateReminderStatus.WAITING}


def test_whoever_arranged_it_cannot_be_left_out(scene: Scene, world: World) -> None:
    entry = scene.meeting("tom")
    with pytest.raises(InvalidDetails):
        scene.does("priya", "change_asked", AskedChange(entry_id=entry.id, leaving=(world.people["priya"],)))


@pytest.mark.parametrize("on", [date(2026, 11, 15), date(2031, 1, 1)])
def test_a_date_in_the_past_or_years_ahead_is_refused(scene: Scene, on: date) -> None:
    with pytest.raises(InvalidDetails):
        scene.meeting("tom", on=on)


def test_nobody_of_another_trust_is_asked(scene: Scene) -> None:
    other = build("fellside")
    choose_trust(scene.world.trust_id)
    details = DateDetails(title="Meeting", on=FRIDAY, asked=(other.people["tom"],))
    with pytest.raises(InvalidDetails):
        scene.does("priya", "add_date", details)


def test_a_date_of_another_case_is_not_reached_through_this_one(scene: Scene, world: World) -> None:
    entry = scene.meeting("tom")
    other = SupportRequest(title="Maths", receiving_school_id=world.schools["saltmarsh"])
    open_case(other, "start", world.person("priya"))
    db.session.commit()
    for name, details in (
        ("call_off_date", DateOff(entry_id=entry.id, reason=WORDS)),
        ("change_asked", AskedChange(entry_id=entry.id, joining=(world.people["sam"],))),
    ):
        with pytest.raises((InvalidDetails, NotYourRole)):
            perform(other, name, world.person("priya"), details)
        db.session.rollback()


def test_a_case_that_ends_takes_its_dates_ahead_along(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.does("priya", "offer_times", offer(scene))
    scene.does("priya", "withdraw", Why(reason=WORDS))
    assert entry.cancelled_at == MONDAY
    assert scene.mails(entry)[-1][1:] == ("called_off", "queued")
    assert db.session.scalars(select(DatePoll)).one().closed_at == MONDAY
    assert scene.organisers_turn() is None


def test_whoever_takes_over_takes_over_the_dates(scene: Scene, world: World) -> None:
    scene.does("tom", "plan_visit", VisitPlan(on=FRIDAY, days=1, purpose=WORDS))
    entry = db.session.scalars(select(CalendarEntry)).one()
    assert entry.organiser.name.startswith("Tom")
    scene.does("marta", "change_people", PersonChange(role="giver", joining_id=world.people["lea"]))
    assert entry.organiser.name.startswith("Lea")
    assert sorted(one.person.name.split()[0] for one in entry.asked) == ["Lea", "Priya"]
    assert ("tom", "no_longer_asked", "queued") in scene.mails(entry)


def test_whoever_leaves_the_case_arranges_nothing_there_any_more(scene: Scene, world: World) -> None:
    scene.does("tom", "offer_times", offer(scene, asked=(world.people["sam"],)))
    scene.does("marta", "change_people", PersonChange(role="giver", joining_id=world.people["lea"]))

    poll, turn = db.session.scalars(select(DatePoll)).one(), scene.organisers_turn()
    assert poll.organiser.name.startswith("Lea")
    assert turn is not None
    post = Post(turn.role, turn.place_id)
    assert [one.person_id for one in holders([post])[post]] == [world.people["lea"]]
    with pytest.raises(NotYourRole):
        scene.does("tom", "drop_times", TimesDropped(poll_id=poll.id, reason=WORDS))


# Visits


def test_a_planned_visit_stands_in_the_diaries_of_giver_and_head_until_it_is_off(scene: Scene) -> None:
    scene.does(
        "tom", "plan_visit", VisitPlan(on=FRIDAY, starts=time(9), ends=time(12), days=0.5, purpose=WORDS)
    )
    visit = scene.case.waiting_visits[0]
    entry = visit.entry
    assert entry is not None
    assert (entry.title, entry.place) == ("Visit: Early reading", "Saltmarsh Primary")
    assert sorted(one for one, _, _ in scene.mails(entry)) == ["priya", "tom"]
    scene.does("priya", "move_visit", VisitMove(visit_id=visit.id, on=FRIDAY - timedelta(days=1)))
    assert (entry.sequence, entry.all_day, entry.first_day) == (1, True, FRIDAY - timedelta(days=1))
    scene.does("tom", "cancel_visit", VisitCancel(visit_id=visit.id, reason=WORDS))
    assert (entry.sequence, entry.cancelled_at) == (2, MONDAY)


def test_somebody_whose_diary_tells_them_is_not_told_twice(scene: Scene) -> None:
    scene.does("tom", "plan_visit", VisitPlan(on=FRIDAY, days=1, purpose=WORDS))
    kinds = [row.kind for row in db.session.scalars(select(Message)) if row.kind.endswith("plan_visit")]
    assert kinds == []


# Answers


def test_an_older_answer_is_history_only(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.answers("tom", entry, Answer.YES, sequence=0, stamp=MONDAY)
    scene.answers("tom", entry, Answer.NO, sequence=0, stamp=MONDAY - timedelta(minutes=1))
    assert scene.answer_of("tom", entry).answer is Answer.YES
    scene.moves(entry, FRIDAY + timedelta(days=3))
    scene.answers("tom", entry, Answer.YES, sequence=0, stamp=MONDAY + timedelta(minutes=1), via=Via.DIARY)
    assert scene.answer_of("tom", entry).answer is Answer.NONE
    scene.answers("tom", entry, Answer.MAYBE, via=Via.LINK)
    assert (scene.answer_of("tom", entry).answer, scene.answer_of("tom", entry).answered_via) == (
        Answer.MAYBE,
        Via.LINK,
    )


def test_a_comment_becomes_a_note_and_a_no_reaches_the_organiser(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.answers("tom", entry, Answer.NO, comment="I am on a course that day.")
    assert db.session.scalars(select(Note.text)).all() == ["I am on a course that day."]
    told = db.session.scalars(select(Message).where(Message.kind == "support/answer_date")).one()
    assert told.person.name.startswith("Priya")


def test_nobody_answers_for_somebody_else(scene: Scene) -> None:
    entry = scene.meeting("tom")
    with pytest.raises((NotYourRole, InvalidDetails)):
        scene.answers("sam", entry, Answer.YES)
    with pytest.raises(NotYourRole):
        perform(scene.case, "answer_date", None, AnswerDetails(entry_id=entry.id, answer=Answer.YES))


# Finding a time


def offer(scene: Scene, **more: Any) -> TimesOffered:
    options = tuple(Timed(on=FRIDAY, starts=time(hour), ends=time(hour + 1)) for hour in (9, 13))
    usual: dict[str, Any] = {
        "title": "Look at the data",
        "asked": (scene.world.people["tom"], scene.world.people["sam"]),
        "options": options,
        "answer_by": date(2026, 11, 20),
    }
    return TimesOffered(**(usual | more))


def test_times_are_offered_ticked_and_one_becomes_a_date(scene: Scene) -> None:
    scene.does("priya", "offer_times", offer(scene))
    poll = db.session.scalars(select(DatePoll)).one()
    turn = scene.organisers_turn()
    assert turn is not None
    assert (turn.ask, turn.due_on) == ("Choose a time for", date(2026, 11, 24))
    assert sorted(scene.mails()) == [("sam", "times_offered", "queued"), ("tom", "times_offered", "queued")]
    ticks = tuple(OptionTick(option_id=one.id, tick=Tick.IF_NEED_BE) for one in poll.options)
    scene.does("tom", "tick_times", TimesTicked(poll_id=poll.id, ticks=ticks))
    scene.does("tom", "tick_times", TimesTicked(poll_id=poll.id, ticks=ticks[::-1]))
    assert [len(one.ticks) for one in poll.options] == [1, 1]
    scene.does("priya", "choose_time", TimeChosen(poll_id=poll.id, option_id=poll.options[1].id))
    entry = db.session.scalars(select(CalendarEntry)).one()
    assert (poll.entry_id, entry.starts_at) == (entry.id, local(FRIDAY, time(13)))
    assert sorted(one for one, _, _ in scene.mails(entry)) == ["priya", "sam", "tom"]
    assert scene.organisers_turn() is None
    with pytest.raises(InvalidDetails):
        scene.does("tom", "tick_times", TimesTicked(poll_id=poll.id, ticks=ticks))


def test_a_time_is_chosen_although_whoever_offered_it_has_left(scene: Scene, world: World) -> None:
    scene.does("priya", "offer_times", offer(scene))
    poll = db.session.scalars(select(DatePoll)).one()
    world.person("priya").left_on = world.person("sam").left_on = MONDAY.date()
    scene.does("asha", "choose_time", TimeChosen(poll_id=poll.id, option_id=poll.options[0].id))

    entry = db.session.scalars(select(CalendarEntry)).one()
    assert entry.organiser.name.startswith("Asha")
    assert sorted(one.person.name.split()[0] for one in entry.asked) == ["Asha", "Tom"]


def test_ticks_are_for_those_asked_and_for_every_time(scene: Scene) -> None:
    scene.does("priya", "offer_times", offer(scene))
    poll = db.session.scalars(select(DatePoll)).one()
    half = (OptionTick(option_id=poll.options[0].id, tick=Tick.YES),)
    for who, ticks in (("tom", half), ("una", half)):
        with pytest.raises((InvalidDetails, NotYourRole)):
            scene.does(who, "tick_times", TimesTicked(poll_id=poll.id, ticks=ticks))
        db.session.rollback()


def test_times_that_are_dropped_are_no_longer_asked_for(scene: Scene) -> None:
    scene.does("priya", "offer_times", offer(scene))
    poll = db.session.scalars(select(DatePoll)).one()
    scene.does("priya", "drop_times", TimesDropped(poll_id=poll.id, reason=WORDS))
    assert poll.closed_at == MONDAY
    assert scene.organisers_turn() is None
    waiting = DateReminder.status == DateReminderStatus.WAITING
    assert db.session.scalars(select(DateReminder).where(waiting)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer_by": date(2026, 11, 28)},
        {"answer_by": date(2026, 11, 16)},
        {"options": (Timed(on=FRIDAY, starts=time(9), ends=time(10)),)},
        {"options": (Timed(on=FRIDAY), Timed(on=FRIDAY))},
        {"link": "javascript:alert(1)"},
    ],
)
def test_times_that_make_no_sense_are_refused(scene: Scene, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidDetails):
        scene.does("priya", "offer_times", offer(scene, **wrong))


# Replies that need a person


def arrives(scene: Scene, entry: CalendarEntry, **more: Any) -> None:
    details = ReplyArrived(
        entry_id=entry.id,
        person_id=scene.world.people["tom"],
        kind=ReplyKind.STRANGER,
        sender="lea@harbour.example",
        original=b"Subject: Accepted",
        **more,
    )
    scene.does(None, "reply_arrived", details)


def test_a_reply_that_needs_a_look_is_the_organisers_turn_until_it_is_settled(scene: Scene) -> None:
    entry = scene.meeting("tom")
    arrives(scene, entry, answer=Answer.YES)
    turn = scene.organisers_turn()
    assert turn is not None
    assert (turn.ask, turn.due_on) == ("Look at a reply about a date of", date(2026, 11, 18))
    told = db.session.scalars(select(Message).where(Message.kind == "support/reply_arrived")).one()
    assert (told.person.name.split()[0], told.reason) == ("Priya", Reason.TURN)
    # The turn is about the date: a step that begins the case's own turns anew leaves it as it is.
    scene.does("tom", "plan_visit", VisitPlan(on=FRIDAY, days=1, purpose=WORDS))
    assert scene.organisers_turn() is not None
    reply = db.session.scalars(select(ReplyToSettle)).one()
    scene.does("priya", "settle_reply", ReplySettled(reply_id=reply.id, taken=True))
    assert scene.answer_of("tom", entry).answer is Answer.YES
    assert scene.organisers_turn() is None
    with pytest.raises(InvalidDetails):
        scene.does("priya", "settle_reply", ReplySettled(reply_id=reply.id))


def test_what_came_stays_out_of_the_timeline_and_beside_the_case(scene: Scene) -> None:
    entry = scene.meeting("tom")
    begins = datetime(2026, 11, 30, 9, tzinfo=UTC)
    arrives(scene, entry, proposed=Span(begins, begins + timedelta(hours=1)))
    reply = db.session.scalars(select(ReplyToSettle)).one()
    assert (reply.original, reply.proposed_starts_at) == (b"Subject: Accepted", begins)
    with pytest.raises(InvalidDetails):  # there is no answer in it
        scene.does("priya", "settle_reply", ReplySettled(reply_id=reply.id, taken=True))


# Reminders


def test_reminders_come_seven_days_and_a_day_before_and_move_along(scene: Scene) -> None:
    entry = scene.meeting("tom")
    assert waiting(entry) == {7: local(date(2026, 11, 20), time(7)), 1: local(date(2026, 11, 26), time(7))}
    scene.moves(entry, date(2026, 11, 30))
    # Whoever reads mail on working days alone hears of a Monday's date on the Friday before.
    assert waiting(entry) == {7: local(date(2026, 11, 23), time(7)), 1: local(date(2026, 11, 27), time(7))}
    skipped = DateReminder.status == DateReminderStatus.SKIPPED
    assert len(db.session.scalars(select(DateReminder).where(skipped)).all()) == 2


def waiting(entry: CalendarEntry) -> dict[int, datetime]:
    rows = db.session.scalars(
        select(DateReminder).where(
            DateReminder.entry_id == entry.id, DateReminder.status == DateReminderStatus.WAITING
        )
    )
    return {row.days: row.at for row in rows}


def test_the_trust_chooses_when_people_are_reminded(scene: Scene) -> None:
    db.session.get_one(Trust, scene.world.trust_id).date_reminders = {"*": [3], "support": [2, 10]}
    db.session.commit()
    assert set(waiting(scene.meeting("tom"))) == {10, 2}
    db.session.get_one(Trust, scene.world.trust_id).date_reminders = {"*": []}
    db.session.commit()
    assert waiting(scene.meeting("tom")) == {}


# When mail about dates leaves


def test_somebody_with_one_mail_a_day_gets_invitations_in_the_morning(scene: Scene, world: World) -> None:
    world.person("tom").mail_preference = MailPreference.DIGEST
    db.session.commit()
    entry = scene.meeting("tom")
    sent = {
        row.person_id: row.send_after
        for row in db.session.scalars(select(Message).where(Message.entry_id == entry.id))
    }
    assert sent[world.people["tom"]] == local(date(2026, 11, 17), time(7))
    assert sent[world.people["priya"]] == MONDAY


def test_a_closed_school_waits_unless_the_date_would_be_over(scene: Scene, world: World) -> None:
    with clock_at(datetime(2026, 12, 19, 12, tzinfo=UTC)):  # the first Saturday of the holidays
        after = scene.meeting("tom", on=date(2027, 1, 20))
        soon = scene.meeting("tom", on=date(2026, 12, 21))
    tom = world.people["tom"]
    rows = db.session.scalars(select(Message).where(Message.person_id == tom, Message.entry_id.is_not(None)))
    sent = {row.entry_id: row.send_after for row in rows}
    assert sent[after.id] == local(date(2027, 1, 4), time(7))
    assert sent[soon.id] == datetime(2026, 12, 19, 12, tzinfo=UTC)


def test_an_older_mail_that_has_not_left_gives_way(scene: Scene) -> None:
    entry = scene.meeting("tom")
    scene.moves(entry, date(2026, 12, 1))
    scene.moves(entry, date(2026, 12, 2))
    rows = db.session.scalars(
        select(Message).where(Message.entry_id == entry.id, Message.status == MessageStatus.SUPERSEDED)
    ).all()
    assert {row.problem for row in rows} == {OVERTAKEN}
    assert len(rows) == 4


def test_every_change_of_a_diary_makes_kept_calendars_out_of_date(scene: Scene) -> None:
    trust = db.session.get_one(Trust, scene.world.trust_id)
    before = trust.diary_version
    scene.meeting("tom")
    db.session.refresh(trust)
    assert trust.diary_version == before + 1


def test_a_closed_case_takes_no_dates(scene: Scene) -> None:
    scene.does("priya", "withdraw", Why(reason=WORDS))
    with pytest.raises(TransitionNotAllowed):
        scene.meeting("tom")
    assert "asked" not in {post.role for post in posts_of(scene.world.people["una"])}
