"""Giving schools a place one after the other: a plan at once, though not the best one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.review_rounds.figures import balance_of, loads_of, visits_in
from workflows.review_rounds.judging import breaches, obstacles
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.slots import Days, Slots


def fill(problem: Problem, slots: Slots, plan: Plan) -> Plan:
    """The plan with a place for every other school that there is one for, those with least choice first."""
    missing = [one for one in problem.wanted_of if one not in plan.at]
    for school_id in sorted(missing, key=lambda one: (_choice(problem, slots, one), one)):
        found = next(_reviews(problem, slots, plan, school_id), None)
        plan = plan.with_review(found) if found else plan
    return plan


def _choice(problem: Problem, slots: Slots, school_id: int) -> int:
    """In how many ways somebody could lead a review of this school."""
    leads = {one for one, person in problem.person_of.items() if person.leads}
    leads = {one for one in leads if not problem.refusal(one, school_id)}
    weeks = slots.of[school_id].values()
    return sum(len(leads - slots.missing(runs[0])) for runs in weeks)


def _reviews(problem: Problem, slots: Slots, plan: Plan, school_id: int) -> Iterator[Planned]:
    """Reviews of this school that break no rule beside the others, in the emptiest weeks first."""
    visits = visits_in(plan)
    people = _best_first(problem, plan, school_id)
    if not any(problem.person_of[one].leads for one in people):
        return
    for monday in sorted(slots.of[school_id], key=lambda one: (visits[one], one)):
        for days, missing in slots.ways(school_id, monday, people):
            free = [
                one
                for one in people
                if one not in missing and not any(obstacles(problem, plan, one, (school_id, days)))
            ]
            found = _team(problem, school_id, days, free=free)
            if found and not any(breaches(problem, plan, found)):
                yield found


def _best_first(problem: Problem, plan: Plan, school_id: int) -> list[int]:
    """Those who may go there, the one who fits the wishes best first."""
    wishes, loads, balance = problem.wishes, loads_of(plan), balance_of(problem, plan)

    def price(person_id: int) -> tuple[int, int]:
        cost = wishes.travel * problem.travel_km(person_id, school_id) + wishes.load * loads[person_id]
        cost += wishes.same_hub * problem.shares_hub(person_id, school_id)
        cost += wishes.again * problem.went_last_year(person_id, school_id)
        cost += wishes.balance * balance[problem.person_of[person_id].school_id]
        return cost, person_id

    could = (one for one, person in problem.person_of.items() if loads[one] < person.limit)
    return sorted((one for one in could if not problem.refusal(one, school_id)), key=price)


def _team(problem: Problem, school_id: int, days: Days, *, free: list[int]) -> Planned | None:
    """A lead, somebody strong in the focus, whoever was pinned, and others; the first that do."""
    pinned = problem.decided.on_team(school_id)
    leads = problem.decided.lead_of(school_id) or {one for one in free if problem.person_of[one].leads}
    lead = next((one for one in free if one in leads), None)
    strong = next((one for one in free if problem.is_strong(one, school_id)), None)
    if lead is None or strong is None or not pinned.issubset(free):
        return None
    team = {lead, *pinned}
    team |= set() if any(problem.is_strong(one, school_id) for one in team) else {strong}
    team |= set(_others(problem, free, team, wanted=problem.wishes.reviewers + 1 - len(team)))
    return Planned(school_id=school_id, days=days, lead_id=lead, reviewer_ids=tuple(sorted(team - {lead})))


def _others(problem: Problem, free: Iterable[int], team: set[int], *, wanted: int) -> list[int]:
    """So many more for a team, each from a school that is not in it yet."""
    homes = {problem.person_of[one].school_id for one in team}
    found: list[int] = []
    for person_id in free:
        home = problem.person_of[person_id].school_id
        if len(found) < wanted and home not in homes:
            found.append(person_id)
            homes.add(home)
    return found
