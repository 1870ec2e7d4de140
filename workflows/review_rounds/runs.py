"""The plans of a round: asked for, taken early, made, and chosen. Who makes them is in `notifications`."""

from __future__ import annotations

from typing import Any

from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.perform import Act
from workflows.review_rounds.comparing import Comparison, compare
from workflows.review_rounds.details import PlanAsked, RunNamed, RunStatus
from workflows.review_rounds.explaining import explain
from workflows.review_rounds.figures import figures_of
from workflows.review_rounds.flow import ReviewRoundFlow as Flow
from workflows.review_rounds.gathering import decisions_of, gather
from workflows.review_rounds.model import PlanRun, ReviewRound
from workflows.review_rounds.planning import Progress, check_planner
from workflows.review_rounds.plans import Plan
from workflows.review_rounds.problem import Problem


@Flow.guard("ask_for_plan")
def can_be_planned(round_: ReviewRound, _: PlanAsked | None) -> None:
    check_planner()
    if not round_.hosts:
        raise NotYet("Choose the schools first: then a plan can be made.")
    if run := round_.run_in_hand:
        raise NotYet(f"Plan {run.number} is being made. Wait for it, or take the best so far.")


@Flow.on("ask_for_plan")
def queue(round_: ReviewRound, details: PlanAsked, act: Act) -> None:
    if act.actor is None:
        return
    before = None if details.from_run_id is None else _made(round_, details.from_run_id, "from_run_id")
    run = PlanRun(
        trust_id=round_.trust_id,
        number=len(round_.runs) + 1,
        asked_by_id=act.actor.id,
        asked_at=act.at,
        from_run_id=before.id if before else None,
        change_little=bool(before) and details.change_little,
        decided=decisions_of(round_),
        status=RunStatus.QUEUED,
        is_chosen=False,
    )
    round_.runs.append(run)
    db.session.flush()
    act.facts["number"] = run.number


@Flow.on("take_early")
def take_early(round_: ReviewRound, details: RunNamed, act: Act) -> None:
    run = run_of(round_, details.run_id)
    if not run.is_in_hand:
        raise NotYet(f"Plan {run.number} has been made already.")
    if run.plan is None:
        raise NotYet(f"Nothing has been found for plan {run.number} yet. Try again in a few seconds.")
    run.stop_asked_at = act.at
    act.facts["number"] = run.number


@Flow.on("plan_ready")
def tell_that_it_is_ready(round_: ReviewRound, details: RunNamed, act: Act) -> None:
    run = run_of(round_, details.run_id)
    if run.is_in_hand:
        raise NotYet(f"Plan {run.number} is still being made.")
    act.facts |= {
        "number": run.number,
        "placed": run.progress.get("placed", 0),
        "wanted": run.progress.get("wanted", 0),
        "problem": run.problem,
    }
    act.tell_people.append(run.asked_by_id)


@Flow.on("choose_plan")
def choose(round_: ReviewRound, details: RunNamed, act: Act) -> None:
    run = _made(round_, details.run_id, "run_id")
    if not run.plan:
        raise InvalidDetails(
            {"run_id": f"Plan {run.number} places no school, so there is nothing to publish"}
        )
    for other in round_.runs:
        other.is_chosen = False
    db.session.flush()
    run.is_chosen = True
    act.facts["number"] = run.number


def run_of(round_: ReviewRound, run_id: int) -> PlanRun:
    """A plan of this round. Raises InvalidDetails."""
    found = next((run for run in round_.runs if run.id == run_id), None)
    if found is None:
        raise InvalidDetails({"run_id": "Choose a plan of this round"})
    return found


def _made(round_: ReviewRound, run_id: int, field: str) -> PlanRun:
    run = next((run for run in round_.runs if run.id == run_id and run.is_done), None)
    if run is None:
        raise InvalidDetails({field: "Choose a plan that has been made"})
    return run


# What planners write down


def progress_of(problem: Problem, known: Progress) -> dict[str, Any]:
    """How far a plan is, as its page shows it."""
    return {
        "placed": len(known.plan.reviews) if known.plan else 0,
        "wanted": len(problem.wanted),
        "seconds": round(known.seconds, 1),
        "gap": round(known.gap, 4),
    }


def outcome_of(problem: Problem, known: Progress) -> dict[str, Any]:
    """The same of a plan that is made, with its figures and what could not be had, in words."""
    plan = known.plan or Plan(reviews=())
    told, figures = explain(problem, plan), figures_of(problem, plan)
    return {
        **progress_of(problem, known),
        "shortages": list(told.shortages),
        "unplaced": [
            {"school_id": one.school_id, "text": one.text, "ways": list(one.ways)} for one in told.unplaced
        ],
        "unmet": [
            {"wish": one.wish, "text": one.text, "why": one.why, "school_id": one.school_id}
            for one in told.unmet
        ],
        "figures": {
            "travel_miles": figures.travel_miles,
            "same_hub": figures.same_hub,
            "people": figures.people,
            "most_reviews": figures.most_reviews,
            "fullest_week": figures.fullest_week,
            "weeks": figures.weeks,
        },
    }


# Looking at them


def seen_with(round_: ReviewRound, *runs: PlanRun) -> tuple[Problem, list[Plan]]:
    """Today's problem, and what of each plan is about schools and people that it still knows."""
    plans = [run.found or Plan(reviews=()) for run in runs]
    people = {one for plan in plans for review in plan.reviews for one in review.team}
    problem = gather(round_, also=people)
    return problem, [_known(problem, plan) for plan in plans]


def _known(problem: Problem, plan: Plan) -> Plan:
    kept = (
        one
        for one in plan.reviews
        if one.school_id in problem.wanted_of and all(who in problem.person_of for who in one.team)
    )
    return Plan(reviews=tuple(kept))


def compare_runs(round_: ReviewRound, first: PlanRun, second: PlanRun) -> tuple[Problem, Comparison]:
    """Two plans side by side, measured with today's rows."""
    problem, (one, other) = seen_with(round_, first, second)
    return problem, compare(problem, one, other)
