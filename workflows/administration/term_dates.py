"""Term dates and INSET days of a trust's academic year, and of a school where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, select

from workflows.administration.changes import plain
from workflows.clock import day_in_words
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.events import hold, record
from workflows.people import Person
from workflows.places import School, Trust
from workflows.school_calendar import (
    SATURDAY,
    InsetDay,
    Term,
    academic_year,
    academic_year_name,
    bank_holiday,
    calendar_changed,
)

SEASONS: Final = ("autumn", "spring", "summer")
FIELDS: Final = ("starts_on", "break_starts_on", "break_ends_on", "ends_on")
MOST_INSET_DAYS: Final = 10
_WHOLE_WEEKS = timedelta(weeks=52)
_ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class TermDates:
    """A term as somebody entered it: anything may still be missing."""

    starts_on: date | None = None
    break_starts_on: date | None = None
    break_ends_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class YearDates:
    """An academic year as entered: three terms, and the days on which staff are in without pupils."""

    year: int
    terms: tuple[TermDates, ...]
    inset: tuple[date, ...] = ()

    def problems(self) -> dict[str, str]:
        """A sentence for each field that is wrong, such as `autumn_ends_on` or `inset`."""
        found: dict[str, str] = {}
        before: tuple[str, date] | None = None
        for season, term in zip(SEASONS, self.terms, strict=True):
            found |= _term_problems(season, term, self.year, before)
            before = (season, term.ends_on) if term.ends_on else before
        problem = _inset_problem(self.inset, self.year)
        return found | ({"inset": problem} if problem else {})

    def check(self) -> None:
        """Raises InvalidDetails if deadlines could not be counted in these dates."""
        problems = self.problems()
        if problems:
            raise InvalidDetails(problems)


def year_bounds(year: int) -> tuple[date, date]:
    """The first and the last day of an academic year (1 September to 31 August)."""
    return date(year, 9, 1), date(year + 1, 8, 31)


def dates_of(place_id: int, year: int) -> YearDates | None:
    """What has been entered for a place and year; None if nothing has."""
    return _year(year, *_stored(place_id, year))


def dates_for_school(school: School, year: int) -> YearDates | None:
    """What holds at a school: its own dates where it has entered some, else the trust's."""
    terms, inset = _stored(school.id, year)
    if not terms or not inset:
        shared = _stored(school.trust_id, year)
        terms, inset = terms or shared[0], inset or shared[1]
    return _year(year, terms, inset)


def own_years(place_id: int) -> list[int]:
    """The academic years for which a place has entered dates, newest first."""
    starts = db.session.scalars(select(Term.starts_on).where(Term.place_id == place_id))
    inset = db.session.scalars(select(InsetDay.day).where(InsetDay.place_id == place_id))
    return sorted({academic_year(day) for day in (*starts, *inset)}, reverse=True)


def years_of(trust_id: int) -> dict[int, YearDates]:
    """Every academic year for which the trust has entered dates; two statements."""
    terms: dict[int, list[TermDates]] = {}
    columns = select(Term.starts_on, Term.break_starts_on, Term.break_ends_on, Term.ends_on)
    for row in db.session.execute(columns.where(Term.place_id == trust_id).order_by(Term.starts_on)):
        terms.setdefault(academic_year(row.starts_on), []).append(_term(row))
    inset: dict[int, list[date]] = {}
    days = select(InsetDay.day).where(InsetDay.place_id == trust_id).order_by(InsetDay.day)
    for day in db.session.scalars(days):
        inset.setdefault(academic_year(day), []).append(day)
    return {year: _padded(year, terms.get(year, []), inset.get(year, [])) for year in {*terms, *inset}}


def schools_with_own_dates(trust_id: int, since: int) -> dict[int, list[int]]:
    """The academic years, from one on, in which schools have dates of their own, by school."""
    first = year_bounds(since)[0]
    terms = select(Term.place_id, Term.starts_on).where(Term.place_id != trust_id, Term.starts_on >= first)
    inset = select(InsetDay.place_id, InsetDay.day).where(
        InsetDay.place_id != trust_id, InsetDay.day >= first
    )
    found: dict[int, set[int]] = {}
    for school_id, day in (*db.session.execute(terms), *db.session.execute(inset)):
        found.setdefault(school_id, set()).add(academic_year(day))
    return {school_id: sorted(years) for school_id, years in found.items()}


def bank_holidays(year: int) -> list[tuple[date, str]]:
    """The bank holidays of an academic year, in order."""
    first, last = year_bounds(year)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, name) for day in days if (name := bank_holiday(day))]


def shifted(dates: YearDates, years: int = 1) -> YearDates:
    """The same dates a year later, on the same weekdays: a start for somebody who then corrects them."""
    year = dates.year + years
    terms = tuple(
        TermDates(**{name: _shift(getattr(term, name), years, year) for name in FIELDS})
        for term in dates.terms
    )
    moved = (_shift(day, years, year) for day in dates.inset)
    return YearDates(year, terms, tuple(day for day in moved if day))


def save_trust_dates(trust: Trust, dates: YearDates, actor: Person) -> None:
    """Replace the trust's dates of a year; schools without their own follow. Raises InvalidDetails."""
    dates.check()
    hold(trust.id)
    _replace_terms(trust.id, trust.id, dates)
    _replace_inset(trust.id, trust.id, dates)
    calendar_changed(trust)
    record(trust.id, "term_dates_changed", actor, **_as_facts(dates))


def save_school_dates(school: School, trust: Trust, dates: YearDates, actor: Person) -> bool:
    """Keep as the school's own only what differs from the trust's; gives whether anything does."""
    dates.check()
    if not dates.inset and dates_of(trust.id, dates.year):
        raise InvalidDetails({"inset": "Enter the school's INSET days: without any, the trust's would hold"})
    hold(school.id)
    terms, inset = _stored(trust.id, dates.year)
    differs = (list(dates.terms) != terms, sorted(dates.inset) != inset)
    _clear(school.id, dates.year)
    if differs[0]:
        _replace_terms(school.id, trust.id, dates)
    if differs[1]:
        _replace_inset(school.id, trust.id, dates)
    calendar_changed(trust)
    kind = "term_dates_changed" if any(differs) else "term_dates_follow_trust"
    record(school.id, kind, actor, **_as_facts(dates))
    return any(differs)


def follow_trust(school: School, trust: Trust, year: int, actor: Person) -> None:
    """Forget a school's own dates of a year: the trust's hold again."""
    hold(school.id)
    if dates_of(school.id, year) is not None:
        _clear(school.id, year)
        calendar_changed(trust)
        record(school.id, "term_dates_follow_trust", actor, year=year)


def _year(year: int, terms: list[TermDates], inset: list[date]) -> YearDates | None:
    return _padded(year, terms, inset) if terms or inset else None


def _padded(year: int, terms: list[TermDates], inset: list[date]) -> YearDates:
    """A year of as many terms as there are seasons, whatever is stored."""
    return YearDates(year, (*terms, *[TermDates()] * len(SEASONS))[: len(SEASONS)], tuple(inset))


def _term(row: Row[*tuple[Any, ...]]) -> TermDates:
    return TermDates(**dict(zip(FIELDS, row, strict=True)))


def _stored(place_id: int, year: int) -> tuple[list[TermDates], list[date]]:
    first, last = year_bounds(year)
    columns = select(Term.starts_on, Term.break_starts_on, Term.break_ends_on, Term.ends_on)
    terms = columns.where(Term.place_id == place_id, Term.starts_on.between(first, last))
    inset = select(InsetDay.day).where(InsetDay.place_id == place_id, InsetDay.day.between(first, last))
    rows = db.session.execute(terms.order_by(Term.starts_on))
    return (
        [_term(row) for row in rows],
        list(db.session.scalars(inset.order_by(InsetDay.day))),
    )


def _shift(day: date | None, years: int, year: int) -> date | None:
    if day is None:
        return None
    moved = day + _WHOLE_WEEKS * years
    return moved if moved >= year_bounds(year)[0] else moved + _ONE_WEEK


def _clear(place_id: int, year: int) -> None:
    _clear_terms(place_id, year)
    _clear_inset(place_id, year)


def _clear_terms(place_id: int, year: int) -> None:
    within = Term.starts_on.between(*year_bounds(year))
    db.session.execute(delete(Term).where(Term.place_id == place_id, within))


def _clear_inset(place_id: int, year: int) -> None:
    within = InsetDay.day.between(*year_bounds(year))
    db.session.execute(delete(InsetDay).where(InsetDay.place_id == place_id, within))


def _replace_terms(place_id: int, trust_id: int, dates: YearDates) -> None:
    _clear_terms(place_id, dates.year)
    for season, term in zip(SEASONS, dates.terms, strict=True):
        db.session.add(Term(trust_id=trust_id, place_id=place_id, name=season.capitalize(), **vars(term)))
    db.session.flush()


def _replace_inset(place_id: int, trust_id: int, dates: YearDates) -> None:
    _clear_inset(place_id, dates.year)
    for day in dates.inset:
        db.session.add(InsetDay(trust_id=trust_id, place_id=place_id, day=day))
    db.session.flush()


def _as_facts(dates: YearDates) -> dict[str, object]:
    terms = {
        season: [plain(getattr(term, name)) for name in FIELDS]
        for season, term in zip(SEASONS, dates.terms, strict=True)
    }
    return {"year": dates.year, "terms": terms, "inset": [plain(day) for day in dates.inset]}


def _term_problems(
    season: str, term: TermDates, year: int, before: tuple[str, date] | None
) -> dict[str, str]:
    """What is wrong with one term, by field; `before` is the term ahead of it and its last day."""
    start, end = term.starts_on, term.ends_on
    found = {
        f"{season}_{name}": problem
        for name in ("starts_on", "ends_on")
        if (problem := _edge_problem(season, name, getattr(term, name), year))
    }
    if found or start is None or end is None:
        return found
    if end <= start:
        found[f"{season}_ends_on"] = f"The {season} term must end after it starts, on {_day(start)}"
    elif before and start <= before[1]:
        found[f"{season}_starts_on"] = (
            f"The {season} term must start after the {before[0]} term ends, on {_day(before[1])}"
        )
    return found or _break_problems(season, term, start, end)


def _edge_problem(season: str, name: str, day: date | None, year: int) -> str:
    does = "starts" if name == "starts_on" else "ends"
    if day is None:
        return f"Enter the day on which the {season} term {does}"
    first, last = year_bounds(year)
    if not first <= day <= last:
        return (
            f"The {season} term {does} outside {academic_year_name(year)}: "
            f"choose a day from {_day(first)} to {_day(last)}"
        )
    closed = _closed(day)
    return f"The {season} term cannot {does[:-1]} on {_day(day)}, which is {closed}" if closed else ""


def _break_problems(season: str, term: TermDates, start: date, end: date) -> dict[str, str]:
    first, last = term.break_starts_on, term.break_ends_on
    if first is None and last is None:
        return {}
    if first is None:
        return {f"{season}_break_starts_on": f"Enter the first day of the {season} half-term break"}
    if last is None:
        return {f"{season}_break_ends_on": f"Enter the last day of the {season} half-term break"}
    if last < first:
        return {f"{season}_break_ends_on": f"The {season} half-term break must not end before it starts"}
    if first <= start or last >= end:
        where = "break_starts_on" if first <= start or first >= end else "break_ends_on"
        return {
            f"{season}_{where}": f"The {season} half-term break must lie inside the term, "
            f"between {_day(start)} and {_day(end)}"
        }
    return {}


def _inset_problem(inset: tuple[date, ...], year: int) -> str:
    """What is wrong with the INSET days, all in one."""
    found = [
        problem for number, day in enumerate(inset) if (problem := _day_problem(day, inset[:number], year))
    ]
    if len(inset) > MOST_INSET_DAYS:
        found.append(f"Enter {MOST_INSET_DAYS} INSET days at most")
    return ". ".join(found)


def _day_problem(day: date, before: tuple[date, ...], year: int) -> str:
    first, last = year_bounds(year)
    if not first <= day <= last:
        return f"{_day(day)} is outside {academic_year_name(year)}"
    if closed := _closed(day):
        return f"{_day(day)} is {closed}: choose a working day"
    return f"{_day(day)} is entered twice" if day in before else ""


def _closed(day: date) -> str:
    """Why nobody works on a day: "a Saturday", "a bank holiday (Good Friday)"; else nothing."""
    if day.weekday() >= SATURDAY:
        return f"a {day:%A}"
    holiday = bank_holiday(day)
    return f"a bank holiday ({holiday})" if holiday else ""


def _day(day: date) -> str:
    return day_in_words(day, year=True)
