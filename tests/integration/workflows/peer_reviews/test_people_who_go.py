"""Who goes from a review in its middle, and who comes in their place."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.peer_reviews import PREPARED
from tests.world import World
from workflows.administration.leaving import leave
from workflows.clock import clock_at
from workflows.database import db
from workflows.dates.details import AskedChange
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PauseDetails, PersonChange, Reason
from workflows.errors import NotYet
from workflows.giving import Conflict
from workflows.peer_reviews.details import ActivityChange, DaysMoved, VisitDays
from workflows.peer_reviews.team import team_of

VISIT = date(2026, 12, 9)


def test_a_reviewer_who_takes_the_lead_is_on_the_team_once(review: UnderReview, world: World) -> None:
    review.does("lena", "form_team")
    review.does("lena", "change_people", PersonChange(role="reviewer", joining_id=world.people["lea"]))
    review.does("lena", "change_people", PersonChange(role="lead_reviewer", joining_id=world.people["lea"]))
    with clock_at(review.moment):
        team = team_of(review.case)
    assert team.lead is not None
    assert team.lead.person_id == world.people["lea"]
    assert [one.person_id for one in team.reviewers] == [world.people["una"]]
    with pytest.raises(InvalidDetails, match="leads this review already"):
        review.does("lena", "change_people", PersonChange(role="reviewer", joining_id=world.people["lea"]))


def test_nobody_with_a_conflict_takes_the_workshop_over(review: UnderReview) -> None:
    review.prepared().reported().does("priya", "plan_workshop")
    db.session.add(
        Conflict(
            trust_id=review.world.trust_id,
            person_id=review.world.people["carol"],
            with_school_id=review.world.schools["saltmarsh"],
            reason="Governor there",
            starts_on=date(2026, 9, 1),
        )
    )
    db.session.commit()
    change = PersonChange(role="workshop_leader", joining_id=review.world.people["carol"])
    with pytest.raises(InvalidDetails, match="cannot lead this workshop"):
        review.does("lena", "change_people", change)


def test_days_that_came_while_nobody_led_are_in_diaries_once_somebody_does(review: UnderReview) -> None:
    review.does("lena", "form_team").does("tom", "step_down", Reason(reason="I am moving away"))
    days = (VISIT, date(2026, 12, 10))
    review.does("lena", "move_visit", DaysMoved(days=days, reason="A second day"))
    lea = review.world.people["lea"]
    review.does("lena", "change_people", PersonChange(role="lead_reviewer", joining_id=lea))
    asked = {entry.first_day: {one.person_id for one in entry.asked} for entry in _standing_dates()}
    assert set(asked) == set(days)
    assert all({lea, review.world.people["priya"]} <= people for people in asked.values())


def test_a_colleague_who_leaves_is_replaced_in_the_timetable_before_it_is_confirmed(
    review: UnderReview,
) -> None:
    for name, who in PREPARED[:-1]:
        review.does(who, name)
    _leaves(review, "sam")
    with pytest.raises(NotYet, match="Say who goes to “Learning walk in Year 4” instead"):
        review.does("tom", "confirm_timetable")
    review.does("priya", "change_activity", _activity_with(review, "dan")).does("tom", "confirm_timetable")


def test_a_colleague_who_leaves_holds_nothing_up(review: UnderReview) -> None:
    review.prepared()
    review.does("priya", "postpone", PauseDetails(reason="A burst pipe", look_again_on=date(2026, 12, 1)))
    _leaves(review, "sam")
    review.does("lena", "set_days", VisitDays(days=(date(2027, 1, 13),)))
    assert [entry.all_day for entry in _standing_dates()] == [True]
    review.does("priya", "change_activity", _activity_with(review, "dan"))
    assert len(_standing_dates()) == 2


def test_somebody_goes_in_the_place_of_a_colleague_who_was_taken_off_the_date(review: UnderReview) -> None:
    review.prepared()
    (entry,) = [entry for entry in _standing_dates() if not entry.all_day]
    review.does("tom", "change_asked", AskedChange(entry_id=entry.id, leaving=(review.world.people["sam"],)))
    review.does("priya", "change_activity", _activity_with(review, "dan"))
    assert review.world.people["dan"] in {one.person_id for one in entry.asked}


def _leaves(review: UnderReview, name: str) -> None:
    with clock_at(review.moment):
        leave(review.world.person(name), review.world.person("lena"))
    db.session.commit()


def _activity_with(review: UnderReview, name: str) -> ActivityChange:
    """The first activity, to which somebody else of the host goes."""
    one = review.case.activities[0]
    return ActivityChange(
        activity_id=one.id,
        on=one.on,
        starts=one.starts,
        ends=one.ends,
        title=one.title,
        reviewer_id=one.reviewer_id,
        colleague_id=review.world.people[name],
    )


def _standing_dates() -> list[CalendarEntry]:
    statement = select(CalendarEntry).where(CalendarEntry.cancelled_at.is_(None))
    return list(db.session.scalars(statement.order_by(CalendarEntry.starts_at)))
