"""People, their appointments, invitations and days to give."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.administration.people import (
    AllowanceForm,
    AppointmentForm,
    EndForm,
    NewPersonForm,
    PeopleFilter,
    PersonForm,
)
from forms.fields import choice
from webapp.access import access, administrators
from webapp.reader import current
from webapp.rows import find, key
from webapp.saving import pressed, saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows.administration import lists, oversight
from workflows.administration import people as administration
from workflows.administration.lists import ADMINISTERED, PeopleWanted
from workflows.administration.people import ROLES_AT
from workflows.clock import today
from workflows.giving import Ledger
from workflows.people import Appointment, Person, role_label
from workflows.school_calendar import academic_year, academic_year_name


@blueprint.get("/people")
@access(administrators)
def people() -> str:
    form = PeopleFilter(request.args)
    form.school.choices = schools_to_choose()
    form.validate()
    asked = form.given()
    wanted = PeopleWanted(asked.get("q", ""), asked.get("school"), asked.get("who", "here"))
    found = lists.people(wanted, before=key("before"), after=key("after"))
    return render_template("administration/people/list.html", filter=form, asked=asked, page=found)


@blueprint.route("/people/new", methods=["GET", "POST"])
@access(administrators)
def new_person() -> Answer:
    form = NewPersonForm()
    form.school_id.choices = schools_to_choose()
    _offer_roles(form)
    if saved(form, lambda: administration.welcome(form.details(), form.first_role(), current.person)):
        known = administration.person_with(form.email.data or "")
        return done(_welcomed(form), "person", person_id=known.id)
    return page("people/new", form)


@blueprint.get("/people/<int:person_id>")
@access(administrators)
def person(person_id: int) -> str:
    found = find(Person, person_id)
    year = academic_year(today())
    return render_template(
        "administration/people/show.html",
        person=found,
        offices=lists.offices_of([found.id]),
        overseers=oversight.overseers_of(found),
        overseen=oversight.overseen_by(found),
        invitation=lists.invitation_of(found.id),
        ledger=Ledger(current.trust, year, {found.id}),
        year=year,
        year_name=academic_year_name(year),
        next_year_name=academic_year_name(year + 1),
        today=today(),
    )


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@access(administrators)
def edit_person(person_id: int) -> Answer:
    found = find(Person, person_id)
    form = PersonForm(obj=found)
    form.school_id.choices = schools_to_choose(found)
    if saved(form, lambda: administration.edit_person(found, form.details(), current.person), stored=found):
        return done("The changes are saved.", "person", person_id=person_id)
    return page("people/edit", form, person=found)


@blueprint.post("/people/<int:person_id>/invite")
@access(administrators)
def invite_person(person_id: int) -> Response:
    found = find(Person, person_id)
    pressed(
        lambda: administration.invite_person(found, current.person),
        f"An invitation is on its way to {found.email}.",
    )
    return redirect(url_for(".person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/back")
@access(administrators)
def bring_back(person_id: int) -> Response:
    found = find(Person, person_id)
    pressed(
        lambda: administration.bring_back(found, current.person),
        f"{found.name} is back. Give them their roles, and invite them.",
    )
    return redirect(url_for(".person", person_id=person_id), 303)


@blueprint.route("/people/<int:person_id>/appoint", methods=["GET", "POST"])
@access(administrators)
def appoint_person(person_id: int) -> Answer:
    found = find(Person, person_id)
    form = AppointmentForm(starts_on=today())
    _offer_roles(form)
    if saved(form, lambda: administration.appoint_to(found, form.details(), current.person)):
        return done("The appointment is saved.", "person", person_id=person_id)
    return page("people/appoint", form, person=found)


@blueprint.route("/appointments/<int:appointment_id>/end", methods=["GET", "POST"])
@access(administrators)
def end_appointment(appointment_id: int) -> Answer:
    found = find(Appointment, appointment_id)
    if found.place.kind not in ADMINISTERED:
        raise NotFound
    form = EndForm(ends_on=found.ends_on or today())
    if saved(form, lambda: administration.end_appointment(found, form.details(), current.person)):
        return done("The end of the appointment is saved.", "person", person_id=found.person_id)
    label = role_label(current.trust, found.role)
    return page("people/end_appointment", form, appointment=found, label=label)


@blueprint.route("/people/<int:person_id>/days/<int:year>", methods=["GET", "POST"])
@access(administrators)
def days_to_give(person_id: int, year: int) -> Answer:
    found = find(Person, person_id)
    if year not in (academic_year(today()), academic_year(today()) + 1):
        raise NotFound
    ledger = Ledger(current.trust, year, {found.id})
    form = AllowanceForm(days=ledger.allowed.get(found.id, ledger.usual))
    if saved(form, lambda: administration.set_allowance(found, form.details(year), current.person)):
        return done("The days are saved.", "person", person_id=person_id)
    return page(
        "people/days", form, person=found, year=year, year_name=academic_year_name(year), ledger=ledger
    )


@blueprint.post("/people/<int:person_id>/days/<int:year>/usual")
@access(administrators)
def usual_days(person_id: int, year: int) -> Response:
    found = find(Person, person_id)
    pressed(
        lambda: administration.clear_allowance(found, year, current.person),
        f"{found.name} has the trust's usual days again.",
    )
    return redirect(url_for(".person", person_id=person_id), 303)


def schools_to_choose(person: Person | None = None) -> list[Any]:
    """The open schools, for a list to choose from; and somebody's own, even if it has closed."""
    found = {one.id: one.name for one in lists.open_schools()}
    if person is not None and person.school is not None:
        found.setdefault(person.school.id, person.school.name)
    return [choice(school_id, name) for school_id, name in found.items()]


def _offer_roles(form: AppointmentForm | NewPersonForm) -> None:
    roles = dict.fromkeys(role for at in ROLES_AT.values() for role in at)
    form.role.choices = [choice(role, role_label(current.trust, role)) for role in roles]
    form.place_id.choices = [choice(one.id, one.name) for one in lists.places(current.trust)]


def _welcomed(form: NewPersonForm) -> str:
    invited = f", and an invitation is on its way to {form.email.data}" if form.invite.data else ""
    return f"{form.name.data} is added{invited}."
