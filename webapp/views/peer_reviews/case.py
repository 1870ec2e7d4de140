"""The page of one review, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views import files
from webapp.views.peer_reviews import story
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.page import ReviewPage
from webapp.views.peer_reviews.steps import ON_TIMETABLE, STEPS
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.private import sight_of
from workflows.peer_reviews.queries import find, open_file, shown


@blueprint.get("/<reference>")
@access(case_reader(PeerReview, find=find))
def show(case: PeerReview) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "peer_reviews/show.html",
        file=file,
        case=case,
        page=ReviewPage(case, file, current),
        sight=file.sight,
        attached=files.shown(case, file.history),
        timeline=story.timeline(file.history),
        signed=story.signatures(file) if case.state == Flow.self_review_shared.name else [],
        left=story.left_to_write(file),
        parts=story.parts_to_write(file),
    )


def _words(
    case: PeerReview, _doing: Transition, _form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    sight = sight_of(case, current.posts_on(case))
    return {"changes": story.timeline(shown(changes, sight))}


def _onwards(case: PeerReview, doing: Transition) -> str:
    page = ".timetable" if doing.name in ON_TIMETABLE else ".show"
    return url_for(page, reference=case.reference)


PAGES: Final = StepPages(STEPS, "peer_reviews/step.html", _words, _onwards)


@blueprint.route("/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(PeerReview, find=find))
def step(case: PeerReview, transition: str) -> Response:
    if transition not in STEPS:
        raise NotFound
    return take(case, transition, PAGES)
