"""The page of one visit or offer, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from forms.visits.afterwards import STUCK
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import StepPages, step_taker, take
from webapp.views.visits import story
from webapp.views.visits.blueprint import blueprint
from webapp.views.visits.page import VisitPage
from webapp.views.visits.steps import STEPS
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.visits import Visit
from workflows.visits.queries import find, open_file


@blueprint.get("/visits/<reference>")
@access(case_reader(Visit, find=find))
def show(case: Visit) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "visits/own_offer.html" if case.is_offer else "visits/show.html",
        file=file,
        case=case,
        page=VisitPage(case, file, current),
        timeline=story.timeline(file.history),
        stuck=STUCK,
    )


def _words(case: Visit, doing: Transition, form: StepForm, changes: tuple[Happening, ...]) -> dict[str, Any]:
    return {
        "changes": story.timeline(changes),
        "home": url_for(".show", reference=case.reference),
        "out_of": None,
    }


def _onwards(case: Visit, doing: Transition) -> str:
    return url_for("dates.visits" if doing.name in DATE_STEPS else ".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "visits/step.html", _words, _onwards)


@blueprint.route("/visits/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Visit, find=find))
def step(case: Visit, transition: str) -> Response:
    return take(case, transition, PAGES)
