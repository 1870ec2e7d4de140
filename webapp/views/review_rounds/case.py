"""The page of one round, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.review_rounds import story
from webapp.views.review_rounds.blueprint import blueprint
from webapp.views.review_rounds.page import RoundPage, beside
from webapp.views.review_rounds.steps import STEPS
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.errors import Refused
from workflows.machine import Transition
from workflows.peer_reviews import PeerReviewFlow
from workflows.review_rounds import ReviewRound
from workflows.review_rounds import ReviewRoundFlow as Flow
from workflows.review_rounds.planning import check_planner
from workflows.review_rounds.publishing import untrue_of
from workflows.review_rounds.queries import find, open_file
from workflows.review_rounds.reading import read_plan

ON_PLAN: Final = frozenset({"decide", "choose_plan", "take_early", "ask_for_plan"})
"""Steps that are made beside a plan, and lead back to it."""


@blueprint.get("/<reference>")
@access(case_reader(ReviewRound, find=find))
def show(case: ReviewRound) -> str:
    file = open_file(case, current.posts_on(case))
    page, is_open = RoundPage(case, file, current), case.state == Flow.planning.name
    return render_template(
        "review_rounds/show.html",
        file=file,
        case=case,
        page=page,
        beside=beside(page),
        is_open=is_open,
        untrue=untrue_of(case, case.chosen) if is_open and case.chosen else (),
        planner_missing=planner_missing() if is_open else "",
        review_states=PeerReviewFlow.states,
        timeline=story.timeline(file.history),
    )


def planner_missing() -> str:
    """What is missing for making plans here, and who can mend it; empty where nothing is."""
    try:
        check_planner()
    except Refused as refusal:
        return str(refusal)
    return ""


def _words(
    case: ReviewRound, doing: Transition, _form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    chosen = case.chosen if doing is Flow.publish else None
    return {
        "changes": story.timeline(changes),
        "seen": read_plan(case, chosen) if chosen else None,
        "chosen": chosen,
    }


def _onwards(case: ReviewRound, doing: Transition) -> str:
    if doing.name in ON_PLAN and case.runs:
        return url_for(".plan", reference=case.reference, number=case.runs[-1].number)
    return url_for(".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "review_rounds/step.html", _words, _onwards)


@blueprint.route("/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(ReviewRound, find=find))
def step(case: ReviewRound, transition: str) -> Response:
    if transition not in STEPS:
        raise NotFound
    return take(case, transition, PAGES)
