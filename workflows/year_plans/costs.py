"""What counts against a date, and how much: the one place that says what is worse than what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from workflows.year_plans.problem import At, Key, Problem, Slot

UNPLACED: Final = 10_000
"""A meeting without a day: more than anything else that could be in its way."""
CLASH: Final = 400
"""Somebody who should be in two meetings of the plan at once."""
CHANGED: Final = 150
"""A date that moves although little was to change."""
ODD_DAY: Final = 90
"""A weekday on which the group does not usually meet."""
CLOSE: Final = 80
"""Two meetings of a group in a row with less than half the usual time between them."""
BUSY: Final = 60
"""Somebody who has another date in their diary then."""
CLOSED: Final = 50
"""A school of the group, not the host, that is closed on the day."""
SAME_WEEK: Final = 12
"""Somebody who has two meetings of the plan in one week."""
OFF_CENTRE: Final = 8
"""As far from the middle of its stretch of the year as can be."""
LATER_TIME: Final = 2
"""Each time of day that is liked less."""


def alone(problem: Problem, key: Key, slot: Slot, *, kept: Slot | None = None) -> float:
    """What a slot costs whatever becomes of the other meetings."""
    group, days = problem.group_of[key[0]], problem.window_of[key]
    cost = CLOSED * len(problem.closed(key, slot.on)) + BUSY * len(problem.busy_people(key, slot))
    cost += ODD_DAY * (slot.on.weekday() not in group.weekdays)
    cost += LATER_TIME * (group.times.index(slot.starts) if slot.starts in group.times else len(group.times))
    cost += CHANGED * (kept is not None and slot != kept)
    return cost + OFF_CENTRE * off_centre(slot.on, days[0], days[-1]) if days else cost


def off_centre(day: date, first: date, last: date) -> float:
    """How far a day is from the middle of its stretch: 0 there, 1 at its ends, more outside."""
    half = max((last - first).days / 2, 1)
    return abs((day - first).days - half) / half


def beside(problem: Problem, one: At, other: At) -> float:
    """What two meetings of the plan cost each other."""
    (key, slot), (other_key, its) = one, other
    both = len(problem.shared[key[0]].get(other_key[0], ()))
    cost = 0.0
    if both and slot.week == its.week:
        cost += SAME_WEEK * both
        if slot.on == its.on and problem.overlap(one, other):
            cost += CLASH * both
    if is_close(problem, one, other):
        cost += CLOSE
    return cost


def is_close(problem: Problem, one: At, other: At) -> bool:
    """Whether two meetings of one group that follow each other do so too soon."""
    (key, slot), (other_key, its) = one, other
    if key[0] != other_key[0] or abs(key[1] - other_key[1]) != 1:
        return False
    return abs(slot.on - its.on) < usual_gap(problem, key[0]) / 2


def usual_gap(problem: Problem, group_id: int) -> timedelta:
    """The time between two meetings of a group that are spread evenly over the days there are."""
    days = [day for half in problem.halves for day in half]
    meetings = problem.group_of[group_id].meetings
    return (days[-1] - days[0]) / max(meetings, 1) if days else timedelta()
