"""Who could be the mentor in one pairing: the ranked list, and choosing or proposing one of them."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.pairings.finding import MentorForm
from webapp.access import access
from webapp.reader import current
from webapp.views.pairings.blueprint import blueprint
from webapp.views.steps import step_taker, submit, way_on
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings import PairingFlow as Flow
from workflows.pairings.finding import mentors_for
from workflows.perform import may

MOST_SHOWN = 25


@blueprint.route("/pairings/<reference>/mentors", methods=["GET", "POST"])
@access(step_taker(Pairing))
def mentors(case: Pairing) -> Response:
    doing = _naming(case)
    if case.state != Flow.requested.name and request.method == "GET":
        flash(f"No mentor is looked for at present: this is “{case.state_now.label}”.", "info")
        return redirect(url_for(".show", reference=case.reference))
    form = MentorForm(case, chooses=doing.name == "choose")
    outcome = submit(case, doing, form)
    if outcome.done:
        return way_on(case, url_for(".show", reference=case.reference))
    found = mentors_for(case, tell_conflicts=current.is_central)
    page = render_template(
        "pairings/find.html", case=case, form=form, found=found, doing=doing, most=MOST_SHOWN
    )
    return make_response(page, outcome.status)


def _naming(case: Pairing) -> Transition:
    """How this reader names a mentor; raises NotFound for those who do not."""
    for doing in (Flow.transitions["choose"], Flow.transitions["propose"]):
        if may(case, doing, current.posts_on(case)):
            return doing
    raise NotFound
