"""The trust's own settings, what roles are called, and the reminder ladder."""

from __future__ import annotations

from datetime import date, datetime

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from forms.administration.settings import (
    EVERY_KIND,
    LadderForm,
    RolesForm,
    RungForm,
    TrustForm,
    date_reminders_form,
)
from webapp.access import access, administrators
from webapp.reader import current
from webapp.saving import pressed, saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows.administration import settings as administration
from workflows.clock import today
from workflows.dates.remindings import USUAL
from workflows.machine import all_workflows
from workflows.people import ROLE_LABELS, role_label
from workflows.reminders import Rung, ladder_of
from workflows.school_calendar import CENTRAL

EXAMPLE_DAYS = 20
"""Working days of the turn in whose dates the ladder is shown, unless others are chosen."""
SPARE_RUNGS = 2


@blueprint.route("/settings", methods=["GET", "POST"])
@access(administrators)
def settings() -> Answer:
    form = TrustForm(obj=current.trust)
    trust = current.trust
    if saved(form, lambda: administration.edit_trust(trust, form.details(), current.person), stored=trust):
        return done("The settings are saved.", "settings")
    return page("settings/trust", form)


@blueprint.route("/settings/roles", methods=["GET", "POST"])
@access(administrators)
def role_names() -> Answer:
    labels = {role: role_label(current.trust, role) for role in ROLE_LABELS}
    form = RolesForm(data=labels)
    if saved(
        form, lambda: administration.name_roles(current.trust, form.labels(), current.person), stored=labels
    ):
        return done("The names of the roles are saved.", "role_names")
    return page("settings/roles", form, roles=ROLE_LABELS)


@blueprint.route("/reminders", methods=["GET", "POST"])
@access(administrators)
def reminders() -> Answer:
    form = _ladder_form()
    if request.form.get("press") == "preview":
        form.validate_on_submit()
    elif saved(
        form,
        lambda: administration.set_ladder(current.trust, form.ladder(), current.person),
        stored={"ladder": ladder_of(current.trust)},
    ):
        return done("The reminders are saved. They hold for turns that begin from now on.", "reminders")
    shown = page("settings/reminders", form, example=_example(form))
    return shown if form.errors or not isinstance(shown, tuple) else shown[0]


@blueprint.post("/reminders/reset")
@access(administrators)
def reset_reminders() -> Response:
    pressed(
        lambda: administration.reset_ladder(current.trust, current.person),
        "The usual reminders hold again, for turns that begin from now on.",
    )
    return redirect(url_for(".reminders"), 303)


@blueprint.route("/date-reminders", methods=["GET", "POST"])
@access(administrators)
def date_reminders() -> Answer:
    kinds = {flow.slug: f"{flow.noun}s" for flow in all_workflows()}
    stored = {EVERY_KIND: list(USUAL), **current.trust.date_reminders}
    form = date_reminders_form(kinds, stored)
    trust = current.trust
    if saved(
        form, lambda: administration.set_date_reminders(trust, form.days(), current.person), stored=stored
    ):
        return done("The reminders are saved. Dates that stand already follow.", "date_reminders")
    return page("settings/date_reminders", form)


def _ladder_form() -> LadderForm:
    rungs = [RungForm.filled(rung) for rung in ladder_of(current.trust)]
    start = CENTRAL.add_working_days(today(), 0)
    form = LadderForm(
        data={
            "rungs": [*rungs, *({} for _ in range(SPARE_RUNGS))],
            "example_starts_on": start,
            "example_due_on": CENTRAL.add_working_days(start, EXAMPLE_DAYS),
        }
    )
    form.name_copies({role: role_label(current.trust, role) for role in administration.COPIED})
    return form


def _example(form: LadderForm) -> tuple[date, date, list[tuple[Rung, datetime]]] | None:
    """The days of the example, and when its reminders come; None while what was typed makes no sense."""
    start, due_on = form.example_starts_on.data, form.example_due_on.data
    if form.errors or start is None or due_on is None or due_on < start:
        return None
    return start, due_on, administration.preview(form.ladder(), CENTRAL, start, due_on)
