"""Who could be in a team instead of somebody, or as well, and what that would cost elsewhere in the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from workflows.review_rounds.figures import costs_of
from workflows.review_rounds.judging import Rule, breaches, obstacles
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.unplaced import tell_rules
from workflows.review_rounds.words import listed, miles

PRICES: Final = {
    "short": "one reviewer fewer",
    "extra": "a larger team than wished",
    "same_hub": "somebody from the host's hub",
    "doubled": "two people of one school in the team",
    "again": "somebody whose school went there last year",
    "balance": "schools that give and receive less evenly",
    "load": "one more review for somebody who has another",
}


@dataclass(frozen=True)
class Change:
    """One more in a team, perhaps instead of somebody who leaves it."""

    review: Planned
    leaves: int | None = None


def why_not(problem: Problem, plan: Plan, change: Change, *, is_better: Callable[[int], bool]) -> str:
    """Why nobody for whom `is_better` is true joins: there is nobody, or it would cost too much elsewhere."""
    people = [one for one in problem.person_of if one not in change.review.team and is_better(one)]
    possible = {one: after for one in people if (after := _after(problem, plan, change, one))}
    instead = "instead" if change.leaves is not None else "as well"
    if not possible:
        return f"Nobody else could come {instead}: {_kept_away(problem, plan, change, people)}."
    before = costs_of(problem, plan)
    costs = {one: costs_of(problem, after) for one, after in possible.items()}
    best = min(costs, key=lambda one: (costs[one].total(), one))
    name = f"{problem.person_of[best].name} ({problem.home(best).name})"
    if costs[best].total() < before.total():
        return f"{name} could come {instead}, and the plan would be better for it. Plan again for longer."
    dearer = {wish: costs[best][wish] - cost for wish, cost in before.items() if costs[best][wish] > cost}
    return f"{name} could come {instead}, at the price of {listed(_prices(problem, dearer))}."


def _after(problem: Problem, plan: Plan, change: Change, joins: int) -> Plan | None:
    """The plan after the change; None where it would break a rule."""
    team = {one for one in change.review.team if one != change.leaves} | {joins}
    leads = problem.decided.lead_of(change.review.school_id) or team
    could_lead = [one for one in (change.review.lead_id, joins, *sorted(team)) if one in team & leads]
    lead = next((one for one in could_lead if problem.person_of[one].leads), None)
    if lead is None:
        return None
    after = Planned(
        school_id=change.review.school_id,
        days=change.review.days,
        lead_id=lead,
        reviewer_ids=tuple(sorted(team - {lead})),
    )
    changed = plan.with_review(after)
    return None if any(breaches(problem, changed, after)) else changed


def _kept_away(problem: Problem, plan: Plan, change: Change, people: list[int]) -> str:
    """What keeps these people from the review, by its first reason for each."""
    at = (change.review.school_id, change.review.days)
    firsts = [next(obstacles(problem, plan, one, at), None) for one in people]
    rules: Counter[Rule | None] = Counter(one.rule if one else None for one in firsts)
    told = [tell_rules(rules)] if any(rules[rule] for rule in Rule) else []
    if unfit := rules[None]:
        told.append(f"{unfit} would leave the team without a lead or without a strength in the focus")
    return "; ".join(told) or "there is nobody of whom that would be true"


def _prices(problem: Problem, dearer: dict[str, int]) -> Iterator[str]:
    for wish, cost in dearer.items():
        if wish == "travel":
            yield f"{miles(cost / problem.wishes.travel)} more travel"
        else:
            yield PRICES.get(wish, "something else")
