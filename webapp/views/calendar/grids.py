"""Months as tables: weeks from Monday to Sunday, with what each day is in a school and what is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.dates.queries import DateLine
from workflows.dates.school_days import DayKind, kind_of, landmarks
from workflows.school_calendar import SchoolCalendar, bank_holiday

ONE_DAY = timedelta(days=1)
SEPTEMBER = 9

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Day:
    """A day of a month's table."""

    on: date
    kind: DayKind
    #: what it is, where it is not just any day: "Half-term", "Bank holiday: Boxing Day"
    note: str = ""
    count: int = 0
    dates: tuple[DateLine, ...] = ()
    is_today: bool = False

    @property
    def style(self) -> str:
        """The word for its looks: what it means stands in `note` as well."""
        return _STYLES[self.kind]


_STYLES = {
    DayKind.SCHOOL: "school",
    DayKind.WEEKEND: "weekend",
    DayKind.HOLIDAY: "holiday",
    DayKind.HALF_TERM: "holiday",
    DayKind.INSET: "inset",
    DayKind.BANK_HOLIDAY: "bank",
}
_NOTES = {
    DayKind.HOLIDAY: "School holiday",
    DayKind.HALF_TERM: "Half-term",
    DayKind.INSET: "INSET day",
}


@dataclass(frozen=True)
class Month:
    """A month; a week has None where a day belongs to another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def code(self) -> str:
        """What stands for it in an address: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> Iterator[Day]:
        return (day for week in self.weeks for day in week if day is not None)


def month_of(
    first: date, calendar: SchoolCalendar, *, today: date, counts: Mapping[date, int] | None = None,
    dates: Sequence[DateLine] = ()
) -> Month:  # fmt: skip
    """The month that begins on this day."""
    on: dict[date, list[DateLine]] = {}
    for one in dates:
        for day in one.days:
            on.setdefault(day, []).append(one)
    days = [
        Day(
            day,
            kind := kind_of(day, calendar),
            _note(day, kind),
            (counts or {}).get(day, len(on.get(day, ()))),
            tuple(on.get(day, ())),
            day == today,
        )
        for day in days_in(first)
    ]
    cells = [*[None] * first.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    return Month(first, tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)))


def days_in(first: date) -> list[date]:
    """Every day of the month that begins on this day."""
    return [first + n * ONE_DAY for n in range((next_month(first) - first).days)]


def next_month(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - ONE_DAY).replace(day=1)


def year_span(year: int) -> tuple[date, date]:
    """The first and the last day of an academic year."""
    return date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER, 1) - ONE_DAY


def months_in(year: int) -> list[date]:
    """The first days of the twelve months of an academic year."""
    months = [date(year, SEPTEMBER, 1)]
    while len(months) < 12:
        months.append(next_month(months[-1]))
    return months


def notes_on(days: Sequence[date], calendar: SchoolCalendar) -> dict[date, list[str]]:
    """What begins, ends or is a holiday on each of these days."""
    known = landmarks(calendar, min(days), max(days)) if days else []
    return {day: [one.title for one in known if one.first <= day <= one.last] for day in days}


def _note(day: date, kind: DayKind) -> str:
    holiday = bank_holiday(day)
    return f"Bank holiday: {holiday}" if holiday and kind is DayKind.BANK_HOLIDAY else _NOTES.get(kind, "")
