"""The page of one trust-wide session, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.feedback import feedback_on
from webapp.views.steps import StepPages, step_taker, take
from webapp.views.trust_sessions import story
from webapp.views.trust_sessions.blueprint import blueprint
from webapp.views.trust_sessions.page import SessionPage
from webapp.views.trust_sessions.steps import STEPS
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.queries import find, open_file


@blueprint.get("/sessions/<reference>")
@access(case_reader(TrustSession, find=find))
def show(case: TrustSession) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "trust_sessions/show.html",
        file=file,
        case=case,
        page=SessionPage(case, file, current),
        timeline=story.timeline(file.history),
        feedback=feedback_on(case),
    )


def words(
    case: TrustSession, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:  # fmt: skip
    return {"changes": story.timeline(changes), "home": url_for(".show", reference=case.reference)}


def _onwards(case: TrustSession, doing: Transition) -> str:
    return url_for("dates.sessions" if doing.name in DATE_STEPS else ".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "trust_sessions/step.html", words, _onwards)


@blueprint.route("/sessions/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(TrustSession, find=find))
def step(case: TrustSession, transition: str) -> Response:
    return take(case, transition, PAGES)
