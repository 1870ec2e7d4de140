"""Feedback after a meeting: once each, without a name, and told of five or more."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.canary import PRIVATE
from tests.databases import connected
from tests.feedback import HELD_ON, SIX, asked_of, held_meeting, said, sheet_of, were_there
from tests.world import MONDAY, World, build
from workflows.clock import clock_at, local
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, NotYet
from workflows.events import Event
from workflows.feedback import SheetKind, forget
from workflows.feedback.asking import look_after
from workflows.feedback.box import answer
from workflows.feedback.model import FeedbackAsked, FeedbackSheet
from workflows.feedback.questions import QuestionDetails, questions_of, word_questions
from workflows.feedback.results import Standing, practice_changed, results_of
from workflows.messages import Message
from workflows.places import Trust

TUESDAY = local(date(2026, 11, 17), time(7, 1))
CLOSED = local(date(2026, 12, 2), time(0, 1))


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    found = build("harbour")
    choose_trust(found.trust_id)
    return found


def asked(world: World) -> FeedbackSheet:
    """A meeting of six on Monday; on Tuesday they are asked."""
    with clock_at(MONDAY):
        case = held_meeting(world)
        sheet = sheet_of(case.id)
    with clock_at(TUESDAY):
        assert look_after(sheet.id)
        assert not look_after(sheet.id), "once"
        db.session.commit()
    return sheet


def give(world: World, sheet: FeedbackSheet, *names: str) -> None:
    for choice, name in enumerate(names):
        answer(asked_of(sheet, world.people[name]), said(choice % 4, f"{PRIVATE} {choice}", f"Next {choice}"))
        db.session.commit()


def test_answers_of_six_are_told_when_it_closes_and_of_nobody_alone(world: World) -> None:
    with were_there(world):
        sheet = asked(world)
    events = db.session.scalar(select(func.count(Event.id)))
    with clock_at(TUESDAY):
        give(world, sheet, *SIX[:5])
        with pytest.raises(AlreadyDone):
            answer(asked_of(sheet, world.people["priya"]), said(3))
        with pytest.raises(InvalidDetails):
            answer(asked_of(sheet, world.people["carol"]), said(4))
        (open_now, ahead) = results_of(sheet.case_id, with_words=True)
        assert (open_now.standing, ahead.standing) == (Standing.OPEN, Standing.AHEAD)
        assert (open_now.answered, open_now.counts, open_now.said) == (None, (), ())
        assert ahead.ask_on == date(2027, 1, 5), "the second day of the next half-term"
    assert_nothing_tells(world, sheet)
    with clock_at(CLOSED):
        with pytest.raises(NotYet):
            answer(asked_of(sheet, world.people["carol"]), said(1))
        db.session.get_one(FeedbackSheet, sheet.id).due_at = CLOSED
        assert look_after(sheet.id)
        db.session.commit()
        (told, _) = results_of(sheet.case_id, with_words=True)
    assert (told.standing, told.asked, told.answered) == (Standing.TOLD, 6, 5)
    assert dict(told.counts) == {"Not at all": 2, "A little": 1, "Mostly": 1, "Very much": 1}
    assert [one.question for one in told.said] == questions_of(sheet_trust(world), SheetKind.MINUTE)[1:]
    assert Counter(told.said[0].words) == Counter(f"{PRIVATE} {number}" for number in range(5))
    assert db.session.scalar(select(func.count(Event.id))) == events, "no timeline tells who answered when"


def sheet_trust(world: World) -> Trust:
    return db.session.get_one(Trust, world.trust_id)


def assert_nothing_tells(world: World, sheet: FeedbackSheet) -> None:
    """No table but the one of who has answered has a row more for an answer, and none says what it was."""
    rows = {
        table: [dict(row) for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings()]
        for table in inspect(db.session.connection()).get_table_names()
    }
    box = [row["box"] for row in rows["feedback_sheets"] if row["box"] is not None]
    assert len(box) == 1, "one box, whoever has answered"
    assert set(rows["feedback_asked"][0]) == {"id", "trust_id", "sheet_id", "person_id", "has_answered"}
    assert [row["has_answered"] for row in rows["feedback_asked"]].count(True) == 5
    assert not rows["form_keys"], "a form's key has a moment"
    held = {name: value for row in rows["feedback_sheets"] for name, value in row.items()}
    assert set(held) == {column.name for column in FeedbackSheet.__table__.columns}
    # Two boxes of the same answers have nothing in common: neither order nor bytes can be followed.
    with clock_at(TUESDAY):
        before = sheet_of(sheet.case_id).box
        answer(asked_of(sheet, world.people["carol"]), said(0))
        assert sheet_of(sheet.case_id).box != before
        db.session.rollback()


def test_of_four_answers_nothing_is_told_or_kept_and_four_people_are_not_asked(world: World) -> None:
    with were_there(world):
        sheet = asked(world)
    with clock_at(TUESDAY):
        give(world, sheet, *SIX[:4])
    with clock_at(CLOSED):
        sheet.due_at = CLOSED
        db.session.flush()
        assert look_after(sheet.id)
    (few, _) = results_of(sheet.case_id, with_words=True)
    assert (few.standing, few.answered, few.counts, few.said) == (Standing.FEW, 4, (), ())
    assert sheet_of(sheet.case_id).box is None
    telling = update(FeedbackSheet).where(FeedbackSheet.id == sheet.id).values(counts=[1, 1, 1, 1])
    with db.session.begin_nested() as attempt:
        with pytest.raises(IntegrityError):
            db.session.execute(telling)
        attempt.rollback()
    with clock_at(MONDAY):
        other = held_meeting(world)
    with clock_at(TUESDAY), were_there(world, SIX[:4]):
        assert look_after(sheet_of(other.id).id)
    assert results_of(other.id)[0].standing is Standing.NOT_ASKED
    assert not db.session.scalars(
        select(FeedbackAsked).where(FeedbackAsked.sheet_id == sheet_of(other.id).id)
    ).all()


def test_next_half_term_says_whether_practice_changed_and_what_is_called_off_is_not_asked(
    world: World,
) -> None:
    with clock_at(MONDAY):
        case, off = held_meeting(world), held_meeting(world)
        forget(off.id)
        assert not results_of(off.id)
    january = local(date(2027, 1, 5), time(7, 1))
    with were_there(world), clock_at(january):
        sheet = sheet_of(case.id, SheetKind.PRACTICE)
        assert look_after(sheet.id)
        give(world, sheet, *SIX[:2])
        for name in SIX[2:]:
            answer(asked_of(sheet, world.people[name]), said(2, "Not yet"))
        assert practice_changed([case.id]) == {}
    with clock_at(local(date(2027, 1, 20), time(8))):
        sheet.due_at = sheet.due_at or january
        while sheet.closed_at is None:
            assert look_after(sheet.id)
    assert practice_changed([case.id, off.id]) == {case.id: (("Yes", 1), ("A little", 1), ("Not yet", 4))}
    mails = Counter(db.session.scalars(select(Message.kind).where(Message.case_id == case.id)))
    assert mails["feedback/practice"] == 6, "late rounds close, and remind nobody of what is over"


def test_a_trust_asks_in_its_own_words_from_then_on(world: World) -> None:
    with were_there(world):
        sheet = asked(world)
    trust = sheet_trust(world)
    details = QuestionDetails(
        worth="Was it a good use of your time?",
        different="What now?",
        change="What would be better?",
        practice="Did it change practice?",
        happened="What happened?",
    )
    assert word_questions(trust, details, world.person("ada"))
    assert not word_questions(trust, details, world.person("ada"))
    assert questions_of(trust, SheetKind.MINUTE)[0] == "Was it a good use of your time?"
    assert list(trust.feedback_questions) == ["minute"], "what is usual is not kept"
    assert sheet_of(sheet.case_id).questions[0] == "Was it worth your time?"
    with pytest.raises(InvalidDetails):
        QuestionDetails(worth="Why " * 50, different="?", change="?", practice="?", happened="?")


def test_answers_that_come_at_once_all_lie_in_the_box(database_url: str) -> None:
    """Everybody of a full hall presses at the end of it."""
    with connected(database_url) as app:
        world = build("harbour")
        with scope(world.trust_id), were_there(world):
            sheet = asked(world)
            sheet_id, case_id = sheet.id, sheet.case_id
        together = Barrier(len(SIX) * 2)
        twice: list[str] = []
        threads = [
            Thread(target=press, args=(app, world, name, sheet_id, together, twice)) for name in SIX * 2
        ]
        db.session.remove()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(twice) == sorted(SIX), "each counts once"
        with scope(world.trust_id), clock_at(CLOSED):
            db.session.get_one(FeedbackSheet, sheet_id).due_at = CLOSED
            db.session.flush()
            assert look_after(sheet_id)
            (told, _) = results_of(case_id)
        assert told.answered == len(SIX)
        db.session.rollback()


def press(app: Flask, world: World, name: str, sheet_id: int, together: Barrier, twice: list[str]) -> None:
    with app.app_context(), clock_at(TUESDAY), scope(world.trust_id):
        together.wait()
        try:
            answer(asked_of(db.session.get_one(FeedbackSheet, sheet_id), world.people[name]), said(1))
            db.session.commit()
        except AlreadyDone:
            db.session.rollback()
            twice.append(name)
        finally:
            db.session.remove()


def test_who_was_there_comes_from_the_dates_unless_a_kind_says_otherwise(world: World) -> None:
    from tests.visits import agreed_visit  # noqa: PLC0415
    from workflows.dates.model import Answer, Attendance  # noqa: PLC0415
    from workflows.feedback.asking import asked_to_its_dates  # noqa: PLC0415
    from workflows.perform import perform  # noqa: PLC0415

    with clock_at(MONDAY):
        visit = agreed_visit(world)
        perform(visit, "confirm", world.person("sam"))
        assert visit.on is not None
        assert asked_to_its_dates(visit.id, visit.on) == {world.people["sam"], world.people["tom"]}
        for part in db.session.scalars(select(Attendance)):
            if part.person_id == world.people["tom"]:
                part.answer, part.answered_at = Answer.NO, MONDAY
            else:
                part.attended = False
        db.session.flush()
        assert asked_to_its_dates(visit.id, visit.on) == set()
        assert asked_to_its_dates(visit.id, HELD_ON) == set()


def test_another_trust_sees_nothing_of_it(world: World) -> None:
    with were_there(world):
        asked(world)
    other = build("fellside")
    choose_trust(other.trust_id)
    assert not db.session.scalars(select(FeedbackSheet)).all()
    with scope(EVERY_TRUST):
        assert len(db.session.scalars(select(FeedbackSheet)).all()) == 2
