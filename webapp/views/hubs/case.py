"""The page of one hub, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.hubs import story
from webapp.views.hubs.blueprint import blueprint
from webapp.views.hubs.page import HubPage
from webapp.views.hubs.steps import STEPS
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.clock import today
from workflows.hubs import HubCase
from workflows.hubs.queries import find, open_file
from workflows.machine import Transition


@blueprint.get("/hubs/<reference>")
@access(case_reader(HubCase, find=find))
def show(case: HubCase) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "hubs/show.html",
        file=file,
        case=case,
        page=HubPage(case, file, current),
        timeline=story.timeline(file.history),
        today=today(),
    )


def _words(
    case: HubCase, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {"changes": story.timeline(changes), "home": url_for(".show", reference=case.reference)}


PAGES: Final = StepPages(STEPS, "hubs/step.html", _words)


@blueprint.route("/hubs/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(HubCase, find=find))
def step(case: HubCase, transition: str) -> Response:
    return take(case, transition, PAGES)
