"""A plan is asked for, made beside the mail, taken early, taken up again, and never made twice at once."""

from __future__ import annotations

import importlib.util
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from notifications import plan_runs
from tests.post import setup
from tests.review_rounds import rules_broken
from tests.rounds import begin_with_schools, made_by_hand, make_waiting_plans, plan_by_hand
from tests.world import MONDAY, World
from workflows.clock import clock_at, now
from workflows.database import choose_trust, db
from workflows.errors import NotYet
from workflows.messages import Message
from workflows.perform import perform
from workflows.review_rounds import PlanRun, ReviewRound, planning
from workflows.review_rounds.details import PlanAsked, RunNamed, RunStatus
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.planning import Limits, Progress


def asked(world: World, **details: object) -> ReviewRound:
    round_ = begin_with_schools(world)
    perform(round_, "ask_for_plan", world.person("lena"), PlanAsked(**details))  # type: ignore[arg-type]
    db.session.commit()
    return round_


def newest() -> PlanRun:
    """The last plan that was asked for, as it is stored."""
    db.session.expire_all()
    return db.session.scalars(select(PlanRun).order_by(PlanRun.number.desc()).limit(1)).one()


def test_a_plan_is_made_keeps_every_rule_and_its_asker_is_told(world: World) -> None:
    asked(world)
    assert make_waiting_plans(world.trust_id) == 1
    run = newest()
    assert (run.status, run.lease, run.problem) == (RunStatus.DONE, None, "")
    assert run.progress["placed"] == run.progress["wanted"] == 3
    plan = run.found
    assert plan is not None
    assert rules_broken(gather(run.round), plan) == []
    told = db.session.scalars(select(Message.person_id).where(Message.kind == "rounds/plan_ready"))
    assert set(told) == {world.people["lena"]}


def test_there_is_one_plan_in_hand_and_nothing_without_schools(world: World) -> None:
    round_ = asked(world)
    with pytest.raises(NotYet, match="Plan 1 is being made"):
        perform(round_, "ask_for_plan", world.person("asha"), PlanAsked())
    db.session.rollback()
    assert make_waiting_plans(world.trust_id) == 1
    assert make_waiting_plans(world.trust_id) == 0


def test_without_ortools_the_page_says_who_can_mend_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = begin_with_schools(world)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(planning.PlannerMissing, match="Ask whoever runs Alongside"):
        perform(round_, "ask_for_plan", world.person("lena"), PlanAsked())


def test_a_worker_without_ortools_says_so_on_the_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(world)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    make_waiting_plans(world.trust_id)
    run = newest()
    assert run.status is RunStatus.FAILED
    assert "requirements-planning.lock" in run.problem


def test_whoever_is_gone_leaves_a_plan_to_the_next_with_all_that_was_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)
    _left_by_a_killed_worker(world, newest())
    assert make_waiting_plans(world.trust_id) == 0, "its lease holds"
    before = []

    def solve(*args: object, **kwargs: object) -> Progress:
        before.append(kwargs["before"])
        return planning.make_plan(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(plan_runs, "make_plan", solve)
    with clock_at(MONDAY + timedelta(minutes=3)):
        assert make_waiting_plans(world.trust_id) == 1
        run = newest()
        assert (run.status, run.tries) == (RunStatus.DONE, 2)
        assert before == [plan_by_hand(world)]


def _left_by_a_killed_worker(world: World, run: PlanRun, *, tries: int = 1) -> None:
    made = made_by_hand(run.round, plan_by_hand(world))
    run.plan = made.plan
    db.session.delete(made)
    run.status, run.tries = RunStatus.RUNNING, tries
    run.lease, run.lease_until = "gone:1:aaaa", now() + timedelta(minutes=2)
    db.session.commit()


def test_a_plan_over_which_three_workers_were_lost_is_given_up(world: World) -> None:
    asked(world)
    _left_by_a_killed_worker(world, newest(), tries=3)
    with clock_at(MONDAY + timedelta(minutes=3)):
        make_waiting_plans(world.trust_id)
    run = newest()
    assert (run.status, run.problem) == (RunStatus.FAILED, plan_runs.BROKE_OFF)


def test_whoever_was_thought_to_be_gone_writes_nothing_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)

    def slow(problem: object, *, watch: planning.Watch, **_: object) -> Progress:
        choose_trust(world.trust_id)
        db.session.execute(update(PlanRun).values(lease="another:1:bbbb"))
        db.session.commit()
        watch(Progress(plan=plan_by_hand(world)))
        raise AssertionError("the search goes on without a lease")

    monkeypatch.setattr(plan_runs, "make_plan", slow)
    make_waiting_plans(world.trust_id)
    run = newest()
    assert (run.status, run.lease, run.plan) == (RunStatus.RUNNING, "another:1:bbbb", None)


def test_the_best_so_far_is_taken_while_the_search_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)
    monkeypatch.setattr(plan_runs, "BEAT", 0.0)
    went_on = []

    def search(problem: object, *, watch: planning.Watch, limits: Limits, **_: object) -> Progress:
        found = Progress(plan=plan_by_hand(world), seconds=1.0, cost=10, bound=5)
        went_on.append(watch(found))
        choose_trust(world.trust_id)
        run = newest()
        perform(run.round, "take_early", world.person("lena"), RunNamed(run_id=run.id))
        db.session.commit()
        went_on.append(watch(found))
        return found

    monkeypatch.setattr(plan_runs, "make_plan", search)
    make_waiting_plans(world.trust_id)
    run = newest()
    assert went_on == [True, False]
    assert (run.status, run.found) == (RunStatus.DONE, plan_by_hand(world))


def test_a_worker_that_is_told_to_stop_gives_its_plan_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)
    stopping: list[bool] = []
    told = setup()
    object.__setattr__(told, "stopping", lambda: bool(stopping))

    def search(problem: object, *, watch: planning.Watch, **_: object) -> Progress:
        stopping.append(True)
        found = Progress(plan=plan_by_hand(world))
        assert not watch(found)
        return found

    monkeypatch.setattr(plan_runs, "make_plan", search)
    plan_runs.make_plans(told)
    choose_trust(world.trust_id)
    run = newest()
    assert (run.status, run.tries, run.lease) == (RunStatus.QUEUED, 0, None)
    assert run.found == plan_by_hand(world)


def test_a_year_without_any_answer_says_why(world: World) -> None:
    from workflows.peer_reviews.model import ReviewTraining  # noqa: PLC0415

    db.session.execute(update(ReviewTraining).values(can_lead=False))
    db.session.commit()
    asked(world)
    make_waiting_plans(world.trust_id)
    run = newest()
    assert (run.status, run.progress["placed"]) == (RunStatus.DONE, 0)
    assert len(run.progress["unplaced"]) == 3
    assert all("nobody trained to lead" in one["text"] for one in run.progress["unplaced"])
