"""Hubs and the schools in them."""

from __future__ import annotations

from flask import render_template

from forms.administration.hubs import HubForm, JoiningForm, LeavingHubForm
from forms.administration.people import CoordinatorForm
from forms.fields import choice
from webapp.access import access
from webapp.reader import current
from webapp.rows import find
from webapp.saving import saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import administrators_and_lead, blueprint
from workflows.administration import hubs as administration
from workflows.administration import lists
from workflows.clock import today
from workflows.hubs import keeping
from workflows.hubs.listing import references_of
from workflows.people import Person
from workflows.places import Hub, HubMembership


@blueprint.get("/hubs")
@access(administrators_and_lead)
def hubs() -> str:
    return render_template("administration/hubs/list.html", hubs=lists.hubs())


@blueprint.route("/hubs/new", methods=["GET", "POST"])
@access(administrators_and_lead)
def new_hub() -> Answer:
    form = HubForm()
    if saved(form, lambda: administration.create_hub(form.details(), current.person)):
        return done(f"{form.name.data} is there. Now add its schools and a coordinator.", "hubs")
    return page("hubs/edit", form, hub=None)


@blueprint.get("/hubs/<int:hub_id>")
@access(administrators_and_lead)
def hub(hub_id: int) -> str:
    found = find(Hub, hub_id)
    return render_template(
        "administration/hubs/show.html",
        hub=found,
        members=lists.members(found.id),
        offices=lists.offices_at(found.id),
        can_end=current.is_administrator,
        today=today(),
        work=references_of([found.id]).get(found.id),
    )


@blueprint.route("/hubs/<int:hub_id>/edit", methods=["GET", "POST"])
@access(administrators_and_lead)
def edit_hub(hub_id: int) -> Answer:
    found = find(Hub, hub_id)
    form = HubForm(obj=found)
    if saved(form, lambda: keeping.edit(found, form.details(), current.person), stored=found):
        return done("The hub is saved.", "hub", hub_id=hub_id)
    return page("hubs/edit", form, hub=found)


@blueprint.route("/hubs/<int:hub_id>/add-school", methods=["GET", "POST"])
@access(administrators_and_lead)
def add_to_hub(hub_id: int) -> Answer:
    found = find(Hub, hub_id)
    form = JoiningForm(starts_on=today())
    form.school_id.choices = [choice(one.id, one.name) for one in lists.open_schools()]
    if saved(form, lambda: keeping.add_school(found, form.details(), current.person)):
        return done("The school is in the hub.", "hub", hub_id=hub_id)
    return page("hubs/add_school", form, hub=found)


@blueprint.route("/hubs/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@access(administrators_and_lead)
def end_membership(membership_id: int) -> Answer:
    found = find(HubMembership, membership_id)
    hub, school = found.hub, found.school
    form = LeavingHubForm(ends_on=found.ends_on or today())
    if saved(form, lambda: keeping.end_membership(found, form.details(), current.person)):
        return done(f"{school.name}: the end is saved.", "hub", hub_id=hub.id)
    return page("hubs/end_membership", form, membership=found, hub=hub, school=school)


@blueprint.route("/hubs/<int:hub_id>/coordinator", methods=["GET", "POST"])
@access(administrators_and_lead)
def hub_coordinator(hub_id: int) -> Answer:
    found = find(Hub, hub_id)
    form = CoordinatorForm(starts_on=today())
    form.person_id.choices = [choice(one.id, one.name) for one in lists.colleagues()]

    def appoint() -> None:
        person = find(Person, form.person_id.data)
        keeping.appoint_coordinator(person, form.details(found.id), current.person)

    if saved(form, appoint):
        return done("The coordinator is appointed.", "hub", hub_id=hub_id)
    return page("hubs/coordinator", form, hub=found)
