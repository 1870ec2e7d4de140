"""The tree of focus areas."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.administration.focus_areas import FocusAreaForm, NewFocusAreaForm
from forms.fields import choice
from webapp.access import access
from webapp.reader import current
from webapp.rows import find, key
from webapp.saving import pressed, saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import administrators_and_lead, blueprint
from workflows.administration import focus_areas as administration
from workflows.giving import FocusArea, FocusKind


@blueprint.get("/focus-areas")
@access(administrators_and_lead)
def focus_areas() -> str:
    branches = administration.tree(retired=True)
    return render_template("administration/focus_areas/list.html", branches=branches)


@blueprint.route("/focus-areas/new", methods=["GET", "POST"])
@access(administrators_and_lead)
def new_focus_area() -> Answer:
    form = NewFocusAreaForm(parent_id=key("within"))
    _offer_parents(form)
    if saved(form, lambda: administration.add_focus_area(form.new(), current.person)):
        return done(f"“{form.name.data}” can be chosen now.", "focus_areas")
    return page("focus_areas/new", form)


@blueprint.route("/focus-areas/<int:area_id>", methods=["GET", "POST"])
@access(administrators_and_lead)
def edit_focus_area(area_id: int) -> Answer:
    found = find(FocusArea, area_id)
    form = FocusAreaForm(obj=found)
    _offer_parents(form, but=found)
    if saved(
        form, lambda: administration.edit_focus_area(found, form.details(), current.person), stored=found
    ):
        return done("The focus area is saved.", "focus_areas")
    return page("focus_areas/edit", form, area=found, beside=administration.siblings(found))


@blueprint.post("/focus-areas/<int:area_id>/move")
@access(administrators_and_lead)
def move_focus_area(area_id: int) -> Response:
    found = find(FocusArea, area_id)
    step = -1 if request.form.get("step") == "up" else 1
    pressed(lambda: administration.move_focus_area(found, step, current.person), f"“{found.name}” is moved.")
    return redirect(url_for(".edit_focus_area", area_id=area_id), 303)


@blueprint.post("/focus-areas/<int:area_id>/retire")
@access(administrators_and_lead)
def retire_focus_area(area_id: int) -> Response:
    found = find(FocusArea, area_id)
    pressed(
        lambda: administration.retire_focus_area(found, current.person),
        f"“{found.name}” is no longer offered. Where it was chosen, it still shows.",
    )
    return redirect(url_for(".focus_areas"), 303)


@blueprint.post("/focus-areas/<int:area_id>/offer-again")
@access(administrators_and_lead)
def offer_focus_area(area_id: int) -> Response:
    found = find(FocusArea, area_id)
    pressed(lambda: administration.offer_again(found, current.person), f"“{found.name}” can be chosen again.")
    return redirect(url_for(".focus_areas"), 303)


def _offer_parents(form: FocusAreaForm, but: FocusArea | None = None) -> None:
    """Offer what this could be part of: rings for areas, tags for tags."""
    wanted = {FocusKind.AREA: FocusKind.RING, FocusKind.TAG: FocusKind.TAG}
    tops = [branch.area for branch in administration.tree()]
    if but is not None:
        tops = [top for top in tops if top.kind is wanted.get(but.kind) and top.id != but.id]
        if but.parent is not None and but.parent not in tops:
            tops.append(but.parent)
    form.parent_id.choices = [choice(top.id, top.name) for top in tops]
