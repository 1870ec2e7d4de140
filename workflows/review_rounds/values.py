"""A draft of a plan as the values of the rules' variables, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.review_rounds.plans import Plan
from workflows.review_rounds.teams import Rules

Draft = Mapping[int, tuple[date, frozenset[int]]]
"""For each host that has a place the Monday of its week, and its team without saying who leads."""


def read_draft(rules: Rules, is_chosen: Callable[[int], bool]) -> Draft:
    """The draft of which each variable is asked whether it was chosen."""
    found = {}
    for school_id in rules.problem.wanted_of:
        if not is_chosen(rules.at("unplaced", school_id)):
            team = (one for one in rules.could_go[school_id] if is_chosen(rules.at("goes", one, school_id)))
            weeks = rules.slots.of[school_id]
            [week] = [one for one in weeks if is_chosen(rules.at("week", school_id, one))]
            found[school_id] = (week, frozenset(team))
    return found


def draft_of(plan: Plan) -> Draft:
    """What of a plan the search decides."""
    return {one.school_id: (one.week, frozenset(one.team)) for one in plan.reviews}


def values_of(rules: Rules, draft: Draft) -> list[int]:
    """Every variable's value in a draft that keeps the rules; what may be counted low is counted low."""
    counted = _counted(rules, draft)
    return [
        min(upper, max(0, _value(key, counted, draft)))
        for key, upper in zip(rules.linear.index, rules.linear.uppers, strict=True)
    ]


def _counted(rules: Rules, draft: Draft) -> Counter[tuple[Any, ...]]:
    """How often each thing happens in a draft."""
    problem, found = rules.problem, Counter[tuple[Any, ...]]()
    for school_id, (week, team) in draft.items():
        days = problem.wanted_of[school_id].days
        size = len(team) - 1 - problem.wishes.reviewers
        found.update({("extra", school_id): size, ("short", school_id): -size})
        found.update([("week", school_id, week), ("visits", week)])
        homes = Counter(problem.person_of[one].school_id for one in team)
        found["doubled", school_id] = max(homes.values()) - 1
        found["sends more", school_id] -= days * len(team)
        for person_id in team:
            home = problem.person_of[person_id].school_id
            found.update([("goes", person_id, school_id), ("reviews", person_id), ("way", home, school_id)])
            found["sends more", home] += days
    return found


def _value(key: tuple[Any, ...], counted: Counter[tuple[Any, ...]], draft: Draft) -> int:
    match key:
        case ("unplaced", school_id):
            return int(school_id not in draft)
        case ("reviews" | "visits", _, nth):
            return int(counted[key[:2]] >= nth)
        case ("sends fewer", school_id):
            return -int(counted["sends more", school_id])
    return int(counted[key])
