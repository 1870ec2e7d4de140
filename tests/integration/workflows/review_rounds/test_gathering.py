"""The planner's problem is what the trust's rows say today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.peer_reviews import plan_a_review
from tests.rounds import begin_with_schools
from tests.world import World
from workflows.clock import today
from workflows.database import db
from workflows.giving import Conflict, Expertise, FocusArea, FocusKind
from workflows.line_management import LineManagement, Oversight
from workflows.peer_reviews.model import ReviewTraining
from workflows.people import appoint
from workflows.perform import perform
from workflows.places import Hub, HubMembership
from workflows.review_rounds import ReviewRound
from workflows.review_rounds.details import Weight, WeightsDetails
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.model import ReviewAbsence
from workflows.review_rounds.problem import Bar, Wishes


@pytest.fixture
def round_(world: World) -> ReviewRound:
    return begin_with_schools(world)


def test_those_who_are_trained_and_still_asked_can_review(world: World, round_: ReviewRound) -> None:
    names = {one.name for one in gather(round_).people}
    assert names == {f"{name} Harbour" for name in ("Tom", "Lea", "Una", "Carol", "Dan", "Sam")}
    db.session.get_one(ReviewTraining, world.people["tom"]).ended_on = today()
    world.person("una").left_on = today()
    people = gather(round_, also={world.people["tom"]}).person_of
    assert world.people["una"] not in people
    assert people[world.people["tom"]].limit == 0, "he is there to be looked at alone"


def test_conflicts_and_line_management_bar_in_both_directions(world: World, round_: ReviewRound) -> None:
    ids = world.people
    db.session.add(
        Conflict(
            trust_id=world.trust_id, person_id=ids["priya"], with_person_id=ids["tom"], starts_on=today()
        )
    )
    db.session.add(
        Conflict(
            trust_id=world.trust_id,
            person_id=ids["una"],
            with_school_id=world.schools["saltmarsh"],
            starts_on=today(),
        )
    )
    db.session.add(
        LineManagement(
            trust_id=world.trust_id,
            person_id=ids["marta"],
            manager_id=ids["dan"],
            oversight=Oversight.APPRAISER,
            starts_on=today(),
        )
    )
    db.session.flush()
    assert gather(round_).barred == {
        (ids["tom"], world.schools["saltmarsh"]): Bar.CONFLICT,
        (ids["una"], world.schools["saltmarsh"]): Bar.CONFLICT,
        (ids["dan"], world.schools["gull_rock"]): Bar.LINE_MANAGEMENT,
    }


def test_a_conflict_that_has_ended_bars_nobody(world: World, round_: ReviewRound) -> None:
    db.session.add(
        Conflict(
            trust_id=world.trust_id,
            person_id=world.people["tom"],
            with_school_id=world.schools["saltmarsh"],
            starts_on=today() - timedelta(days=9),
            ends_on=today(),
        )
    )
    db.session.flush()
    assert not gather(round_).barred


def test_strength_in_a_part_counts_for_the_area_around_it(world: World, round_: ReviewRound) -> None:
    part = FocusArea(
        trust_id=world.trust_id, kind=FocusKind.AREA, name="Phonics", parent_id=world.focus_area_id
    )
    db.session.add(part)
    db.session.flush()
    db.session.execute(update(Expertise).values(focus_area_id=part.id))
    assert all(one.strong_in == {part.id, world.focus_area_id} for one in gather(round_).schools)


def test_who_is_away_hubs_and_school_days_come_along(world: World, round_: ReviewRound) -> None:
    first, last = date(2027, 1, 18), date(2027, 1, 22)
    db.session.add(
        ReviewAbsence(trust_id=world.trust_id, person_id=world.people["tom"], first=first, last=last)
    )
    hub = Hub(trust_id=world.trust_id, name="North")
    db.session.add(hub)
    db.session.flush()
    for school_id in world.schools.values():
        db.session.add(
            HubMembership(trust_id=world.trust_id, hub_id=hub.id, school_id=school_id, starts_on=today())
        )
    db.session.flush()
    problem = gather(round_)
    assert problem.person_of[world.people["tom"]].away == ((first, last),)
    saltmarsh = problem.school_of[world.schools["saltmarsh"]]
    assert saltmarsh.hubs == {"North"}
    assert date(2027, 1, 16) not in saltmarsh.school_days, "a Saturday"
    assert min(saltmarsh.school_days) == round_.starts_on


def test_reviews_outside_of_the_round_count(world: World, round_: ReviewRound) -> None:
    review = plan_a_review(world, on=date(2027, 1, 13))
    appoint(world.person("tom"), "lead_reviewer", review.id)
    db.session.flush()
    problem = gather(round_)
    tom = problem.person_of[world.people["tom"]]
    assert (tom.limit, tom.away) == (1, ((date(2027, 1, 11), date(2027, 1, 17)),))
    assert problem.barred[world.people["dan"], world.schools["gull_rock"]] is Bar.SWAP
    assert not problem.last_year


def test_last_year_is_known(world: World, round_: ReviewRound) -> None:
    review = plan_a_review(world, on=date(2027, 1, 13))
    review.visit_starts_on = date(2026, 3, 4)
    review.visit_ends_on = date(2026, 3, 4)
    appoint(world.person("tom"), "lead_reviewer", review.id)
    db.session.flush()
    assert gather(round_).last_year == {(world.schools["gull_rock"], world.schools["saltmarsh"])}


def test_weights_change_what_a_wish_costs(world: World, round_: ReviewRound) -> None:
    perform(round_, "weigh", world.person("lena"), WeightsDetails(travel=Weight.OFF, same_hub=Weight.STRONG))
    wishes = gather(round_).wishes
    assert (wishes.travel, wishes.same_hub) == (0, 4 * Wishes().same_hub)
    assert (wishes.reviewers, wishes.balance) == (1, Wishes().balance)
