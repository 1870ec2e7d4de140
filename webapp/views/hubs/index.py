"""The list of hubs, forming one, and taking up the work of one that is in the directory already."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.hubs import FormingForm, ListForm
from webapp import exports, typed
from webapp.access import access, central, workers
from webapp.reader import current
from webapp.rows import find
from webapp.views.hubs.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.errors import NotYet
from workflows.hubs import HubCase, HubFlow
from workflows.hubs.effects import case_of, form_hub, take_up
from workflows.hubs.listing import LIST, Row, to_take_up
from workflows.places import Hub

_HEADER: Final = (
    "Reference",
    "Hub",
    "State",
    "Since",
    "Coordinator",
    "Schools",
    "Next meeting",
    "Whose turn",
    "Due",
    "Late",
)
FORM: Final = Step(
    about="Its coordinator is told, and agrees with the schools what to work on.",
    button="Form this hub",
)
"""What is said above the form with which a hub begins."""


@blueprint.get("/hubs")
@access(workers)
def index() -> str:
    form = ListForm(request.args)
    wish = form.wish(request.args)
    return render_template(
        "hubs/index.html",
        filters=form,
        wish=wish,
        found=LIST.page_of(wish, current.viewer),
        states=HubFlow.states,
        waiting=to_take_up(current.posts, current.trust.id),
        may_form=current.is_central,
        in_use=form.in_use(),
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/hubs.<kind>")
@access(workers)
def export(kind: str) -> Response:
    wish = ListForm(request.args).wish(request.args)
    return exports.export(kind, "hubs", _HEADER, map(_cells, LIST.everything(wish, current.viewer)))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.reference,
        row.title,
        HubFlow.states[row.state].label,
        row.since.date(),
        row.lead,
        row.schools,
        row.meets_on,
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
    )


@blueprint.route("/hubs/new", methods=["GET", "POST"])
@access(central)
def new() -> Response:
    blank = HubCase(version=0, title="")
    form = FormingForm(blank, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> HubCase:
        return form_hub(form.made, current.person, form_key=form.form_key.data)  # type: ignore[arg-type]

    def page() -> str:
        words = {"transition": HubFlow.form, "step": FORM, "home": url_for(".index"), "changes": ()}
        return render_template("hubs/new.html", form=form, case=blank, **words)

    return opened(form, begin, page, said="The hub is there. Its coordinator is told.")


@blueprint.post("/hubs/take-up/<int:hub_id>")
@access(workers)
def begin_work(hub_id: int) -> Response:
    """One press: the hub of the directory becomes work that goes on here."""
    hub = find(Hub, hub_id)
    if not (current.is_central or current.holds("coordinator", hub.id)):
        raise NotFound
    try:
        made = take_up(hub, current.person, form_key=request.form.get("form_key"))
    except NotYet:
        made = case_of(hub.id) or _gone()
    flash("Its work goes on here from now on.", "success")
    return redirect(url_for(".show", reference=made.reference), 303)


def _gone() -> HubCase:
    raise NotFound
