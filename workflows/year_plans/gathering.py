"""The problem of a plan from today's rows: groups, people, closures, diaries, and who hosted last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from workflows.cases import Case
from workflows.clock import LONDON, local, today
from workflows.database import db
from workflows.dates.model import Answer, Attendance, CalendarEntry
from workflows.groups import people_of, schools_of
from workflows.meetings.hosting import when_hosted
from workflows.people import Person
from workflows.places import School as SchoolRow
from workflows.places import Trust
from workflows.school_calendar import ONE_DAY, Term, TrustCalendars, academic_year, calendars
from workflows.year_plans.model import PlanGroup, YearPlan
from workflows.year_plans.problem import Busy, Group, Problem, School
from workflows.year_plans.spreading import Days

SESSIONS: Final = "sessions"
"""The kind of the trust's own sessions: on their days no group meets."""


@dataclass(frozen=True)
class YearDays:
    """The days of an academic year on which the trust has lessons."""

    calendars: TrustCalendars
    year: int

    @property
    def terms(self) -> list[Term]:
        known = self.calendars.of_school(self.calendars.trust_id).terms
        return [one for one in known if academic_year(one.starts_on) == self.year]

    def halves(self, first: date, last: date) -> tuple[Days, ...]:
        """Each half-term's days between these two, those without any left out."""
        found = (self._days(*half, first=first, last=last) for half in self._stretches())
        return tuple(days for days in found if days)

    def _stretches(self) -> Iterator[tuple[date, date]]:
        for term in sorted(self.terms, key=lambda one: one.starts_on):
            if term.break_starts_on and term.break_ends_on:
                yield term.starts_on, term.break_starts_on - ONE_DAY
                yield term.break_ends_on + ONE_DAY, term.ends_on
            else:
                yield term.starts_on, term.ends_on

    def _days(self, starts_on: date, ends_on: date, *, first: date, last: date) -> Days:
        of_trust = self.calendars.of_school(self.calendars.trust_id)
        return tuple(
            day for day in _each(max(starts_on, first), min(ends_on, last)) if of_trust.is_school_day(day)
        )


def problem_of(plan: YearPlan, *, on: date | None = None) -> Problem:
    """What there is to plan, as of this day: only days after it count."""
    day = on or today()
    known = calendars(db.session.get_one(Trust, plan.trust_id))
    first = max(plan.starts_on, day + ONE_DAY)
    halves = YearDays(known, plan.year).halves(first, plan.ends_on)
    reading = _Reading(plan, day, known, first)
    groups = tuple(reading.group(one) for one in plan.groups)
    people = {one for group in groups for one in group.people}
    return Problem(
        groups=groups,
        schools=reading.schools(),
        halves=halves,
        keep_clear=frozenset(plan.keep_clear) | _sessions(plan, first),
        busy=tuple(_busy(people, first, plan.ends_on)),
        pinned={one.key: slot for one in plan.dates if one.is_pinned and (slot := one.slot)},
        pinned_hosts={
            one.key: one.host_school_id for one in plan.dates if one.host_is_pinned and one.host_school_id
        },
        names=_names(people),
    )


class _Reading:
    def __init__(self, plan: YearPlan, day: date, known: TrustCalendars, first: date) -> None:
        self.plan, self.day, self.known, self.first = plan, day, known, first
        self._schools: dict[int, SchoolRow] = {}
        self._hosted = when_hosted([one.group_id for one in plan.groups])

    def group(self, row: PlanGroup) -> Group:
        """One group with its people, its schools, and who can host."""
        people, schools = people_of(row.group, self.day), schools_of(row.group, self.day)
        open_now = [one for one in schools if one.is_open]
        self._schools |= {one.id: one for one in open_now}
        at_work = {one.id for one in open_now}
        longest_ago = sorted(open_now, key=lambda one: (self._last(row.group_id, one.id), one.name, one.id))
        return Group(
            group_id=row.group_id,
            name=row.group.title,
            people=frozenset(one.id for one in people),
            schools=frozenset(at_work),
            hosts=tuple(one.id for one in longest_ago),
            venue=row.venue,
            meetings=row.meetings,
            minutes=row.minutes,
            weekdays=frozenset(row.weekdays),
            times=row.starts,
            never=frozenset(date.fromisoformat(one) for one in row.never),
        )

    def _last(self, group_id: int, school_id: int) -> datetime:
        return self._hosted.get((group_id, school_id), datetime.min.replace(tzinfo=LONDON))

    def schools(self) -> tuple[School, ...]:
        """Every school of any group, and whichever was chosen to host."""
        chosen = {one.host_school_id for one in self.plan.dates if one.host_school_id} - set(self._schools)
        for row in db.session.scalars(select(SchoolRow).where(SchoolRow.id.in_(sorted(chosen)))):
            self._schools[row.id] = row
        return tuple(
            School(school_id=one.id, name=one.name, open_on=self._open_on(one))
            for one in sorted(self._schools.values(), key=lambda one: one.id)
        )

    def _open_on(self, school: SchoolRow) -> frozenset[date]:
        if not school.is_open:
            return frozenset()
        of_school = self.known.of_school(school.id)
        return frozenset(day for day in _each(self.first, self.plan.ends_on) if of_school.is_school_day(day))


def _busy(people: Collection[int], first: date, last: date) -> Iterator[Busy]:
    """The dates in these people's diaries; those they said no to do not bind."""
    rows = db.session.execute(
        select(Attendance.person_id, CalendarEntry.starts_at, CalendarEntry.ends_at)
        .join(CalendarEntry, CalendarEntry.id == Attendance.entry_id)
        .where(
            Attendance.person_id.in_(sorted(people)),
            Attendance.removed_at.is_(None),
            Attendance.answer != Answer.NO,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.ends_at > local(first, time(0)),
            CalendarEntry.starts_at < local(last + ONE_DAY, time(0)),
        )
    )
    for row in rows:
        yield Busy(
            person_id=row.person_id, starts_at=_in_london(row.starts_at), ends_at=_in_london(row.ends_at)
        )


def _in_london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(tzinfo=None)


def _sessions(plan: YearPlan, first: date) -> frozenset[date]:
    """The days of the trust's own sessions."""
    rows = db.session.scalars(
        select(CalendarEntry.starts_at)
        .join(Case, Case.id == CalendarEntry.case_id)
        .where(
            Case.kind == SESSIONS,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.starts_at >= local(first, time(0)),
            CalendarEntry.starts_at < local(plan.ends_on + ONE_DAY, time(0)),
        )
    )
    return frozenset(_in_london(one).date() for one in rows)


def _names(people: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(sorted(people))))
    return {row.id: row.name for row in rows}


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
