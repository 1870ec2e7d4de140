"""Conflicts of interest: one's own, and all of them for the central team."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.directory import ConflictForm
from forms.fields import choice
from webapp.access import access, central, signed_in
from webapp.reader import current
from webapp.saving import pressed, saved
from webapp.views.directory.blueprint import Answer, blueprint
from workflows.administration import lists
from workflows.directory import choices
from workflows.directory import conflicts as directory


@blueprint.route("/conflicts", methods=["GET", "POST"])
@access(signed_in)
def conflicts() -> Answer:
    form = ConflictForm()
    form.with_school_id.choices = [choice(row.id, row.name) for row in choices.all_schools()]
    form.with_person_id.choices = [
        choice(row.id, row.name) for row in lists.colleagues(but=current.person.id)
    ]
    if saved(form, lambda: directory.declare(current.person, form.details())):
        flash("Thank you. It is kept in mind when support is brokered.", "success")
        return redirect(request.path, 303)
    page = render_template(
        "directory/conflicts.html",
        form=form,
        person=current.person,
        declared=directory.declared(current.person.id),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/conflicts/<int:conflict_id>/end")
@access(signed_in)
def end_conflict(conflict_id: int) -> Response:
    found = directory.find(conflict_id, current.person)
    if found is not None:
        pressed(lambda: directory.end(found, current.person), "It is over from today on.")
    return redirect(url_for(".conflicts"), 303)


@blueprint.get("/conflicts/all")
@access(central)
def all_conflicts() -> str:
    return render_template("directory/all_conflicts.html", declared=directory.declared())
