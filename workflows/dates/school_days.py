"""Term dates as a calendar shows them: what kind of day it is, and what begins, ends or is a holiday when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from workflows.school_calendar import SATURDAY, SchoolCalendar, Term, academic_year, bank_holiday

ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is in a school."""

    SCHOOL = "school day"
    WEEKEND = "weekend"
    HOLIDAY = "school holiday"
    HALF_TERM = "half-term"
    INSET = "INSET day"
    BANK_HOLIDAY = "bank holiday"

    @property
    def as_said(self) -> str:
        """What a day is, after "that day is": "at a weekend", "an INSET day"."""
        return _AS_SAID[self]


_AS_SAID: Final = {
    DayKind.SCHOOL: "a school day",
    DayKind.WEEKEND: "at a weekend",
    DayKind.HOLIDAY: "in the school holidays",
    DayKind.HALF_TERM: "in half-term",
    DayKind.INSET: "an INSET day",
    DayKind.BANK_HOLIDAY: "a bank holiday",
}


@dataclass(frozen=True)
class Landmark:
    """Something of the school year that people put into their diaries: a day, or the first to the last."""

    #: the same for as long as nothing about it changes
    code: str
    title: str
    first: date
    last: date


def kind_of(day: date, calendar: SchoolCalendar) -> DayKind:
    """What this day is; where nobody has entered that year's terms, its weekdays count as school days."""
    if day in calendar.inset:
        return DayKind.INSET
    if bank_holiday(day):
        return DayKind.BANK_HOLIDAY
    if day.weekday() >= SATURDAY:
        return DayKind.WEEKEND
    if any(_breaks(term, day) for term in calendar.terms):
        return DayKind.HALF_TERM
    return DayKind.SCHOOL if calendar.is_school_day(day) else DayKind.HOLIDAY


def landmarks(calendar: SchoolCalendar, first: date, last: date) -> list[Landmark]:
    """Terms, half-terms, INSET days and bank holidays from one day to another, earliest first."""
    found = [*_of_terms(calendar), *_inset_days(calendar), *_bank_holidays(first, last)]
    inside = (one for one in found if one.first <= last and one.last >= first)
    return sorted(inside, key=lambda one: (one.first, one.code))


def years_known(calendar: SchoolCalendar, day: date) -> range:
    """The academic years that a calendar can show: those with terms, and this day's own."""
    years = calendar.years | {academic_year(day)}
    return range(min(years), max(years) + 1)


def term_name(term: Term) -> str:
    """What a term is called in a sentence: "Autumn term"."""
    return term.name if "term" in term.name.lower() else f"{term.name} term"


def _breaks(term: Term, day: date) -> bool:
    return term.starts_on <= day <= term.ends_on and not term.has_pupils(day)


def _of_terms(calendar: SchoolCalendar) -> Iterator[Landmark]:
    for term in calendar.terms:
        name = term_name(term)
        yield _day(f"{name} begins", term.starts_on, "begins")
        yield _day(f"{name} ends", term.ends_on, "ends")
        if term.break_starts_on and term.break_ends_on:
            code = f"break-{term.break_starts_on:%Y%m%d}-{term.break_ends_on:%Y%m%d}"
            yield Landmark(code, "Half-term", term.break_starts_on, term.break_ends_on)


def _inset_days(calendar: SchoolCalendar) -> Iterator[Landmark]:
    return (_day("INSET day", day, "inset") for day in calendar.inset)


def _bank_holidays(first: date, last: date) -> Iterator[Landmark]:
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return (_day(f"Bank holiday: {name}", day, "bank") for day in days if (name := bank_holiday(day)))


def _day(title: str, day: date, code: str) -> Landmark:
    return Landmark(f"{code}-{day:%Y%m%d}", title, day, day)
