"""What the search leaves open: the days within the week, and who of a team leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.review_rounds.linear import Linear
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.slots import Days
from workflows.review_rounds.teams import Rules
from workflows.review_rounds.values import Draft

SAME_LEAD: Final = 100
"""What it is worth that whoever led before still leads."""


def finish(rules: Rules, draft: Draft, before: Plan | None) -> Plan:
    """The whole plan: days as before where they still do, else near midweek; leading is shared out."""
    leads = _leads(rules, draft, before)
    return Plan(
        reviews=tuple(
            Planned(
                school_id=school_id,
                days=_days(rules, draft, school_id, before=before),
                lead_id=leads[school_id],
                reviewer_ids=tuple(sorted(draft[school_id][1] - {leads[school_id]})),
            )
            for school_id in sorted(draft)
        )
    )


def _days(rules: Rules, draft: Draft, school_id: int, *, before: Plan | None) -> Days:
    monday, team = draft[school_id]
    earlier = before.at[school_id].days if before and school_id in before.at else ()
    if earlier in rules.slots.of[school_id][monday] and rules.slots.missing(earlier).isdisjoint(team):
        return earlier
    days = rules.slots.for_team(school_id, monday, team)
    if days is None:
        raise ValueError(f"a team that cannot be there in the week of {monday}")
    return days


def _leads(rules: Rules, draft: Draft, before: Plan | None) -> dict[int, int]:
    """Who leads each review: whoever was pinned, and otherwise so that nobody leads much more than others."""
    linear, could = Linear(), {}
    for school_id in sorted(draft):
        for person_id in _could_lead(rules, draft, school_id):
            led = before.at[school_id].lead_id if before and school_id in before.at else None
            cost = -SAME_LEAD * (led == person_id)
            could[school_id, person_id] = linear.add(("leads", person_id, school_id), cost=cost)
        here = [(at, 1) for (host, _), at in could.items() if host == school_id]
        linear.rule(here, low=1, high=1)
    for person_id in sorted({one for _, one in could}):
        leading = [(at, 1) for (_, one), at in could.items() if one == person_id]
        steps = [(linear.add(("led", person_id, nth), cost=nth), -1) for nth in range(2, len(leading) + 1)]
        linear.rule([*leading, *steps], high=1)
    values = linear.solve(seconds=None).values or []
    return {school_id: person_id for (school_id, person_id), at in could.items() if values[at]}


def _could_lead(rules: Rules, draft: Draft, school_id: int) -> Iterator[int]:
    pinned = rules.problem.decided.lead_of(school_id)
    for person_id in sorted(draft[school_id][1]):
        if rules.problem.person_of[person_id].leads and (not pinned or person_id in pinned):
            yield person_id
