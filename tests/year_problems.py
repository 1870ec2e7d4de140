"""Years of meetings to find dates for, from three schools to a whole trust."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from workflows.year_plans.problem import Busy, Group, Problem, School, Venue

HALVES: Final = (
    (date(2026, 9, 7), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 20)),
)
"""First and last day of each half-term of 2026/27."""


def weekdays(first: date, last: date) -> tuple[date, ...]:
    """Monday to Friday from one day to another."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5)


ALL_HALVES: Final = tuple(weekdays(*one) for one in HALVES)
TERM_DAYS: Final = frozenset(day for half in ALL_HALVES for day in half)


def school(school_id: int, *, closed: frozenset[date] = frozenset()) -> School:
    """A school that keeps the trust's terms, but for the days on which it is closed."""
    return School(school_id=school_id, name=f"School {school_id}", open_on=TERM_DAYS - closed)


def group(group_id: int, people: set[int], schools: set[int], **other: Any) -> Group:
    """A group that meets at its schools in turn, once each half-term, after school."""
    usual: dict[str, Any] = {
        "group_id": group_id,
        "name": f"Group {group_id}",
        "people": frozenset(people),
        "schools": frozenset(schools),
        "hosts": tuple(sorted(schools)),
    }
    return Group(**{**usual, **other})


def problem(groups: list[Group], schools: list[School], **other: Any) -> Problem:
    """The year of these groups."""
    people = {one for each in groups for one in each.people}
    names = {one: f"Person {one}" for one in people}
    return Problem(
        **{"groups": tuple(groups), "schools": tuple(schools), "halves": ALL_HALVES, "names": names, **other}
    )


def whole_trust(chance: Random, *, schools: int = 40, hubs: int = 6, forums: int = 15) -> Problem:
    """Hubs of heads and forums of subject leaders, some of whom lead two subjects; diaries have dates."""
    known = [
        school(one, closed=frozenset(chance.sample(sorted(TERM_DAYS), 5))) for one in range(1, schools + 1)
    ]
    groups = [
        group(hub, {1000 + one for one in where}, where)
        for hub in range(1, hubs + 1)
        if (where := {one for one in range(1, schools + 1) if one % hubs == hub - 1})
    ]
    for number in range(forums):
        where = set(chance.sample(range(1, schools + 1), schools * 3 // 4))
        # Four people of each school lead its subjects among them.
        people = {2000 + 10 * one + chance.randrange(4) for one in where}
        groups.append(group(100 + number, people, where, venue=chance.choice(list(Venue))))
    return problem(groups, known, busy=tuple(_diaries(groups, chance)))


def _diaries(groups: list[Group], chance: Random) -> list[Busy]:
    """Everybody has ten other dates in the year, in the afternoon."""
    people = sorted({one for each in groups for one in each.people})
    days = sorted(TERM_DAYS)
    return [
        Busy(person_id=one, starts_at=begins, ends_at=begins + timedelta(hours=2))
        for one in people
        for day in chance.sample(days, 10)
        for begins in [datetime.combine(day, time(chance.choice((13, 15, 16))))]
    ]
