"""Which dates somebody may see, as one rule in SQL and in Python, and the lists that follow from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased, with_polymorphic

from workflows.cases import Case
from workflows.clock import LONDON, local, today
from workflows.database import db
from workflows.dates.details import LONGEST, MIDNIGHT
from workflows.dates.model import Answer, Attendance, Audience, CalendarEntry, EntrySchool
from workflows.places import HubMembership
from workflows.visibility import Viewer, may_see, posts_on, visible_to, works_in_trust

PAGE: Final = 25
LARGEST_ID: Final = 2**31

_ANY_CASE: Final = with_polymorphic(Case, [Case])
"""What every case has, without the table of each kind."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which dates a reader of the calendar wants to see, of those that they may see."""

    hub_id: int | None = None
    school_id: int | None = None
    #: the slug of a workflow
    kind: str = ""
    #: only what they are asked to
    mine: bool = False


EVERYTHING: Final = Wanted()


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """A date as a line of the calendar."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str
    link: str
    #: of its case
    kind: str
    reference: str
    #: what the reader has answered; none where they are not asked
    answer: Answer | None
    sees_case: bool

    @property
    def days(self) -> list[date]:
        """Every day on which it goes on."""
        return days_of(self.starts_at, self.ends_at)

    @property
    def is_asked(self) -> bool:
        return self.answer is not None

    @property
    def key(self) -> str:
        """Where a page of a list goes on."""
        return f"{self.starts_at.isoformat()}~{self.id}"


def days_of(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The days in London on which something goes on; what ends at midnight does not reach the day after."""
    first = starts_at.astimezone(LONDON).date()
    last = (ends_at.astimezone(LONDON) - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# The rule


def may_see_date(entry: CalendarEntry, viewer: Viewer) -> bool:
    """Whether the viewer may see this date; the twin of `visible`."""
    if any(one.person_id == viewer.person_id for one in entry.asked):
        return True
    if entry.audience is Audience.STAFF and works_in_trust(viewer.offices):
        return True
    if entry.case.flow.dates_are_private:
        return False
    return may_see(entry.case, posts_on(viewer.person_id, entry.case))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which the viewer may see a date; the twin of `may_see_date`."""
    for_staff = CalendarEntry.audience == Audience.STAFF if works_in_trust(viewer.offices) else false()
    return or_(asked_to(viewer.person_id), for_staff, of_visible_case(viewer, with_dates=True))


def asked_to(person_id: int) -> ColumnElement[bool]:
    """The condition under which the person is asked to a date."""
    return CalendarEntry.id.in_(
        select(Attendance.entry_id).where(Attendance.person_id == person_id, Attendance.removed_at.is_(None))
    )


def of_visible_case(viewer: Viewer, *, with_dates: bool = False) -> ColumnElement[bool]:
    """The condition under which the viewer may see the case of a date, of whatever kind it is.

    `with_dates` leaves out kinds of case whose dates are for those asked alone.
    """
    return or_(
        false(),
        *(
            exists(
                select(kind.id)
                .where(kind.id == CalendarEntry.case_id, visible_to(kind, viewer))
                .correlate(CalendarEntry)
            )
            for kind in Case.__subclasses__()
            if not (with_dates and kind.flow.dates_are_private)
        ),
    )


# Narrower


def at_schools(schools: Any) -> ColumnElement[bool]:
    """The condition under which a date concerns one of these schools (ids, or a SELECT of them)."""
    return CalendarEntry.id.in_(select(EntrySchool.entry_id).where(EntrySchool.school_id.in_(schools)))


def schools_in_hub(hub_id: int, on: date) -> Select[int]:
    """The ids of the schools that are in the hub on this day."""
    return select(HubMembership.school_id).where(
        HubMembership.hub_id == hub_id,
        HubMembership.starts_on <= on,
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > on),
    )


def chosen(wanted: Wanted, viewer: Viewer) -> ColumnElement[bool]:
    """What the reader wants to see of what they may see."""
    conditions: list[ColumnElement[bool]] = [visible(viewer)]
    if wanted.mine:
        conditions.append(asked_to(viewer.person_id))
    if wanted.school_id is not None:
        conditions.append(at_schools([wanted.school_id]))
    if wanted.hub_id is not None:
        conditions.append(at_schools(schools_in_hub(wanted.hub_id, today())))
    if wanted.kind:
        conditions.append(_ANY_CASE.kind == wanted.kind)
    return and_(*conditions)


def during(first: date, last: date) -> ColumnElement[bool]:
    """The condition under which a date goes on at some time from the first day to the last."""
    begins, ends = local(first, MIDNIGHT), local(date.fromordinal(last.toordinal() + 1), MIDNIGHT)
    # What lasts longest began that long ago: so that the index of starts bounds it on both sides.
    return and_(
        CalendarEntry.starts_at < ends,
        CalendarEntry.starts_at > begins - 2 * LONGEST,
        CalendarEntry.ends_at > begins,
    )


# Lists


def dates_between(first: date, last: date, *, viewer: Viewer, wanted: Wanted = EVERYTHING) -> list[DateLine]:
    """The dates from one day to another that stand, earliest first, in one statement."""
    statement = _lines(viewer).where(chosen(wanted, viewer), during(first, last), _STANDS)
    return _read(statement.order_by(CalendarEntry.starts_at, CalendarEntry.id))


def how_many_on(first: date, last: date, *, viewer: Viewer, wanted: Wanted = EVERYTHING) -> Counter[date]:
    """How many dates that stand there are on each day; days without any are left out."""
    rows = db.session.execute(
        select(CalendarEntry.starts_at, CalendarEntry.ends_at)
        .join(_ANY_CASE, _ANY_CASE.id == CalendarEntry.case_id)
        .where(chosen(wanted, viewer), during(first, last), _STANDS)
    )
    found = Counter(day for row in rows for day in days_of(row.starts_at, row.ends_at))
    return Counter({day: count for day, count in found.items() if first <= day <= last})


@dataclass(frozen=True)
class DatePage:
    """A page of the list, earliest first; a key is empty where there is nothing more that way."""

    rows: tuple[DateLine, ...]
    earlier: str = ""
    later: str = ""


def page_of_dates(
    start: date, viewer: Viewer, *, wanted: Wanted = EVERYTHING, after: str = "", before: str = ""
) -> DatePage:
    """Dates from a day on, or those beyond a key; a key that makes no sense counts as none."""
    statement = _lines(viewer).where(chosen(wanted, viewer), _STANDS)
    if (known := _place(before)) is not None:
        return _page_before(statement, known)
    known = _place(after)
    since = CalendarEntry.ends_at > local(start, MIDNIGHT) if known is None else _later_than(known)
    forth = (CalendarEntry.starts_at, CalendarEntry.id)
    rows = _read(statement.where(since).order_by(*forth).limit(PAGE + 1))
    earlier = rows[0].key if rows else f"{local(start, MIDNIGHT).isoformat()}~0"
    return DatePage(tuple(rows[:PAGE]), earlier, rows[PAGE - 1].key if len(rows) > PAGE else "")


def _page_before(statement: Select[*tuple[Any, ...]], known: tuple[datetime, int]) -> DatePage:
    back = (CalendarEntry.starts_at.desc(), CalendarEntry.id.desc())
    rows = _read(statement.where(_earlier_than(known)).order_by(*back).limit(PAGE + 1))
    shown = tuple(reversed(rows[:PAGE]))
    earlier = shown[0].key if len(rows) > PAGE else ""
    return DatePage(shown, earlier, shown[-1].key if shown else f"{known[0].isoformat()}~0")


_STANDS: Final = CalendarEntry.cancelled_at.is_(None)


def _lines(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    own = aliased(Attendance)
    is_own = (
        (own.entry_id == CalendarEntry.id) & (own.person_id == viewer.person_id) & own.removed_at.is_(None)
    )
    return (
        select(
            CalendarEntry.id, CalendarEntry.title, CalendarEntry.starts_at, CalendarEntry.ends_at,
            CalendarEntry.all_day, CalendarEntry.place, CalendarEntry.link, _ANY_CASE.kind,
            _ANY_CASE.reference, own.answer, of_visible_case(viewer).label("sees_case"),
        )
        .join(_ANY_CASE, _ANY_CASE.id == CalendarEntry.case_id)
        .outerjoin(own, is_own)
    )  # fmt: skip


def _read(statement: Select[*tuple[Any, ...]]) -> list[DateLine]:
    rows = db.session.execute(statement)
    return [DateLine(**{**row._mapping, "sees_case": bool(row.sees_case)}) for row in rows]


def _place(key: str) -> tuple[datetime, int] | None:
    """Start and id of the date that a key names."""
    moment, _, row_id = key.partition("~")
    try:
        starts_at, last = datetime.fromisoformat(moment).astimezone(UTC), int(row_id)
    except (ValueError, OverflowError):
        return None
    return (starts_at, last) if 0 <= last < LARGEST_ID else None


def _later_than(known: tuple[datetime, int]) -> ColumnElement[bool]:
    at, row_id = known
    return or_(CalendarEntry.starts_at > at, (CalendarEntry.starts_at == at) & (CalendarEntry.id > row_id))


def _earlier_than(known: tuple[datetime, int]) -> ColumnElement[bool]:
    at, row_id = known
    return or_(CalendarEntry.starts_at < at, (CalendarEntry.starts_at == at) & (CalendarEntry.id < row_id))
