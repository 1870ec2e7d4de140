"""Schools: profile, what they are working on, closing."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from forms.administration.schools import ClosingForm, NewSchoolForm, SchoolForm
from webapp.access import access, administrators
from webapp.reader import current
from webapp.rows import find
from webapp.saving import pressed, saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows.administration import lists
from workflows.administration import schools as administration
from workflows.administration.term_dates import own_years
from workflows.clock import today
from workflows.places import School
from workflows.school_calendar import academic_year, academic_year_name


@blueprint.get("/schools")
@access(administrators)
def schools() -> str:
    return render_template("administration/schools/list.html", schools=lists.schools())


@blueprint.route("/schools/new", methods=["GET", "POST"])
@access(administrators)
def new_school() -> Answer:
    form = NewSchoolForm()
    if saved(form, lambda: administration.add_school(form.details(), current.person)):
        return done(f"{form.name.data} is added.", "schools")
    return page("schools/new", form)


@blueprint.get("/schools/<int:school_id>")
@access(administrators)
def school(school_id: int) -> str:
    found = find(School, school_id)
    this = academic_year(today())
    offices = lists.offices_at(found.id)
    return render_template(
        "administration/schools/show.html",
        school=found,
        hubs=lists.hubs_of_school(found.id),
        offices=offices,
        own_years=own_years(found.id),
        has_head=any(office.role == "head" for office in offices),
        years=[(year, academic_year_name(year)) for year in (this, this + 1)],
    )


@blueprint.route("/schools/<int:school_id>/edit", methods=["GET", "POST"])
@access(administrators)
def edit_school(school_id: int) -> Answer:
    found = find(School, school_id)
    form = SchoolForm(obj=found)
    if saved(form, lambda: administration.edit_school(found, form.details(), current.person), stored=found):
        return done("The profile is saved.", "school", school_id=school_id)
    return page("schools/edit", form, school=found)


@blueprint.route("/schools/<int:school_id>/close", methods=["GET", "POST"])
@access(administrators)
def close_school(school_id: int) -> Answer:
    found = find(School, school_id)
    form = ClosingForm(obj=found)
    if saved(form, lambda: administration.close_school(found, form.details(), current.person)):
        return done("The closing is saved.", "school", school_id=school_id)
    return page("schools/close", form, school=found, offices=lists.offices_at(found.id))


@blueprint.post("/schools/<int:school_id>/reopen")
@access(administrators)
def reopen_school(school_id: int) -> Response:
    found = find(School, school_id)
    pressed(lambda: administration.reopen_school(found, current.person), f"{found.name} is open.")
    return redirect(url_for(".school", school_id=school_id), 303)
