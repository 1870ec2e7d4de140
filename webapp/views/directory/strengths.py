"""Strengths: a person's own, and a school's by its head; and what the school is working on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.directory import StrengthForm, WorkingOnForm
from forms.fields import choice
from webapp.access import access, holding, signed_in
from webapp.reader import current
from webapp.rows import find
from webapp.saving import pressed, saved
from webapp.views.directory.blueprint import Answer, blueprint
from workflows.directory import choices
from workflows.directory import strengths as directory
from workflows.people import Person
from workflows.places import School

heads = holding("head", at="school")


@blueprint.route("/my-strengths", methods=["GET", "POST"])
@access(signed_in)
def my_strengths() -> Answer:
    return _strengths(current.person, url_for(".person", person_id=current.person.id))


@blueprint.post("/my-strengths/<int:strength_id>/remove")
@access(signed_in)
def remove_my_strength(strength_id: int) -> Response:
    return _remove(current.person, strength_id, url_for(".my_strengths"))


@blueprint.route("/schools/<int:school_id>/strengths", methods=["GET", "POST"])
@access(heads)
def school_strengths(school_id: int) -> Answer:
    return _strengths(_led(school_id), url_for(".school", school_id=school_id))


@blueprint.post("/schools/<int:school_id>/strengths/<int:strength_id>/remove")
@access(heads)
def remove_school_strength(school_id: int, strength_id: int) -> Response:
    return _remove(_led(school_id), strength_id, url_for(".school_strengths", school_id=school_id))


@blueprint.route("/schools/<int:school_id>/working-on", methods=["GET", "POST"])
@access(heads)
def working_on(school_id: int) -> Answer:
    school = _led(school_id)
    form = WorkingOnForm(obj=school)
    if saved(form, lambda: directory.say_working_on(school, form.details(), current.person)):
        flash("Thank you. Everybody in the trust can read it.", "success")
        return redirect(url_for(".school", school_id=school_id), 303)
    return _page("directory/working_on.html", form, school=school)


def _led(school_id: int) -> School:
    """A school that the reader is head of; raises NotFound."""
    school = find(School, school_id)
    if not current.holds("head", school.id):
        raise NotFound
    return school


def _strengths(owner: Person | School, back: str) -> Answer:
    form = StrengthForm()
    form.focus_area_id.choices = [choice(area, name) for area, name in choices.focus_areas()]
    if saved(form, lambda: directory.add_strength(owner, form.details(), current.person)):
        flash("Thank you. It is in the directory, and found when somebody asks for support.", "success")
        return redirect(request.path, 303)
    own, known = isinstance(owner, Person), directory.strengths_of(owner)
    return _page("directory/strengths.html", form, own=own, owner=owner, strengths=known, back=back)


def _remove(owner: Person | School, strength_id: int, back: str) -> Response:
    found = directory.find_strength(owner, strength_id)
    if found is not None:
        pressed(lambda: directory.remove_strength(owner, found, current.person), "It is taken out.")
    return redirect(back, 303)


def _page(template: str, form: StrengthForm | WorkingOnForm, **context: object) -> Answer:
    page = render_template(template, form=form, **context)
    return (page, 422) if request.method == "POST" else page
