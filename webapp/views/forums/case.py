"""The page of one forum, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.forums import story
from webapp.views.forums.blueprint import blueprint
from webapp.views.forums.page import ForumPage
from webapp.views.forums.steps import STEPS
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.forums import Forum
from workflows.forums.queries import find, open_file
from workflows.machine import Transition


@blueprint.get("/forums/<reference>")
@access(case_reader(Forum, find=find))
def show(case: Forum) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "forums/show.html",
        file=file,
        case=case,
        page=ForumPage(case, file, current),
        timeline=story.timeline(file.history),
    )


def _words(case: Forum, doing: Transition, form: StepForm, changes: tuple[Happening, ...]) -> dict[str, Any]:
    return {"changes": story.timeline(changes), "home": url_for(".show", reference=case.reference)}


PAGES: Final = StepPages(STEPS, "forums/step.html", _words)


@blueprint.route("/forums/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Forum, find=find))
def step(case: Forum, transition: str) -> Response:
    return take(case, transition, PAGES)
