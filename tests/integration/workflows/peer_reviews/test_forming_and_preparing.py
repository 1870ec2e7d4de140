"""From the plan to the confirmed timetable: turns, days, team, questions, and what goes wrong in between."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.pairings import newcomer
from tests.peer_reviews import OURS, PREPARED, plan_a_review, train
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db
from workflows.dates.details import DateChange, DateOff
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PauseDetails, PersonChange, Reason
from workflows.errors import NotYet
from workflows.events import Event
from workflows.giving import Conflict
from workflows.line_management import LineManagement, Oversight
from workflows.peer_reviews.details import (
    ActivityChange,
    ActivityOff,
    DaysMoved,
    PlanDetails,
    ReadersDeclared,
    ScopeDetails,
    TeamDetails,
    VisitDays,
)
from workflows.peer_reviews.forming import plan_review
from workflows.peer_reviews.team import doubts, why_not
from workflows.people import Post, posts_of
from workflows.places import Trust
from workflows.school_calendar import InsetDay, calendar_changed

VISIT = date(2026, 12, 9)


def test_a_review_goes_from_its_plan_to_a_confirmed_timetable(review: UnderReview) -> None:
    assert review.turns == {"coordinator": ("Form the team for", date(2026, 11, 30))}
    review.prepared()
    assert review.case.state == "ready"
    assert review.turns["lead_reviewer"] == ("Begin the visit to", VISIT)
    entries = db.session.scalars(select(CalendarEntry.title)).all()
    assert sorted(entries) == [
        "Learning walk in Year 4 (Saltmarsh Primary)",
        "Peer review at Saltmarsh Primary",
    ]


def test_each_turn_before_the_visit_hangs_on_its_first_day(review: UnderReview) -> None:
    review.does("lena", "form_team")
    assert review.turns["head"] == ("Share the self-review of", date(2026, 11, 18))
    review.does("priya", "write_self_review").does("priya", "share_self_review")
    assert review.turns["lead_reviewer"][1] == review.turns["head"][1] == date(2026, 11, 25)
    review.does("tom", "move_visit", DaysMoved(days=(date(2027, 1, 13),), reason="The hall is closed"))
    assert review.turns["lead_reviewer"][1] == date(2026, 12, 16)


def test_the_words_of_the_self_review_are_in_no_event(review: UnderReview) -> None:
    review.does("lena", "form_team").does("priya", "write_self_review")
    assert all(answer.answer == OURS for answer in review.case.answers)
    assert OURS not in str(list(db.session.scalars(select(Event.details))))


def test_a_self_review_is_shared_when_every_question_and_focus_is_answered(review: UnderReview) -> None:
    review.does("lena", "form_team")
    with pytest.raises(NotYet, match="Finish the self-review first"):
        review.does("priya", "share_self_review")


def test_the_trusts_six_questions_are_asked_and_stay_as_they_were(review: UnderReview) -> None:
    assert [answer.position for answer in review.case.answers] == [1, 2, 3, 4, 5, 6]


# The team


@pytest.mark.parametrize(
    ("lead", "others", "field", "why"),
    [
        ("una", ("tom",), "lead_id", "not trained to lead"),
        ("tom", ("sam",), "reviewer_ids", "works at Saltmarsh Primary"),
        ("tom", ("tom",), "reviewer_ids", "beside the lead"),
    ],
)
def test_some_may_not_be_on_the_team(
    review: UnderReview, lead: str, others: tuple[str, ...], field: str, why: str
) -> None:
    people = review.world.people
    with pytest.raises(InvalidDetails) as refused:
        review.does(
            "lena",
            "form_team",
            TeamDetails(lead_id=people[lead], reviewer_ids=tuple(people[one] for one in others)),
        )
    assert why in refused.value.problems[field]


def test_nobody_with_a_conflict_with_the_school_or_its_head_reviews_it(review: UnderReview) -> None:
    _conflict(review.world, "una")
    with pytest.raises(InvalidDetails, match="cannot review this school"):
        review.does("lena", "form_team")


def test_nobody_whom_the_host_head_manages_reviews_the_school(review: UnderReview) -> None:
    world = review.world
    db.session.add(
        LineManagement(
            trust_id=world.trust_id,
            person_id=world.people["una"],
            manager_id=world.people["priya"],
            oversight=Oversight.LINE_MANAGER,
            starts_on=date(2026, 9, 1),
        )
    )
    db.session.commit()
    with pytest.raises(InvalidDetails, match="answer for each other's work"):
        review.does("lena", "form_team")


def test_two_schools_do_not_review_each_other_in_the_same_year(review: UnderReview, world: World) -> None:
    review.does("lena", "form_team")  # Tom of Gull Rock leads at Saltmarsh
    with clock_at(MONDAY):
        back = plan_review(
            world.schools["gull_rock"],
            PlanDetails(days=(date(2027, 1, 20),), focus_area_ids=(world.focus_area_id,)),
            world.person("lena"),
        )

        assert "already" in why_not(back, world.person("sam"), MONDAY.date())
        assert why_not(back, world.person("una"), MONDAY.date()) == ""


def test_somebody_of_the_team_comes_from_a_school_strong_in_the_focus(review: UnderReview) -> None:
    people = review.world.people

    review.world.people["kim"] = _second_at_cliff_view(review.world)
    train(review.world, "kim")
    db.session.commit()
    with pytest.raises(InvalidDetails, match="strong in a focus"):
        review.does("lena", "form_team", TeamDetails(lead_id=people["kim"], reviewer_ids=(people["una"],)))


def test_a_member_who_becomes_conflicted_stops_the_next_step_until_the_team_is_changed(
    review: UnderReview,
) -> None:
    for name, who in PREPARED[:-1]:
        review.does(who, name)
    _conflict(review.world, "una")
    with pytest.raises(NotYet, match="cannot review this school"):
        review.does("tom", "confirm_timetable")
    review.does("", "doubt_team")
    assert review.turns["coordinator"][0] == "Look at the team for"
    people = review.world.people
    change = PersonChange(role="reviewer", leaving_id=people["una"], joining_id=people["lea"])
    review.does("lena", "change_people", change)
    with clock_at(review.moment):
        assert doubts(review.case, review.today) == []
    assert "coordinator" not in review.turns


def test_whoever_steps_down_leaves_the_visit_and_the_coordinator_finds_somebody_else(
    review: UnderReview,
) -> None:
    review.does("lena", "form_team").does("una", "step_down", Reason(reason="I am moving away"))
    assert review.turns["coordinator"][0] == "Find somebody else to review"
    entry = db.session.scalars(select(CalendarEntry)).one()
    assert review.world.people["una"] not in {one.person_id for one in entry.asked}
    assert review.told("step_down") >= {"lena", "tom"}


def test_nobody_joins_the_team_once_the_report_is_the_hosts(review: UnderReview) -> None:
    review.until("agreed")
    carol = review.world.people["carol"]
    with pytest.raises(InvalidDetails, match="lets others read it"):
        review.does("lena", "change_people", PersonChange(role="reviewer", joining_id=carol))


# The days


def test_a_day_on_which_a_school_is_closed_is_refused_with_the_next_that_suits(world: World) -> None:
    _close(world, "saltmarsh", VISIT)
    with clock_at(MONDAY), pytest.raises(InvalidDetails) as refused:
        plan_a_review(world)
    assert refused.value.problems["days"] == (
        "Saltmarsh Primary has no lessons on Wednesday 9 December: it is a INSET day."
        " The next day on which every school is open is Thursday 10 December."
    )


def test_the_days_have_to_suit_the_schools_of_the_team_too(review: UnderReview) -> None:
    _close(review.world, "cliff_view", VISIT)
    with pytest.raises(InvalidDetails, match="Cliff View Primary has no lessons"):
        review.does("lena", "form_team")


def test_a_day_that_becomes_a_closure_stops_the_next_step(review: UnderReview) -> None:
    for name, who in PREPARED[:-1]:
        review.does(who, name)
    _close(review.world, "cliff_view", VISIT)
    with pytest.raises(NotYet, match="Move the visit first"):
        review.does("tom", "confirm_timetable")


def test_a_visit_that_moves_takes_its_dates_in_diaries_with_it(review: UnderReview) -> None:
    review.prepared()
    review.does("priya", "move_visit", DaysMoved(days=(VISIT, date(2026, 12, 10)), reason="A second day"))
    standing = _standing_dates()
    assert [entry.first_day for entry in standing if entry.all_day] == [VISIT, date(2026, 12, 10)]
    review.does("priya", "move_visit", DaysMoved(days=(date(2027, 1, 13),), reason="Snow"))
    assert [entry.first_day for entry in _standing_dates() if entry.all_day] == [date(2027, 1, 13)]
    assert [activity.on for activity in review.case.activities] == [date(2027, 1, 13)]


def test_a_day_that_moves_keeps_its_place_in_diaries(review: UnderReview) -> None:
    review.prepared()
    before = {entry.uid: entry.sequence for entry in _standing_dates()}
    review.does("priya", "move_visit", DaysMoved(days=(date(2027, 1, 13),), reason="Snow"))
    after = {entry.uid: entry.sequence for entry in _standing_dates()}
    assert after.keys() == before.keys()
    assert all(after[uid] > before[uid] for uid in before)
    assert {entry.first_day for entry in _standing_dates()} == {date(2027, 1, 13)}


def test_nobody_is_at_two_schools_on_one_day(review: UnderReview, world: World) -> None:
    review.does("lena", "form_team")
    with clock_at(MONDAY):
        train(world, "priya")
        other = plan_review(
            world.schools["cliff_view"],
            PlanDetails(days=(VISIT,), focus_area_ids=(world.focus_area_id,)),
            world.person("lena"),
        )
        assert why_not(other, world.person("tom"), MONDAY.date()) == (
            "Tom Harbour reviews another school on Wednesday 9 December"
        )


def test_the_call_about_the_questions_is_a_date_of_its_own(review: UnderReview) -> None:
    for name, who in PREPARED[:3]:
        review.does(who, name)
    review.does("tom", "add_date", title="Call about the questions")
    (call,) = [entry for entry in _standing_dates() if not entry.all_day]
    moved = DateChange(
        entry_id=call.id, title=call.title, on=date(2026, 11, 23), starts=time(16), ends=time(17)
    )
    review.does("tom", "change_date", moved)
    assert call.first_day == date(2026, 11, 23)


def test_the_visit_and_its_activities_are_not_moved_in_diaries_alone(review: UnderReview) -> None:
    review.prepared()
    for entry in _standing_dates():
        to = DateChange(entry_id=entry.id, title=entry.title, on=date(2027, 1, 13))
        with pytest.raises(InvalidDetails):
            review.does("tom", "change_date", to)
        with pytest.raises(InvalidDetails):
            review.does("tom", "call_off_date", DateOff(entry_id=entry.id, reason="Snow"))
    assert {entry.first_day for entry in _standing_dates()} == {VISIT}


def test_an_activity_that_changes_stays_the_same_date_in_diaries(review: UnderReview) -> None:
    review.prepared()
    activity = review.case.activities[0]
    (before,) = [entry for entry in _standing_dates() if not entry.all_day]
    details = ActivityChange(
        activity_id=activity.id,
        on=VISIT,
        starts=time(13),
        ends=time(14),
        title="Talk with pupils",
        reviewer_id=activity.reviewer_id,
        colleague_id=review.world.people["dan"],
    )
    review.does("priya", "change_activity", details)
    (after,) = [entry for entry in _standing_dates() if not entry.all_day]
    assert (after.id, after.title) == (before.id, "Talk with pupils (Saltmarsh Primary)")
    assert {one.person_id for one in after.asked} == {activity.reviewer_id, review.world.people["dan"]}


def test_whoever_takes_a_reviewers_place_goes_where_they_were_to_go(review: UnderReview) -> None:
    review.prepared()
    una, lea = review.world.people["una"], review.world.people["lea"]
    review.does("lena", "change_people", PersonChange(role="reviewer", leaving_id=una, joining_id=lea))
    assert {activity.reviewer_id for activity in review.case.activities} == {lea}
    asked = {one.person_id for entry in _standing_dates() for one in entry.asked}
    assert lea in asked
    assert una not in asked


def test_postponed_it_leaves_diaries_and_new_days_bring_it_back(review: UnderReview) -> None:
    review.prepared()
    review.does("priya", "postpone", PauseDetails(reason="A burst pipe", look_again_on=date(2026, 12, 1)))
    assert _standing_dates() == []
    assert review.turns == {"coordinator": ("Find new days for", date(2026, 12, 1))}
    review.does("lena", "set_days", VisitDays(days=(date(2027, 1, 13),)))
    assert review.case.state == "ready"
    assert review.turns["lead_reviewer"] == ("Begin the visit to", date(2027, 1, 13))
    assert {entry.first_day for entry in _standing_dates()} == {date(2027, 1, 13)}
    assert len(_standing_dates()) == 2


# Questions and timetable


def test_a_review_that_the_trust_requires_names_its_wider_readers_first(world: World) -> None:
    with clock_at(MONDAY):
        details = PlanDetails(days=(VISIT,), focus_area_ids=(world.focus_area_id,), required_by_trust=True)
        case = plan_review(world.schools["saltmarsh"], details, world.person("lena"))
        db.session.commit()
    review = UnderReview(world, case)
    for name, who in PREPARED[:4]:
        review.does(who, name)
    with pytest.raises(NotYet, match="who else will read its report"):
        review.does("tom", "agree_scope")
    lena = world.people["lena"]
    review.does("lena", "declare_readers", ReadersDeclared(reader_ids=(lena,), note="The board asked"))
    review.does("tom", "agree_scope").does("priya", "agree_scope")
    readers = {(one.person_id, one.declared_by_trust) for one in review.case.report_readers}
    assert readers == {(lena, True), (world.people["gita"], False)}


def test_a_question_taken_out_leaves_the_activity_in_the_timetable(review: UnderReview) -> None:
    review.prepared().does("priya", "reopen_scope", Reason(reason="Too many questions"))
    review.does("tom", "write_scope", ScopeDetails(questions=("To what extent is it calm?",)))
    assert [activity.question_id for activity in review.case.activities] == [None]


def test_nobody_is_in_two_activities_at_once(review: UnderReview) -> None:
    for name, who in PREPARED[:-1]:
        review.does(who, name)
    first = review.case.activities[0]
    with pytest.raises(InvalidDetails, match="is at “Learning walk"):
        review.does("tom", "add_activity", starts=first.starts, ends=first.ends)


def test_a_colleague_whose_activity_goes_has_no_part_any_more(review: UnderReview) -> None:
    review.prepared()
    review.does("tom", "drop_activity", ActivityOff(activity_id=review.case.activities[0].id))
    assert [entry.title for entry in _standing_dates()] == ["Peer review at Saltmarsh Primary"]
    assert "host_colleague" not in {post.role for post in _posts(review, "sam")}


def _posts(review: UnderReview, name: str) -> frozenset[Post]:

    return posts_of(review.world.people[name], review.today + timedelta(days=1), places=[review.id])


def _standing_dates() -> list[CalendarEntry]:
    statement = select(CalendarEntry).where(CalendarEntry.cancelled_at.is_(None))
    return list(db.session.scalars(statement.order_by(CalendarEntry.starts_at)))


def _conflict(world: World, name: str) -> None:
    db.session.add(
        Conflict(
            trust_id=world.trust_id,
            person_id=world.people[name],
            with_school_id=world.schools["saltmarsh"],
            reason="Governor there",
            starts_on=date(2026, 9, 1),
        )
    )
    db.session.commit()


def _close(world: World, school: str, day: date) -> None:
    db.session.add(InsetDay(trust_id=world.trust_id, place_id=world.schools[school], day=day))
    calendar_changed(db.session.get_one(Trust, world.trust_id))
    db.session.commit()


def _second_at_cliff_view(world: World) -> int:

    return newcomer(world.person("una")).id
