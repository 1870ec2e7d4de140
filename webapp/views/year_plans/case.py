"""The page of one year, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.steps import StepPages, step_taker, take
from webapp.views.year_plans import story
from webapp.views.year_plans.blueprint import blueprint
from webapp.views.year_plans.page import YearPage
from webapp.views.year_plans.steps import STEPS
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.meetings import MeetingFlow
from workflows.year_plans import YearPlan
from workflows.year_plans import YearPlanFlow as Flow
from workflows.year_plans.queries import find, open_file
from workflows.year_plans.series import ahead_of


@blueprint.get("/<reference>")
@access(case_reader(YearPlan, find=find))
def show(case: YearPlan) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "year_plans/show.html",
        file=file,
        case=case,
        page=YearPage(case, file, current),
        timeline=story.timeline(file.history),
        meeting_states=MeetingFlow.states,
    )


def _words(
    case: YearPlan, doing: Transition, _form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:  # fmt: skip
    return {
        "changes": story.timeline(changes),
        "file": open_file(case, current.posts_on(case)) if doing is Flow.send else None,
        "ahead": ahead_of(case) if doing is Flow.end_series else (),
    }


PAGES: Final = StepPages(STEPS, "year_plans/step.html", _words)


@blueprint.route("/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(YearPlan, find=find))
def step(case: YearPlan, transition: str) -> Response:
    if transition not in STEPS:
        raise NotFound
    return take(case, transition, PAGES)
