"""The days of a visit: school days at every school involved, and the dates that hang on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from workflows.clock import day_in_words
from workflows.database import db
from workflows.dates.school_days import DayKind, kind_of
from workflows.details import InvalidDetails
from workflows.places import School, Trust
from workflows.school_calendar import TrustCalendars, calendars

SELF_REVIEW_BEFORE: Final = 15
SCOPE_BEFORE: Final = 10
READY_BEFORE: Final = 5
"""Working days of the host school before the first day of the visit."""
REPORT_AFTER: Final = 10
"""Working days after the last day of the visit."""
LOOKED_AHEAD: Final = 60
"""Days in which another day that suits everybody is looked for."""
SUGGESTED: Final = 4
"""So many other days are named where one will not do."""
FARTHEST: Final = timedelta(days=2 * 366)


@dataclass(frozen=True)
class ClosedDay:
    """A day of the visit on which one of its schools has no lessons."""

    on: date
    school: str
    kind: DayKind


def closed_days(
    days: Iterable[date], schools: Iterable[School], calendars: TrustCalendars
) -> list[ClosedDay]:  # fmt: skip
    """The days that are no school days, each with the school where it is none."""
    places = list(schools)
    return [
        ClosedDay(day, school.name, kind_of(day, calendars.of(school.id)))
        for day in days
        for school in places
        if not calendars.of(school.id).is_school_day(day)
    ]


def check_days(
    days: Iterable[date], schools: Iterable[School], calendars: TrustCalendars, *, today: date
) -> list[date]:  # fmt: skip
    """The days in order, each once. Raises InvalidDetails where one is past, or a school is closed."""
    wanted, places = sorted(set(days)), list(schools)
    if wanted[0] <= today:
        raise InvalidDetails({"days": "Choose days in the future"})
    if wanted[-1] > today + FARTHEST:
        raise InvalidDetails({"days": "Choose days within the next two years"})
    closed = closed_days(wanted, places, calendars)
    if closed:
        raise InvalidDetails({"days": _why_not(closed, places, calendars, wanted[0])})
    return wanted


def days_that_suit(first: date, schools: Iterable[School], calendars: TrustCalendars) -> Iterator[date]:
    """School days at each of these schools, from this day on, earliest first, within LOOKED_AHEAD."""
    places = [calendars.of(school.id) for school in schools]
    days = (first + timedelta(days=n) for n in range(LOOKED_AHEAD))
    return (day for day in days if all(calendar.is_school_day(day) for calendar in places))


def some_that_suit(
    trust_id: int, schools: Iterable[School], but: Collection[date], *, on: date
) -> tuple[date, ...]:
    """A few days that would do instead of these: from the first of them on, and never before tomorrow."""
    places = list(schools)
    if not places:
        return ()
    first = max([*sorted(but)[:1], on + timedelta(days=1)])
    found = days_that_suit(first, places, calendars(db.session.get_one(Trust, trust_id)))
    return tuple(islice((day for day in found if day not in but), SUGGESTED))


def _why_not(closed: list[ClosedDay], schools: list[School], calendars: TrustCalendars, first: date) -> str:
    one = closed[0]
    said = f"{one.school} has no lessons on {day_in_words(one.on)}: it is a {one.kind.value}."
    following = next(days_that_suit(first, schools, calendars), None)
    if following is None:
        return said
    return f"{said} The next day on which every school is open is {day_in_words(following)}."
