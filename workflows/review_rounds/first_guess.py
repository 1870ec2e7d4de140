"""A first plan before the search begins, and a cost that no plan can undercut."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from workflows.review_rounds.linear import Linear
from workflows.review_rounds.teams import UNPLACED, Rules, add_week
from workflows.review_rounds.values import Draft, read_draft

NEAR_ENOUGH: Final = 0.002
"""How far from the best the first teams may be: the rest is left to the search."""

Choices = dict[tuple[int, date], int]
"""A variable for each host and week."""


class FirstGuess(NamedTuple):
    """Where the search begins."""

    draft: Draft
    bound: int


def guess(rules: Rules, *, seconds: float | None, nodes: int | None = None) -> FirstGuess:
    """Teams as if nobody were ever away, then weeks for them; a school for which there is none waits."""
    found = rules.linear.solve(seconds=seconds, gap=NEAR_ENOUGH, nodes=nodes)
    if found.values is None:
        return FirstGuess({}, found.bound)
    values = found.values
    teams = {
        school_id: team for school_id, (_, team) in read_draft(rules, lambda at: bool(values[at])).items()
    }
    return FirstGuess(in_weeks(rules, teams, seconds=seconds, nodes=nodes), found.bound)


def in_weeks(
    rules: Rules, teams: Mapping[int, frozenset[int]], *, seconds: float | None, nodes: int | None = None
) -> Draft:
    """Weeks in which all of each team can be there; schools without one are left out."""
    linear, choices = Linear(), Choices()
    for school_id, team in teams.items():
        left_out = linear.add(("left out", school_id), cost=UNPLACED)
        for monday in rules.slots.of[school_id]:
            if rules.slots.for_team(school_id, monday, team):
                choices[school_id, monday] = linear.add(("week", school_id, monday))
        here = [(at, 1) for (host, _), at in choices.items() if host == school_id]
        linear.rule([(left_out, 1), *here], low=1, high=1)
    _rule_people(linear, choices, teams)
    for monday in rules.in_week:
        visits = [at for (_, week), at in choices.items() if week == monday]
        add_week(linear, monday, visits, wishes=rules.problem.wishes)
    values = linear.solve(seconds=seconds, gap=NEAR_ENOUGH, nodes=nodes).values
    if values is None:
        return {}
    return {
        school_id: (monday, teams[school_id]) for (school_id, monday), at in choices.items() if values[at]
    }


def _rule_people(linear: Linear, choices: Choices, teams: Mapping[int, frozenset[int]]) -> None:
    """Nobody is in two reviews in the same week."""
    found: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for (school_id, monday), at in choices.items():
        for person_id in sorted(teams[school_id]):
            found.setdefault((person_id, monday), []).append((at, 1))
    for factors in found.values():
        linear.rule(factors, high=1)
