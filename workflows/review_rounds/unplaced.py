"""Why a school has no place in a plan, and what it would take to give it one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from workflows.review_rounds.hopeless import why_hopeless
from workflows.review_rounds.judging import Obstacle, Rule, breaches, obstacles
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import MOST_REVIEWERS, Problem, monday_of
from workflows.review_rounds.slots import Days, Slots
from workflows.review_rounds.words import in_week, listed

LIFTABLE: Final = frozenset({Rule.WEEK, Rule.LIMIT, Rule.SCHOOL_LIMIT, Rule.SWAP})
"""What other reviews bring about, and could be otherwise; a conflict of interest could not."""
LOOKED_AT: Final = 4
"""Of those who could take a part in the team, so many with the least in their way."""


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """A school without a place. `text` says why; `ways`, each a sentence, what would give it one."""

    school_id: int
    text: str
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A review beside those of a plan, and what each of its team would have to be let off for it."""

    planned: Planned
    lifted: tuple[tuple[int, Obstacle], ...]

    @property
    def who(self) -> frozenset[int]:
        """Those who would have to be let off something."""
        return frozenset(one for one, _ in self.lifted)


def explain_unplaced(problem: Problem, plan: Plan) -> tuple[Unplaced, ...]:
    """Every school that was to host and is not in the plan, in the order of names."""
    slots = Slots(problem)
    missing = (one for one in problem.wanted_of if one not in plan.at)
    names = sorted(missing, key=lambda one: (problem.school_of[one].name, one))
    return tuple(_explain(problem, plan, slots, school_id) for school_id in names)


def _explain(problem: Problem, plan: Plan, slots: Slots, school_id: int) -> Unplaced:
    name = problem.school_of[school_id].name
    if reason := why_hopeless(problem, slots, school_id):
        return Unplaced(school_id=school_id, text=f"{name} could not be placed because {reason}.")
    table = _what_is_in_the_way(problem, plan, slots, school_id)
    ways = _nearest_ways(problem, table, school_id)
    told = tuple(_say(problem, one) for one in ways)
    if ways and not any(breaches(problem, plan.with_review(ways[0].planned), ways[0].planned)):
        text = f"{name} has no place yet because the search ended too early. Plan again from here."
        return Unplaced(school_id=school_id, text=text, ways=told)
    why = _what_is_taken(problem, table, school_id)
    return Unplaced(school_id=school_id, text=f"{name} could not be placed because {why}.", ways=told)


Table = Mapping[Days, Mapping[int, tuple[Obstacle, ...]]]
"""What is in the way of each person on each run of days that could be chosen."""


def _what_is_in_the_way(problem: Problem, plan: Plan, slots: Slots, school_id: int) -> Table:
    people = list(problem.person_of)
    return {
        days: {one: tuple(obstacles(problem, plan, one, (school_id, days))) for one in people}
        for monday in slots.of[school_id]
        for days, _ in slots.ways(school_id, monday, people)
    }


def _nearest_ways(problem: Problem, table: Table, school_id: int) -> list[Way]:
    """Up to two reviews of this school, for which the least would have to be lifted."""
    ways = (_best_way(problem, table[days], school_id, days) for days in table)
    found = sorted(filter(None, ways), key=lambda way: (len(way.lifted), way.planned.days))
    best = found[:1]
    if best and best[0].lifted:
        others = (one for one in found if one.who.isdisjoint(best[0].who))
        best += list(others)[:1]
    return best


def _best_way(
    problem: Problem, in_the_way: Mapping[int, tuple[Obstacle, ...]], school_id: int, days: Days
) -> Way | None:
    """The team for these days that has the least in its way."""
    could = {one for one, theirs in in_the_way.items() if LIFTABLE.issuperset(it.rule for it in theirs)}
    freest = sorted(could, key=lambda one: (len(in_the_way[one]), one))
    ways = (
        Way(
            Planned(school_id=school_id, days=days, lead_id=lead, reviewer_ids=tuple(sorted(team - {lead}))),
            tuple((one, obstacle) for one in sorted(team) for obstacle in in_the_way[one]),
        )
        for lead, team in _teams(problem, freest, school_id)
    )
    return min(ways, key=lambda way: (len(way.lifted), way.planned.team), default=None)


def _teams(problem: Problem, free: list[int], school_id: int) -> Iterator[tuple[int, set[int]]]:
    """Small teams with a lead and somebody strong in the focus, as far as was decided by hand."""
    pinned = problem.decided.on_team(school_id)
    leads = problem.decided.lead_of(school_id) or [one for one in free if problem.person_of[one].leads]
    strong = [one for one in free if problem.is_strong(one, school_id)]
    if pinned.issubset(free):
        freest = [[one for one in free if one in part][:LOOKED_AT] for part in (leads, strong, free)]
        for lead, expert, other in product(*freest):
            team = {lead, expert, *pinned}
            team |= {other} if len(team) == 1 else set()
            if 1 < len(team) <= MOST_REVIEWERS + 1:
                yield lead, team


def _what_is_taken(problem: Problem, table: Table, school_id: int) -> str:
    """What became of those who would be needed: for the first kind of whom nobody is free."""
    least: dict[int, tuple[Obstacle, ...]] = {}
    for in_the_way in table.values():
        for person_id, theirs in in_the_way.items():
            least[person_id] = min(least.get(person_id, theirs), theirs, key=len)
    firsts = {one: theirs[0].rule if theirs else None for one, theirs in least.items()}
    groups = (
        ("trained to lead", [one for one in firsts if problem.person_of[one].leads]),
        ("from schools strong in the focus", [one for one in firsts if problem.is_strong(one, school_id)]),
        ("trained to review", list(firsts)),
    )
    for who, people in groups:
        if all(firsts[one] for one in people):
            return f"nobody {who} is free for it: {tell_rules(Counter(firsts[one] for one in people))}"
    return "those who are free for it are not free in the same week"


def tell_rules(rules: Counter[Rule | None]) -> str:
    """How many people each rule keeps away: "2 are away on these days and 1 may not go there"."""
    told = [(count, rule) for rule in Rule if (count := rules[rule])]
    return listed(
        f"{count} {rule}" if rule is Rule.REFUSED else f"{count} {'is' if count == 1 else 'are'} {rule}"
        for count, rule in told
    )


def _say(problem: Problem, way: Way) -> str:
    planned = way.planned
    lead = problem.person_of[planned.lead_id].name
    team = f"{lead} leading and {listed(problem.person_of[one].name for one in planned.reviewer_ids)}"
    begin = f"There would be a place in the {in_week(monday_of(planned.days[0]))} with {team}"
    if not way.lifted:
        return f"{begin}."
    lifted = [f"{problem.person_of[one].name} {obstacle.text}" for one, obstacle in way.lifted]
    return f"{begin}, but {'; '.join(lifted)}."
