"""Days that suit a visit: lessons are on at both schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from workflows.dates.school_days import DayKind, kind_of
from workflows.school_calendar import SchoolCalendar

AHEAD: Final = 120
"""Days in which the next ones are looked for: across a summer holiday."""
PROPOSED: Final = 3


Schools = Sequence[tuple[str, SchoolCalendar]]
"""Schools by name, each with its days."""


def next_days(after: date, schools: Schools) -> list[date]:
    """The next days after this one on which pupils are in at every one of these schools."""
    return list(islice(_days_after(after, schools), PROPOSED))


def _days_after(after: date, schools: Schools) -> Iterator[date]:
    for number in range(1, AHEAD + 1):
        day = after + timedelta(days=number)
        if all(calendar.is_school_day(day) for _, calendar in schools):
            yield day


def why_not(day: date, schools: Schools) -> str:
    """Why a day does not suit, with the next that do, as a sentence; empty where it does."""
    closed = [(name, kind_of(day, calendar)) for name, calendar in schools if not calendar.is_school_day(day)]
    if not closed:
        return ""
    free = [f"{one:%A} {one.day} {one:%B}" for one in next_days(day, schools)]
    proposal = f" The next days that suit both schools: {', '.join(free)}" if free else ""
    return f"{_what_is_on(closed, len(schools))}, so there are no lessons to see.{proposal}"


def _what_is_on(closed: list[tuple[str, DayKind]], schools: int) -> str:
    if len(closed) == schools and len({kind for _, kind in closed}) == 1:
        return f"That day is {_KINDS[closed[0][1]]}"
    return "That day is " + " and ".join(f"{_KINDS[kind]} at {name}" for name, kind in closed)


_KINDS: Final = {
    DayKind.WEEKEND: "at a weekend",
    DayKind.HOLIDAY: "in the school holidays",
    DayKind.HALF_TERM: "in half-term",
    DayKind.INSET: "an INSET day",
    DayKind.BANK_HOLIDAY: "a bank holiday",
}
