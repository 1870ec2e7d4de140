"""Term dates, INSET days and bank holidays, and the working days that every deadline counts in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from uuid import uuid4

import holidays
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from workflows.database import Model, Scoped, db, scope
from workflows.places import Trust

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Term(Scoped, Model):
    """A term of the trust, or of one school where it differs; its half-term break lies inside it."""

    __tablename__ = "terms"
    __table_args__ = (
        Index(None, "place_id", "starts_on", unique=True),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint(
            "(break_starts_on IS NULL) = (break_ends_on IS NULL) AND (break_starts_on IS NULL OR "
            "(break_starts_on > starts_on AND break_ends_on >= break_starts_on AND break_ends_on < ends_on))",
            name="break_inside",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the trust, or the school that overrides it for that academic year
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: first and last day of the half-term break
    break_starts_on: Mapped[date | None]
    break_ends_on: Mapped[date | None]

    def has_pupils(self, day: date) -> bool:
        """Whether the day lies in the term and outside its half-term break (weekends included)."""
        if not self.starts_on <= day <= self.ends_on:
            return False
        in_break = self.break_starts_on and self.break_ends_on
        return not (in_break and self.break_starts_on <= day <= self.break_ends_on)  # type: ignore[operator]


class InsetDay(Scoped, Model):
    """A day on which staff work and pupils are at home."""

    __tablename__ = "inset_days"
    __table_args__ = (UniqueConstraint("place_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    day: Mapped[date]


def academic_year(day: date) -> int:
    """The calendar year in which the day's academic year began (1 September to 31 August)."""
    return day.year if day.month >= 9 else day.year - 1


def academic_year_name(year: int) -> str:
    """An academic year as schools write it: 2026 is "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year).items())


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England and Wales on this day, if there is one."""
    return _bank_holidays(day.year).get(day)


def is_weekday(day: date) -> bool:
    """Monday to Friday and not a bank holiday: what the central team works."""
    return day.weekday() < SATURDAY and bank_holiday(day) is None


@dataclass(frozen=True)
class SchoolCalendar:
    """The days of one school, or of the central team, which has no terms.

    Where nobody has entered the terms of an academic year yet, its weekdays that are not bank holidays count:
    a deadline a little early is safer than one that never comes.
    """

    terms: tuple[Term, ...] = ()
    inset: frozenset[date] = frozenset()
    years: frozenset[int] = field(init=False)
    #: answers once given: every deadline asks for the same few weeks again
    _working: dict[date, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(academic_year(term.starts_on) for term in self.terms))

    def is_school_day(self, day: date) -> bool:
        """Pupils are in."""
        if not is_weekday(day) or day in self.inset:
            return False
        return academic_year(day) not in self.years or any(term.has_pupils(day) for term in self.terms)

    def is_working_day(self, day: date) -> bool:
        """Staff are in: a school day or an INSET day."""
        if day not in self._working:
            self._working[day] = day in self.inset or self.is_school_day(day)
        return self._working[day]

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day` (before it where negative).

        Counting starts on the day after, so five working days from a Monday in term is the next Monday;
        nought gives the day itself if it is a working day and otherwise the next one.
        """
        step = -ONE_DAY if count < 0 else ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        while not self.is_working_day(day):
            day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days after `start`, up to and including `end`; negative if `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def add_school_weeks(self, day: date, count: int) -> date:
        """The day `count` weeks with at least one school day later: holidays do not count."""
        while count:
            day += timedelta(days=7)
            count -= any(self.is_school_day(day - timedelta(days=n)) for n in range(7))
        return day

    def term_after(self, day: date) -> date:
        """The first day of the next term, or four months on where no later term is known."""
        later = [term.starts_on for term in self.terms if term.starts_on > day]
        return min(later) if later else day + timedelta(days=120)

    def half_term_after(self, day: date) -> date:
        """The first day of the next half-term, or two months on where no later one is known."""
        begin = [term.starts_on for term in self.terms]
        begin += [term.break_ends_on + ONE_DAY for term in self.terms if term.break_ends_on]
        return min((one for one in begin if one > day), default=day + timedelta(days=60))

    def term_began(self, day: date) -> date:
        """The first day of the term that this day lies in or follows; four months ago where none is known."""
        begun = [term.starts_on for term in self.terms if term.starts_on <= day]
        return max(begun) if begun else day - timedelta(days=120)


@dataclass(frozen=True)
class TrustCalendars:
    """The calendars of a trust and all its schools, kept until the trust changes a date."""

    trust_id: int
    terms: dict[int, tuple[Term, ...]]
    inset: dict[int, frozenset[date]]
    _made: dict[int, SchoolCalendar] = field(default_factory=dict)

    def of_school(self, school_id: int) -> SchoolCalendar:
        """A school's own terms and INSET days in the years it has entered them, else the trust's."""
        if school_id not in self._made:
            self._made[school_id] = SchoolCalendar(self._terms(school_id), self._inset(school_id))
        return self._made[school_id]

    def of(self, place_id: int) -> SchoolCalendar:
        """The calendar in which deadlines at this place are counted."""
        return CENTRAL if place_id == self.trust_id else self.of_school(place_id)

    def _terms(self, school_id: int) -> tuple[Term, ...]:
        own = self.terms.get(school_id, ())
        years = {academic_year(term.starts_on) for term in own}
        shared = (t for t in self.terms.get(self.trust_id, ()) if academic_year(t.starts_on) not in years)
        return (*own, *shared)

    def _inset(self, school_id: int) -> frozenset[date]:
        own = self.inset.get(school_id, frozenset())
        years = {academic_year(day) for day in own}
        shared = {d for d in self.inset.get(self.trust_id, ()) if academic_year(d) not in years}
        return own | shared


CENTRAL = SchoolCalendar()
"""The central team works weekdays that are not bank holidays."""

_kept: dict[str, TrustCalendars] = {}
_MOST_KEPT = 200


def calendars(trust: Trust) -> TrustCalendars:
    """The trust's calendars, read once for each `calendar_version` and process."""
    if trust.calendar_version not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        with scope(trust.id):  # whichever trust is chosen now: what is kept must not lack its terms
            _kept[trust.calendar_version] = _read(trust.id)
    return _kept[trust.calendar_version]


def calendar_changed(trust: Trust) -> None:
    """Call after any change to terms or INSET days; running deadlines keep the date they were given."""
    trust.calendar_version = uuid4().hex


def _read(trust_id: int) -> TrustCalendars:
    terms: dict[int, list[Term]] = {}
    for term in db.session.scalars(select(Term).where(Term.trust_id == trust_id).order_by(Term.starts_on)):
        db.session.expunge(term)
        terms.setdefault(term.place_id, []).append(term)
    inset: dict[int, set[date]] = {}
    for place_id, day in db.session.execute(
        select(InsetDay.place_id, InsetDay.day).where(InsetDay.trust_id == trust_id)
    ):
        inset.setdefault(place_id, set()).add(day)
    return TrustCalendars(
        trust_id,
        {place: tuple(found) for place, found in terms.items()},
        {place: frozenset(found) for place, found in inset.items()},
    )
