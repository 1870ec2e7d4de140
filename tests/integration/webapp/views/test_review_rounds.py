"""A round from its beginning to its reviews, as its people press their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from notifications.plan_runs import make_plans
from tests.client import Browser, main_words
from tests.post import setup
from tests.pressing import fill_in
from tests.rounds import made_by_hand, plan_by_hand, ready_for_round
from tests.world import World
from workflows.clock import today
from workflows.database import EVERY_TRUST, db, scope
from workflows.giving import Conflict
from workflows.peer_reviews import PeerReview
from workflows.review_rounds import PlanRun, ReviewRound, planning

Become = Callable[..., Browser]
TIME = {"starts_on": "11/1/2027", "ends_on": "12/2/2027", "decide_by": "4/12/2026", "reviewers": "1"}


class Rounds:
    """Lena plans, and others look on."""

    def __init__(self, app: Flask, world: World, become: Become) -> None:
        self.app, self.world, self.become = app, world, become
        self.browsers: dict[str, Browser] = {}
        self.home = ""

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.become(who)
        return self.browsers[who]

    def reads(self, address: str = "", who: str = "lena") -> str:
        page = self.of(who).get(self.home + address)
        assert page.status_code == 200, page.status
        return main_words(page)

    def begins(self) -> None:
        answer = fill_in(self.of("lena"), "/rounds/new", **TIME)
        assert answer.status_code == 303, main_words(answer)
        found = re.search(r"/rounds/RR-\d{4}-\d{4}", answer.location)
        assert found
        self.home = found[0]

    def does(self, step: str, who: str = "lena", status: int = 303, **typed: Any) -> TestResponse:
        answer = fill_in(self.of(who), f"{self.home}/{step}", **typed)
        assert answer.status_code == status, main_words(answer)
        return answer

    def presses(self, step: str, who: str = "lena", **fields: Any) -> TestResponse:
        """A button beside something, which needs no page of its own."""
        return self.of(who).post(f"{self.home}/{step}", data=fields)

    def chooses_schools(self) -> None:
        ids = [str(one) for one in self.world.schools.values()]
        self.does("choose_hosts", school_ids=ids, first_focus=self.world.focus_area_id)

    def plans(self) -> None:
        with self.app.app_context():
            make_plans(setup(plan_seconds=5))

    def run(self) -> int:
        with self.app.app_context(), scope(EVERY_TRUST):
            return db.session.scalars(select(PlanRun.id).order_by(PlanRun.id.desc())).first() or 0


@pytest.fixture
def rounds(app: Flask, harbour: World, sign_in_as: Become) -> Rounds:
    with app.app_context(), scope(EVERY_TRUST):
        ready_for_round(harbour)
        db.session.commit()
    return Rounds(app, harbour, sign_in_as)


def test_a_round_goes_from_its_first_page_to_reviews_with_teams(rounds: Rounds) -> None:
    rounds.begins()
    assert "Begin with the schools" in rounds.reads()
    rounds.chooses_schools()
    rounds.does(f"change_host?school={rounds.world.schools['saltmarsh']}", days="1")
    rounds.does("weigh", travel="strong", spread="off")
    assert "More than usual: short journeys." in rounds.reads()
    tom = rounds.world.people["tom"]
    rounds.does("add_absence", person_id=tom, first="11/1/2027", last="15/1/2027", reason="A course")
    assert "A course" in rounds.reads()
    rounds.does("ask_for_plan")
    page = rounds.of("lena").get(f"{rounds.home}/plans/1")
    assert page.headers["Refresh"] == "3"
    assert "Refresh" not in rounds.of("lena").get(f"{rounds.home}/plans/1?wait=yes").headers
    rounds.plans()
    words = rounds.reads("/plans/1")
    assert "3 of 3 schools have a place" in words
    assert "Refresh" not in rounds.of("lena").get(f"{rounds.home}/plans/1").headers
    assert rounds.presses("choose_plan", run_id=rounds.run()).status_code == 303
    assert "Plan 1 opens 3 reviews" in rounds.reads("/publish")
    rounds.does("publish")
    assert "3 reviews came out of this round" in rounds.reads()
    with rounds.app.app_context(), scope(EVERY_TRUST):
        assert {one.state for one in db.session.scalars(select(PeerReview))} == {"team_formed"}
    rounds.does("look_back", said="Two days were right.")
    assert "Two days were right." in rounds.reads()


def test_what_is_decided_beside_a_plan_holds_in_the_next_and_both_are_compared(rounds: Rounds) -> None:
    rounds.begins()
    rounds.chooses_schools()
    rounds.does("ask_for_plan")
    rounds.plans()
    school = rounds.world.schools["saltmarsh"]
    answer = rounds.presses("decide", school_id=school, what="WEEK 2027-02-01")
    assert answer.location.endswith("/plans/1")
    assert "Another week was decided by hand" in rounds.reads("/plans/1")
    assert "Saltmarsh Primary: in the week of 1 February" in rounds.reads()
    rounds.does("ask_for_plan?run=" + str(rounds.run()))
    rounds.plans()
    assert "1 Feb Decided" in rounds.reads("/plans/2")
    words = rounds.reads("/compare?first=1&second=2")
    assert "2 reviews are the same in both, and 1 is not" in words
    with rounds.app.app_context(), scope(EVERY_TRUST):
        decision = db.session.scalars(select(ReviewRound)).one().decisions[0].id
    assert rounds.presses("undo", decision_id=decision).status_code == 303
    assert "Nothing: plans are free within the rules" in rounds.reads()


def test_a_conflict_that_is_declared_after_planning_is_told_and_stops_publishing(rounds: Rounds) -> None:
    rounds.begins()
    rounds.chooses_schools()
    with rounds.app.app_context(), scope(rounds.world.trust_id):
        round_ = db.session.scalars(select(ReviewRound)).one()
        made_by_hand(round_, plan_by_hand(rounds.world)).is_chosen = True
        db.session.add(
            Conflict(
                trust_id=rounds.world.trust_id,
                person_id=rounds.world.people["tom"],
                with_school_id=rounds.world.schools["saltmarsh"],
                starts_on=today(),
            )
        )
        db.session.commit()
    assert "Saltmarsh Primary: Tom Harbour cannot review this school." in rounds.reads()
    answer = rounds.of("lena").post(f"{rounds.home}/publish", follow_redirects=True)
    assert "is not true any more" in main_words(answer)
    with rounds.app.app_context(), scope(EVERY_TRUST):
        assert not db.session.scalars(select(PeerReview)).all()


@pytest.mark.parametrize("who", ["priya", "sam", "lea", "gita", "ada", "dan"])
def test_a_round_is_not_there_for_anybody_but_those_who_plan_it(rounds: Rounds, who: str) -> None:
    rounds.begins()
    for address in ("/rounds", "/rounds/new", rounds.home, f"{rounds.home}/plans/1", f"{rounds.home}/edit"):
        assert rounds.of(who).get(address).status_code == 404, address


def test_a_coordinator_plans_and_does_not_publish(rounds: Rounds) -> None:
    rounds.begins()
    rounds.chooses_schools()
    assert "Schools" in rounds.reads(who="asha")
    rounds.does("ask_for_plan", who="asha")
    rounds.plans()
    assert rounds.presses("choose_plan", "asha", run_id=rounds.run()).status_code == 303
    assert "The improvement lead publishes it." in rounds.reads(who="asha")
    assert "Publish the plan" not in rounds.reads(who="asha")
    assert rounds.presses("publish", "asha").status_code == 403


def test_without_a_planner_the_page_says_who_can_mend_it(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.begins()
    rounds.chooses_schools()
    monkeypatch.setattr(planning.importlib.util, "find_spec", lambda _: None)  # type: ignore[attr-defined]
    assert "Ask whoever runs Alongside to install" in rounds.reads()
    answer = rounds.of("lena").get(f"{rounds.home}/ask_for_plan", follow_redirects=True)
    assert "OR-Tools" in main_words(answer)


def test_what_cannot_be_is_said_beside_its_field(rounds: Rounds) -> None:
    lena = rounds.of("lena")
    answer = fill_in(lena, "/rounds/new", **{**TIME, "ends_on": "1/1/2027"})
    assert answer.status_code == 422
    assert "The last day has to come after the first" in main_words(answer)
    rounds.begins()
    answer = rounds.does("choose_hosts", status=422, first_focus=rounds.world.focus_area_id)
    assert "Choose at least one school" in main_words(answer)
    assert lena.get(f"{rounds.home}/plans/7").status_code == 404
    assert lena.get(f"{rounds.home}/compare?first=1&second=x").status_code == 404
    assert lena.get(f"{rounds.home}/plan_ready").status_code == 404


def test_the_best_so_far_is_taken_by_a_press(rounds: Rounds) -> None:
    rounds.begins()
    rounds.chooses_schools()
    rounds.does("ask_for_plan")
    with rounds.app.app_context(), scope(rounds.world.trust_id):
        run = db.session.scalars(select(PlanRun)).one()
        made = made_by_hand(run.round, plan_by_hand(rounds.world))
        run.plan, run.progress = made.plan, {**made.progress, "gap": 0.2}
        db.session.delete(made)
        db.session.commit()
    words = rounds.reads("/plans/1")
    assert "No plan is more than 20% better than this one" in words
    assert "Take the best so far" in words
    answer = rounds.presses("take_early", run_id=rounds.run())
    assert answer.location.endswith("/plans/1")
    assert "The best so far is being taken" in rounds.reads("/plans/1")
