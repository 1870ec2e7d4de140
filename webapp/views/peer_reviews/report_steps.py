"""The steps from the last hour of the visit to the agreed report, each with its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.peer_reviews.reporting import FeedbackForm
from webapp import typed
from webapp.access import access
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report_rules import inside
from webapp.views.steps import Step, hinders, submit, transition_of
from workflows.errors import TransitionNotAllowed
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.reporting import waiting

REPORT_STEPS: Final[Mapping[str, Step]] = {
    "give_feedback": Step(
        FeedbackForm,
        "You tell the host on the same day what you saw, in person and before anything is written.",
        button="Feedback is given",
        names_no_pupils=True,
    ),
    "begin_report": Step(
        about="The sections are made, and what the plan says already stands in them. You write the rest "
        "together: context, questions, methods, strengths, excellent practice, areas to develop, next steps.",
    ),
    "send_report": Step(
        about="The host checks the facts within five working days. What you send is kept as a version; "
        "you can change the report again once it comes back with comments.",
    ),
    "return_report": Step(
        about="The team answers each comment: the report is changed, or they say why it stays as it is. "
        "It then comes to you again.",
    ),
    "agree_report": Step(
        about="The report is then final, and it is yours: beside your leadership and the team, nobody reads "
        "it until you let them, one by one. The evidence log ends thirty days from now.",
    ),
}
"""Each transition of these that has a page of its own."""


@blueprint.route("/<reference>/report/<transition>", methods=["GET", "POST"])
@access(inside)
def report_step(case: PeerReview, transition: str) -> Response:
    if transition not in REPORT_STEPS:
        raise NotFound
    try:
        doing = transition_of(case, transition)
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        return _not_now(case, str(error))
    if request.method != "POST" and (hindrance := hinders(doing, case)):
        return _not_now(case, hindrance)
    how = REPORT_STEPS[doing.name]
    form = how.form(case, formdata=typed.formdata())
    outcome = submit(case, doing, form)
    if outcome.done:
        return redirect(_onwards(case, doing.name), 303)
    page = render_template(
        "peer_reviews/report_step.html",
        case=case,
        form=form,
        step=how,
        transition=doing,
        waiting=len(waiting(case)),
        is_stale=outcome.seen is not None,
    )
    return make_response(page, outcome.status)


def _not_now(case: PeerReview, why: str) -> Response:
    flash(why, "info")
    return redirect(url_for(".report", reference=case.reference))


def _onwards(case: PeerReview, name: str) -> str:
    to_write = name in (Flow.begin_report.name,)
    return url_for(".write_report" if to_write else ".report", reference=case.reference)
