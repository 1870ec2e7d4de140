"""A plan becomes reviews with teams, as long as it is still true."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.rounds import TEAMS, begin_with_schools, made_by_hand, plan_by_hand
from tests.world import World
from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, NotYourRole
from workflows.giving import Conflict
from workflows.messages import Message
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.model import ReviewTraining
from workflows.peer_reviews.team import team_of
from workflows.perform import perform
from workflows.places import SchoolStatus
from workflows.review_rounds import ReviewRound
from workflows.review_rounds.details import DecisionDetails, DecisionKind, HostsDetails, RunNamed
from workflows.review_rounds.plans import Plan
from workflows.review_rounds.publishing import untrue_of
from workflows.school_calendar import InsetDay, calendar_changed


@pytest.fixture
def chosen(world: World) -> ReviewRound:
    """All three schools have a place in the plan that is chosen."""
    round_ = begin_with_schools(world)
    run = made_by_hand(round_, plan_by_hand(world))
    perform(round_, "choose_plan", world.person("asha"), RunNamed(run_id=run.id))
    db.session.commit()
    return round_


def why(round_: ReviewRound) -> list[str]:
    assert round_.chosen
    return [one.why for one in untrue_of(round_, round_.chosen)]


def test_every_review_is_opened_with_its_team_and_everybody_concerned_is_told(
    world: World, chosen: ReviewRound
) -> None:
    perform(chosen, "publish", world.person("lena"))
    db.session.commit()
    reviews = db.session.scalars(select(PeerReview).order_by(PeerReview.visit_starts_on)).all()
    assert [(one.round_id, one.state) for one in reviews] == [(chosen.id, "team_formed")] * 3
    plan = plan_by_hand(world)
    assert {one.host_school_id: tuple(one.visit_days) for one in reviews} == {
        school_id: planned.days for school_id, planned in plan.at.items()
    }
    assert {one.host_school_id: tuple(team_of(one).ids) for one in reviews} == {
        world.schools[school]: tuple(world.people[who] for who in team) for school, team in TEAMS.items()
    }
    ids = [one.id for one in reviews]
    told = set(db.session.scalars(select(Message.person_id).where(Message.case_id.in_(ids))))
    assert told >= {world.people[who] for team in TEAMS.values() for who in team}
    assert chosen.state == "running"
    assert db.session.scalars(
        select(Message.person_id).where(Message.kind == "rounds/publish")
    ).all() == [world.people["asha"]]  # fmt: skip


def test_only_the_improvement_lead_publishes_and_only_a_chosen_plan(
    world: World, chosen: ReviewRound
) -> None:
    with pytest.raises(NotYourRole):
        perform(chosen, "publish", world.person("asha"))
    db.session.rollback()
    other = begin_with_schools(world)
    with pytest.raises(NotYet, match="Choose a plan first"):
        perform(other, "publish", world.person("lena"))


def test_a_conflict_that_was_declared_after_planning_stops_it_and_nothing_is_opened(
    world: World, chosen: ReviewRound
) -> None:
    db.session.add(
        Conflict(
            trust_id=world.trust_id,
            person_id=world.people["tom"],
            with_school_id=world.schools["saltmarsh"],
            starts_on=today(),
            reason="A governor there",
        )
    )
    db.session.commit()
    with pytest.raises(NotYet, match="Saltmarsh Primary: Tom Harbour cannot review this school"):
        perform(chosen, "publish", world.person("lena"))
    db.session.rollback()
    assert db.session.scalars(select(PeerReview)).all() == []
    assert chosen.state == "planning"


def test_leavers_closures_decisions_and_what_has_passed_are_told(world: World, chosen: ReviewRound) -> None:
    assert why(chosen) == []
    world.person("una").left_on = today()
    assert why(chosen) == ["Una Harbour is not among those who review any more."]
    world.person("una").left_on = None
    training = db.session.get_one(ReviewTraining, world.people["tom"])
    training.can_lead = False
    assert why(chosen) == ["Tom Harbour is not trained to lead."]
    training.can_lead = True
    day = plan_by_hand(world).at[world.schools["saltmarsh"]].days[0]
    db.session.add(InsetDay(trust_id=world.trust_id, place_id=world.schools["gull_rock"], day=day))
    calendar_changed(chosen.trust)
    assert len(why(chosen)) == 2
    assert why(chosen)[0].endswith("works at Gull Rock Primary, which is closed on these days.")


def test_a_school_that_closed_has_no_review(world: World, chosen: ReviewRound) -> None:
    world.school("cliff_view").status = SchoolStatus.CLOSED
    assert set(why(chosen)) == {
        "Una Harbour is not among those who review any more.",
        "Carol Harbour is not among those who review any more.",
        "This school is not in the round any more.",
    }


def test_what_was_decided_after_planning_holds(world: World, chosen: ReviewRound) -> None:
    week = DecisionDetails(
        kind=DecisionKind.WEEK, school_id=world.schools["saltmarsh"], week=date(2027, 2, 3)
    )
    perform(chosen, "decide", world.person("asha"), week)
    assert why(chosen) == ["Another week was decided by hand."]
    assert chosen.decisions[0].week == date(2027, 2, 1)
    other = DecisionDetails(
        kind=DecisionKind.NEVER_WEEK, school_id=world.schools["saltmarsh"], week=date(2027, 2, 2)
    )
    perform(chosen, "decide", world.person("asha"), other)
    assert [one.kind for one in chosen.decisions] == [DecisionKind.NEVER_WEEK]
    assert why(chosen) == []


def test_somebody_who_may_not_review_a_school_is_not_pinned_to_it(world: World, chosen: ReviewRound) -> None:
    details = DecisionDetails(
        kind=DecisionKind.PERSON, school_id=world.schools["saltmarsh"], person_id=world.people["sam"]
    )
    with pytest.raises(InvalidDetails, match="works there"):
        perform(chosen, "decide", world.person("lena"), details)


def test_schools_that_are_taken_out_take_their_decisions_along(world: World, chosen: ReviewRound) -> None:
    details = DecisionDetails(
        kind=DecisionKind.LEAD, school_id=world.schools["saltmarsh"], person_id=world.people["tom"]
    )
    perform(chosen, "decide", world.person("lena"), details)
    left = HostsDetails(school_ids=(world.schools["gull_rock"],), focus_area_ids=(world.focus_area_id,))
    perform(chosen, "choose_hosts", world.person("lena"), left)
    assert [host.school_id for host in chosen.hosts] == [world.schools["gull_rock"]]
    assert chosen.decisions == []
    assert why(chosen) == ["This school is not in the round any more."] * 2


def test_a_plan_without_any_place_cannot_be_chosen(world: World) -> None:
    round_ = begin_with_schools(world)
    run = made_by_hand(round_, Plan(reviews=()))
    with pytest.raises(InvalidDetails, match="places no school"):
        perform(round_, "choose_plan", world.person("lena"), RunNamed(run_id=run.id))
