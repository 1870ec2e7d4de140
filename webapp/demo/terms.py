"""Term dates of a fictional trust, worked out for any academic year as English schools set them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.school_calendar import bank_holiday

MONDAY, FRIDAY = 0, 4
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class TermDates:
    """First and last day of a term and of the half-term break inside it."""

    name: str
    starts_on: date
    ends_on: date
    break_starts_on: date
    break_ends_on: date


@dataclass(frozen=True)
class Year:
    """The three terms and the INSET days of one academic year."""

    terms: tuple[TermDates, TermDates, TermDates]
    inset: tuple[date, ...]


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday from this day on (Monday is 0)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def weekday_after(day: date) -> date:
    """The next day that is neither a Saturday nor a Sunday."""
    after = day + timedelta(days=1)
    return after if after.weekday() <= FRIDAY else on_or_after(after, MONDAY)


def good_friday(year: int) -> date:
    """Good Friday of a calendar year, by its name among the bank holidays."""
    days = (date(year, 3, 20) + timedelta(days=n) for n in range(36))
    return next(day for day in days if bank_holiday(day) == "Good Friday")


def school_year(year: int, *, late_start: int = 0, long_autumn_break: bool = False) -> Year:
    """The academic year that begins in September of `year`.

    A school may begin some weekdays later than the others, or have a fortnight off in October.
    """
    autumn = _autumn(year, late_start=late_start, rest_weeks=2 if long_autumn_break else 1)
    spring = _spring(year + 1)
    summer = _summer(year + 1)
    inset = (
        autumn.starts_on,
        weekday_after(autumn.starts_on),
        on_or_after(autumn.break_ends_on, MONDAY),
        spring.starts_on,
        summer.ends_on,
    )
    return Year((autumn, spring, summer), inset)


def _autumn(year: int, *, late_start: int, rest_weeks: int) -> TermDates:
    first = date(year, 9, 1)
    while first.weekday() > 3:  # a first day with at least one other in the same week
        first += timedelta(days=1)
    for _ in range(late_start):
        first = weekday_after(first)
    rest = on_or_after(date(year, 10, 22), MONDAY)
    begins, ends = rest - WEEK * (rest_weeks - 1), rest + timedelta(days=4)
    return TermDates("Autumn", first, on_or_after(date(year, 12, 16), FRIDAY), begins, ends)


def _spring(year: int) -> TermDates:
    first = on_or_after(date(year, 1, 3), MONDAY)
    first += timedelta(days=1) if bank_holiday(first) else timedelta()
    rest = on_or_after(date(year, 2, 12), MONDAY)
    return TermDates("Spring", first, good_friday(year) - WEEK, rest, rest + timedelta(days=4))


def _summer(year: int) -> TermDates:
    first = good_friday(year) + timedelta(days=10)
    rest = on_or_after(date(year, 5, 25), MONDAY)
    ends = on_or_after(date(year, 7, 17), FRIDAY)
    return TermDates("Summer", first, ends, rest, rest + timedelta(days=4))
