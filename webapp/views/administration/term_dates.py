"""Term dates and INSET days of the trust, and of schools where they differ."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.administration.term_dates import TermDatesForm
from webapp.access import access
from webapp.reader import current
from webapp.rows import find
from webapp.saving import pressed, saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import administrators_and_lead, blueprint
from workflows.administration import lists
from workflows.administration import term_dates as administration
from workflows.administration.term_dates import TermDates, YearDates
from workflows.clock import today
from workflows.places import School
from workflows.school_calendar import academic_year, academic_year_name

FURTHEST = 3
"""Academic years ahead, and behind, whose dates can be entered."""


@blueprint.get("/term-dates")
@access(administrators_and_lead)
def term_dates() -> str:
    this = academic_year(today())
    known = administration.years_of(current.trust.id)
    years = sorted({this - 1, this, this + 1, *known}, reverse=True)
    return render_template(
        "administration/term_dates/list.html",
        years=[(year, academic_year_name(year), known.get(year)) for year in years],
        this=this,
        this_name=academic_year_name(this),
        next_name=academic_year_name(this + 1),
        own=administration.schools_with_own_dates(current.trust.id, this),
        schools=lists.open_schools(),
    )


@blueprint.route("/term-dates/<int:year>", methods=["GET", "POST"])
@access(administrators_and_lead)
def trust_dates(year: int) -> Answer:
    _check(year)
    start = administration.dates_of(current.trust.id, year)
    copied = _copy_of(current.trust.id, year)
    form = _form(copied if copied and "copy" in request.args else start, year)
    if saved(
        form,
        lambda: administration.save_trust_dates(current.trust, form.dates(year), current.person),
        stored={"dates": start},
    ):
        return done(f"The dates for {academic_year_name(year)} are saved.", "term_dates")
    return _page(form, year, None, can_copy=copied is not None and start is None)


@blueprint.route("/schools/<int:school_id>/term-dates/<int:year>", methods=["GET", "POST"])
@access(administrators_and_lead)
def school_dates(school_id: int, year: int) -> Answer:
    _check(year)
    school = find(School, school_id)
    dates = administration.dates_for_school(school, year)
    form = _form(dates, year)
    own = year in administration.own_years(school.id)
    kept: list[bool] = []
    if saved(
        form,
        lambda: kept.append(
            administration.save_school_dates(school, current.trust, form.dates(year), current.person)
        ),
        stored={"dates": dates},
    ):
        what = "has its own dates" if any(kept) else "follows the trust's dates"
        return done(f"{school.name} {what} in {academic_year_name(year)}.", "term_dates")
    return _page(form, year, school, has_own=own)


@blueprint.post("/schools/<int:school_id>/term-dates/<int:year>/follow")
@access(administrators_and_lead)
def follow_trust(school_id: int, year: int) -> Response:
    _check(year)
    school = find(School, school_id)
    pressed(
        lambda: administration.follow_trust(school, current.trust, year, current.person),
        f"{school.name} follows the trust's dates again.",
    )
    return redirect(url_for(".term_dates"), 303)


def _check(year: int) -> None:
    if abs(year - academic_year(today())) > FURTHEST:
        raise NotFound


def _copy_of(place_id: int, year: int) -> YearDates | None:
    before = administration.dates_of(place_id, year - 1)
    return administration.shifted(before) if before else None


def _form(start: YearDates | None, year: int) -> TermDatesForm:
    empty = YearDates(year, (TermDates(),) * 3)
    return TermDatesForm(data=TermDatesForm.filled(start or empty))


def _page(form: TermDatesForm, year: int, school: School | None, **context: object) -> Answer:
    return page(
        "term_dates/edit",
        form,
        school=school,
        year=year,
        name=academic_year_name(year),
        bank_holidays=administration.bank_holidays(year),
        **context,
    )
