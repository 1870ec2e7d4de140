"""The clock looks at teams and days: it asks the coordinator once, about what is new, and soon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.peer_reviews import train
from tests.post import rounds_at_once, setup
from tests.world import World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.details import PersonChange
from workflows.directory.conflicts import ConflictDetails, declare
from workflows.events import Event
from workflows.peer_reviews.watching import to_look_at
from workflows.places import Trust
from workflows.school_calendar import InsetDay, calendar_changed


def times(review: UnderReview, kind: str) -> int:
    found = select(func.count()).where(Event.place_id == review.id, Event.kind == kind)
    return db.session.scalar(found) or 0


def declares(review: UnderReview, who: str) -> None:
    """Somebody of the team has a conflict with the host school from now on."""
    with clock_at(review.moment):
        person = review.world.person(who)
        declare(
            person, ConflictDetails(with_school_id=review.world.schools["saltmarsh"], reason="Governor there")
        )
        db.session.commit()


def closes(review: UnderReview, school: str) -> None:
    """The visit's day becomes an INSET day there."""
    day = review.case.visit_starts_on
    place = review.world.schools[school]
    db.session.add(InsetDay(trust_id=review.world.trust_id, place_id=place, day=day))
    calendar_changed(db.session.get_one(Trust, review.world.trust_id))
    db.session.commit()


@pytest.fixture
def formed(review: UnderReview) -> UnderReview:
    """The team is formed, and the clock has looked at it."""
    return review.does("lena", "form_team").later(minutes=5).clock()


def test_a_sound_team_is_left_in_peace(formed: UnderReview) -> None:
    for _ in range(3):
        formed.later(days=1).clock()
    assert times(formed, "doubt_team") == times(formed, "doubt_days") == 0


def test_a_conflict_is_seen_within_minutes_and_asked_about_once(formed: UnderReview) -> None:
    declares(formed.later(hours=1), "una")
    formed.later(minutes=1).clock()
    assert times(formed, "doubt_team") == 1
    assert formed.turns["coordinator"][0] == "Look at the team for"
    event = db.session.scalars(select(Event).where(Event.kind == "doubt_team")).one()
    assert event.details["doubts"] == ["Una Harbour cannot review this school. Choose somebody else"]
    assert "overnor" not in repr(event.details)
    for _ in range(3):
        formed.later(days=1).clock()
    assert times(formed, "doubt_team") == 1


def test_once_somebody_else_has_come_the_clock_is_content(formed: UnderReview, world: World) -> None:
    declares(formed.later(hours=1), "una")
    formed.later(minutes=1).clock()
    change = PersonChange(
        role="reviewer", joining_id=world.people["carol"], leaving_id=world.people["una"], reason="A conflict"
    )
    formed.does("lena", "change_people", change).later(days=1).clock()
    assert times(formed, "doubt_team") == 1
    assert "coordinator" not in formed.turns
    declares(formed, "carol")
    formed.later(minutes=1).clock()
    assert times(formed, "doubt_team") == 2


def test_somebody_who_has_left_the_trust_is_noticed(formed: UnderReview, world: World) -> None:
    world.person("una").left_on = formed.today
    db.session.commit()
    formed.later(days=1).clock()
    assert times(formed, "doubt_team") == 1


def test_a_day_that_becomes_a_closure_day_is_asked_about_once(formed: UnderReview) -> None:
    closes(formed, "cliff_view")
    formed.later(days=1).clock().later(days=1).clock()
    assert times(formed, "doubt_days") == 1
    assert formed.turns["coordinator"][0] == "Look at the days for"


def test_days_that_have_passed_and_schools_beside_the_visit_are_no_matter(review: UnderReview) -> None:
    train(review.world, "marta", lead=False)
    review.prepared()
    review.on(review.case.visit_starts_on).clock()
    closes(review, "saltmarsh")
    review.later(days=1).clock()
    assert times(review, "doubt_days") == 0


def test_a_review_is_looked_at_once_a_day_and_not_each_round(formed: UnderReview) -> None:
    def due() -> int:
        with scope(EVERY_TRUST), clock_at(formed.moment):
            return len(to_look_at(10))

    assert due() == 0
    formed.later(days=1)
    assert due() == 1
    formed.clock()
    assert due() == 0
    formed.does("lena", "stop")
    formed.later(days=2)
    assert due() == 0


def test_two_workers_ask_once(formed: UnderReview) -> None:
    declares(formed.later(hours=1), "una")
    rounds_at_once(formed.moment + timedelta(minutes=1), setup(), setup())
    assert times(formed, "doubt_team") == 1
    assert formed.case.visit_starts_on == date(2026, 12, 9)
