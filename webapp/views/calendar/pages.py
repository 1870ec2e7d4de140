"""The trust calendar: the year at a glance, a month, and a list."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import render_template, request

from forms.calendar import CalendarFilter
from webapp.access import access, signed_in
from webapp.reader import current
from webapp.views.calendar import grids
from webapp.views.calendar.blueprint import blueprint
from workflows.clock import today
from workflows.database import db
from workflows.dates.queries import dates_between, how_many_on, page_of_dates
from workflows.dates.school_days import landmarks
from workflows.places import School
from workflows.school_calendar import SchoolCalendar, academic_year, academic_year_name, calendars

YEARS = range(2000, 2100)
"""Academic years that anybody could look at; an address beyond them shows this one."""


@blueprint.get("/calendar")
@access(signed_in)
def year() -> str:
    shown = _year(request.args.get("year", ""))
    first, last = grids.year_span(shown)
    form, calendar, whose = _what_to_show()
    counts = how_many_on(first, last, viewer=current.viewer, wanted=form.wanted())
    return _page(
        "year",
        form,
        months=[
            grids.month_of(one, calendar, today=today(), counts=counts) for one in grids.months_in(shown)
        ],
        landmarks=landmarks(calendar, first, last),
        whose=whose,
        knows_terms=shown in calendar.years,
        name=academic_year_name(shown),
        earlier=(shown - 1, academic_year_name(shown - 1)),
        later=(shown + 1, academic_year_name(shown + 1)),
        total=counts.total(),
    )


@blueprint.get("/calendar/month")
@access(signed_in)
def month() -> str:
    first = _month(request.args.get("month", ""))
    form, calendar, whose = _what_to_show()
    last = grids.next_month(first) - grids.ONE_DAY
    dates = dates_between(first, last, viewer=current.viewer, wanted=form.wanted())
    return _page(
        "month",
        form,
        month=grids.month_of(first, calendar, today=today(), dates=dates),
        whose=whose,
        total=len(dates),
        earlier=grids.month_before(first),
        later=grids.next_month(first),
    )


@blueprint.get("/calendar/list")
@access(signed_in)
def listing() -> str:
    start = _day(request.args.get("from", ""))
    form, calendar, _ = _what_to_show()
    after, before = request.args.get("after", ""), request.args.get("before", "")
    found = page_of_dates(start, current.viewer, wanted=form.wanted(), after=after, before=before)
    # What began before the day that was asked for goes on during it.
    lines = [(max(one.days[0], start) if not (after or before) else one.days[0], one) for one in found.rows]
    days = [(day, [one for _, one in of_day]) for day, of_day in groupby(lines, key=lambda pair: pair[0])]
    return _page(
        "list",
        form,
        found=found,
        start=start,
        days=days,
        notes=grids.notes_on([day for day, _ in days], calendar),
        is_first=not (after or before),
    )


def _page(template: str, form: CalendarFilter, **more: Any) -> str:
    return render_template(
        f"calendar/{template}.html",
        filters=form,
        in_use=form.in_use(),
        kept=form.arguments(),
        weekdays=grids.WEEKDAYS,
        today=today(),
        **more,
    )


def _what_to_show() -> tuple[CalendarFilter, SchoolCalendar, str]:
    """The filters, and term dates with whose they are: of the school that is asked for, else of one's own."""
    form = CalendarFilter(request.args)
    place = form.wanted().school_id or current.person.school_id
    school = db.session.get(School, place) if place else None
    known = calendars(current.trust)
    if school is None:
        return form, known.of_school(current.trust.id), current.trust.name
    return form, known.of_school(school.id), school.name


def _year(asked: str) -> int:
    given = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return given if given in YEARS else academic_year(today())


def _month(asked: str) -> date:
    return _real_day(f"{asked}-01") or today().replace(day=1)


def _day(asked: str) -> date:
    return _real_day(asked) or today()


def _real_day(asked: str) -> date | None:
    try:
        found = date.fromisoformat(asked)
    except ValueError:
        return None
    return found if found.year in YEARS else None
