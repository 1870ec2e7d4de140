"""Answers, times on offer, and replies that need a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.details import WORDS
from tests.integration.workflows.dates.scene import FRIDAY, Scene, offer
from tests.world import MONDAY, World
from workflows.cases import Note
from workflows.clock import local
from workflows.database import db
from workflows.dates.details import (
    AnswerDetails,
    OptionTick,
    ReplyArrived,
    ReplySettled,
    Span,
    TimeChosen,
    Timed,
    TimesDropped,
    TimesTicked,
)
from workflows.dates.model import (
    Answer,
    CalendarEntry,
    DatePoll,
    DateReminder,
    DateReminderStatus,
    ReplyKind,
    ReplyToSettle,
    Tick,
    Via,
)
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole
from workflows.messages import Message, Reason
from workflows.people import end_appointments
from workflows.perform import perform
from workflows.support_requests.details import VisitPlan

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


def arrives(scene: Scene, entry: CalendarEntry, whose: str = "tom", **more: Any) -> None:
    details = ReplyArrived(
        entry_id=entry.id,
        person_id=scene.world.people[whose],
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


def test_an_organiser_who_may_not_see_the_case_any_more_hears_nothing_of_it(
    scene: Scene, world: World
) -> None:
    entry = scene.meeting("una", by="marta")
    end_appointments(world.schools["gull_rock"], role="head", person_id=world.people["marta"])
    db.session.flush()
    arrives(scene, entry, whose="una", said="About the pupils")
    scene.answers("una", entry, Answer.NO)

    told = db.session.scalars(select(Message).where(Message.kind.startswith("support/"))).all()
    about_dates = [one for one in told if one.kind.endswith(("reply_arrived", "answer_date"))]
    assert [(one.person.first_name, one.facts) for one in about_dates] == [("Lena", {"vacant": "Organiser"})]


def test_what_came_stays_out_of_the_timeline_and_beside_the_case(scene: Scene) -> None:
    entry = scene.meeting("tom")
    begins = datetime(2026, 11, 30, 9, tzinfo=UTC)
    arrives(scene, entry, proposed=Span(begins, begins + timedelta(hours=1)))
    reply = db.session.scalars(select(ReplyToSettle)).one()
    assert (reply.original, reply.proposed_starts_at) == (b"Subject: Accepted", begins)
    with pytest.raises(InvalidDetails):  # there is no answer in it
        scene.does("priya", "settle_reply", ReplySettled(reply_id=reply.id, taken=True))
