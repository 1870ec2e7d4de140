"""What stands in the way of a time, and the next times at which nothing does.

Nobody is kept from anything here: whoever arranges a date sees it before they save. Of somebody's other dates
no more is read than when they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from workflows.clock import LONDON, local, now
from workflows.database import db
from workflows.dates.details import Span
from workflows.dates.model import Answer, Attendance, CalendarEntry
from workflows.people import Person
from workflows.places import Place, Trust
from workflows.school_calendar import CENTRAL, SATURDAY, SchoolCalendar, bank_holiday, calendars

EARLIEST: Final = time(7, 30)
LATEST: Final = time(18, 0)
"""Outside of these a date is early or late."""
OPENS: Final = time(8, 30)
CLOSES: Final = time(17, 0)
"""Between these, times are proposed."""
GRID: Final = timedelta(minutes=30)
AHEAD: Final = timedelta(days=70)
"""How far ahead a time is looked for: across a summer holiday."""
PROPOSED: Final = 3


class Hindrance(StrEnum):
    """Why a time may not suit."""

    BUSY = "busy"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    HOURS = "hours"


@dataclass(frozen=True)
class Clash:
    """One thing that stands in the way of a time."""

    kind: Hindrance
    #: who is busy, which school is closed, or what the holiday is called
    name: str = ""
    person_id: int | None = None
    #: when they are busy
    span: Span | None = None
    on: date | None = None


@dataclass(frozen=True)
class Looked:
    """What was found: what is in the way, and when nothing would be."""

    clashes: tuple[Clash, ...] = ()
    free: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Busy:
    """Somebody's other date."""

    person_id: int
    name: str
    span: Span


@dataclass(frozen=True)
class Concerned:
    """Who is asked and which schools a date concerns, with all that could be in its way."""

    busy: tuple[Busy, ...]
    #: each school by name, with its days
    schools: tuple[tuple[str, SchoolCalendar], ...]
    _days: dict[date, tuple[Clash, ...]] = field(default_factory=dict, repr=False, compare=False)

    def clashes(self, span: Span) -> tuple[Clash, ...]:
        """Everything that stands in the way of this time: days, hours, then people by name."""
        days = [clash for day in days_of(span) for clash in self._of_day(day)]
        return (*days, *_of_hours(span), *self._of_people(span))

    def is_free(self, span: Span) -> bool:
        """Whether nothing at all stands in the way."""
        return (
            not any(self._of_day(day) for day in days_of(span))
            and not any(True for _ in _of_hours(span))
            and not any(overlap(one.span, span) for one in self.busy)
        )

    def _of_day(self, day: date) -> tuple[Clash, ...]:
        if day not in self._days:
            self._days[day] = tuple(self._closed_on(day))
        return self._days[day]

    def _closed_on(self, day: date) -> Iterator[Clash]:
        if day.weekday() >= SATURDAY:
            yield Clash(Hindrance.WEEKEND, on=day)
        elif holiday := bank_holiday(day):
            yield Clash(Hindrance.HOLIDAY, holiday, on=day)
        else:
            for name, calendar in self.schools:
                if not calendar.is_working_day(day):
                    yield Clash(Hindrance.CLOSED, name, on=day)

    def _of_people(self, span: Span) -> Iterator[Clash]:
        for one in self.busy:
            if overlap(one.span, span):
                yield Clash(Hindrance.BUSY, one.name, one.person_id, one.span)


def look(
    span: Span, *, people: Collection[int], schools: Collection[int], trust: Trust, but: int | None = None
) -> Looked:  # fmt: skip
    """What stands in the way of a time for these people and schools, and the next times that would do.

    `but` is the date that is to be moved: it does not stand in its own way. Two statements at most, however
    many people there are.
    """
    concerned = _concerned(span, people, schools, trust=trust, but=but)
    clashes = concerned.clashes(span)
    return Looked(clashes, tuple(next_free(span, concerned)) if clashes else ())


def next_free(span: Span, concerned: Concerned, *, count: int = PROPOSED) -> Iterator[Span]:
    """The next times of the same length when nothing is in the way: one a day, nearest to the hour wished.

    Times lie on a grid of half-hours from 08:30 to 17:00.
    """
    first, moment, found = days_of(span)[0], now(), 0
    for number in range(AHEAD.days + 1):
        day = first + timedelta(days=number)
        times = (one for one in _times_on(day, span) if one.starts_at > moment and concerned.is_free(one))
        if (one := next(times, None)) is not None:
            yield one
            found += 1
        if found == count:
            return


def overlap(one: Span, other: Span) -> bool:
    """Whether two times have a moment in common; one that ends as the other begins has none."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def days_of(span: Span) -> list[date]:
    """Every day in London on which some of it lies."""
    first = span.starts_at.astimezone(LONDON).date()
    last = (span.ends_at - timedelta(microseconds=1)).astimezone(LONDON).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _of_hours(span: Span) -> Iterator[Clash]:
    if span.all_day:
        return
    starts, ends = (moment.astimezone(LONDON) for moment in (span.starts_at, span.ends_at))
    if starts.time() < EARLIEST or ends.time() > LATEST or ends.date() > starts.date():
        yield Clash(Hindrance.HOURS, span=span, on=starts.date())


def _times_on(day: date, span: Span) -> Iterable[Span]:
    """Times of this length on a day, nearest to the time of day that was wished first."""
    if span.all_day:
        last = day + timedelta(days=len(days_of(span)))
        return [Span(local(day, time(0)), local(last, time(0)), all_day=True)]
    length = span.ends_at - span.starts_at
    wished = datetime.combine(day, span.starts_at.astimezone(LONDON).time())
    latest = datetime.combine(day, CLOSES) - length
    start, starts = datetime.combine(day, OPENS), set[datetime]()
    while start <= latest:
        starts.add(start)
        start += GRID
    if datetime.combine(day, OPENS) <= wished <= latest:
        starts.add(wished)
    nearest = sorted(starts, key=lambda one: (abs(one - wished), one))
    return (
        Span(begin, begin + length) for begin in (local(one.date(), one.time()) for one in nearest)
    )  # fmt: skip


def _concerned(
    span: Span, people: Collection[int], schools: Collection[int], *, trust: Trust, but: int | None
) -> Concerned:  # fmt: skip
    known = calendars(trust)
    names = db.session.execute(
        select(Place.id, Place.name).where(Place.id.in_(sorted(schools))).order_by(Place.name, Place.id)
    )
    places = tuple((name, known.of(place_id)) for place_id, name in names) if schools else ()
    return Concerned(tuple(_busy(span, people, but)), places or (("", CENTRAL),))


def _busy(span: Span, people: Collection[int], but: int | None) -> Iterator[Busy]:
    """The other dates of these people from the day of this time on; those they said no to do not bind."""
    begins = local(days_of(span)[0], time(0))
    rows = db.session.execute(
        select(Person.id, Person.name, CalendarEntry.starts_at, CalendarEntry.ends_at, CalendarEntry.all_day)
        .join(Attendance, Attendance.person_id == Person.id)
        .join(CalendarEntry, CalendarEntry.id == Attendance.entry_id)
        .where(
            Person.id.in_(sorted(people)),
            Attendance.removed_at.is_(None),
            Attendance.answer != Answer.NO,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.id != (but or 0),
            CalendarEntry.ends_at > begins,
            CalendarEntry.starts_at < max(span.ends_at, begins + AHEAD + timedelta(days=32)),
        )
        .order_by(Person.name, Person.id, CalendarEntry.starts_at)
    )
    return (Busy(row.id, row.name, Span(row.starts_at, row.ends_at, row.all_day)) for row in rows)
