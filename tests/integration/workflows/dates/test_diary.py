"""Dates of a case: what a step about one leaves behind, for whom, and what stays as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from tests.details import WORDS, details_for
from tests.integration.workflows.dates.scene import FRIDAY, Scene, book, offer, statuses
from tests.world import MONDAY, World, build
from workflows.clock import clock_at, local
from workflows.database import choose_trust, db
from workflows.dates.details import (
    AnswerDetails,
    AskedChange,
    DateDetails,
    DateOff,
    TimesDropped,
)
from workflows.dates.model import (
    Answer,
    CalendarEntry,
    DatePoll,
    DateReminderStatus,
)
from workflows.details import InvalidDetails, PersonChange
from workflows.details import Reason as Why
from workflows.errors import NotYourRole, TransitionNotAllowed
from workflows.messages import OVERTAKEN, Message, MessageStatus
from workflows.people import MailPreference, Post, holders, posts_of
from workflows.perform import open_case, perform
from workflows.places import Trust
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import VisitCancel, VisitMove, VisitPlan
from workflows.visibility import may_see, posts_on

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
