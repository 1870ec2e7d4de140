"""The page of one connect session, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.connect import story
from webapp.views.connect.blueprint import blueprint
from webapp.views.connect.page import ConnectPage
from webapp.views.connect.steps import STEPS
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.feedback import feedback_on
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.connect import ConnectSession
from workflows.connect.queries import find, open_file
from workflows.machine import Transition


@blueprint.get("/connect/<reference>")
@access(case_reader(ConnectSession, find=find))
def show(case: ConnectSession) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "connect/show.html",
        file=file,
        case=case,
        page=ConnectPage(case, file, current),
        timeline=story.timeline(file.history),
        feedback=feedback_on(case),
    )


def _words(
    case: ConnectSession, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {"changes": story.timeline(changes), "home": url_for(".show", reference=case.reference)}


def _onwards(case: ConnectSession, doing: Transition) -> str:
    if doing.name in DATE_STEPS:
        return url_for("dates.connect", reference=case.reference)
    return url_for(".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "connect/step.html", _words, _onwards)


@blueprint.route("/connect/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(ConnectSession, find=find))
def step(case: ConnectSession, transition: str) -> Response:
    return take(case, transition, PAGES)
