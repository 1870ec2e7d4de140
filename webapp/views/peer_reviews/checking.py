"""The check of the facts: the host's comments, section by section, and what the team did with each."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.peer_reviews.reporting import CommentForm
from webapp import typed
from webapp.access import access
from webapp.reader import current
from webapp.saving import pressed
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report_rules import host, inside
from webapp.views.peer_reviews.report_words import section_called
from webapp.views.peer_reviews.writing import comment_called
from webapp.views.steps import submit, transition_of
from workflows.errors import TransitionNotAllowed
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.details import CommentWithdrawn, Section
from workflows.peer_reviews.private import sight_of
from workflows.peer_reviews.reporting import comments_on, waiting
from workflows.peer_reviews.versions import report_of
from workflows.perform import available, perform


@blueprint.get("/<reference>/report/check")
@access(inside)
def check_report(case: PeerReview) -> str:
    if not case.versions:
        abort(404)
    posts = current.posts_on(case)
    version = case.versions[-1]
    return render_template(
        "peer_reviews/check.html",
        case=case,
        version=version,
        sections=[
            (section, text, comments_on(case, section)) for section, text in report_of(version.said).sections
        ],
        waiting=len(waiting(case)),
        sight=sight_of(case, posts),
        may={one.name for one in available(case, posts)},
        addresses={section: section.name.lower() for section in Section},
    )


@blueprint.route("/<reference>/report/check/<section>", methods=["GET", "POST"])
@access(host)
def comment(case: PeerReview, section: str) -> Response:
    wanted = section_called(section) or abort(404)
    try:
        doing = transition_of(case, Flow.comment.name)
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        flash(str(error), "info")
        return redirect(url_for(".report", reference=case.reference))
    form = CommentForm(case, asked={"section": wanted}, formdata=typed.formdata())
    outcome = submit(case, doing, form)
    if outcome.done:
        return _back(case, wanted)
    text = dict(report_of(case.versions[-1].said).sections)[wanted]
    page = render_template(
        "peer_reviews/comment.html",
        case=case,
        form=form,
        section=wanted,
        text=text,
        is_stale=outcome.seen is not None,
    )
    return make_response(page, outcome.status)


def _back(case: PeerReview, section: Section) -> Response:
    address = url_for(".check_report", reference=case.reference, _anchor=section.name.lower())
    return redirect(address, 303)


@blueprint.post("/<reference>/report/comments/<int:comment_id>/withdraw")
@access(host)
def withdraw_comment(case: PeerReview, comment_id: int) -> Response:
    found = comment_called(case, comment_id)
    transition = transition_of(case, Flow.withdraw_comment.name)
    details = CommentWithdrawn(comment_id=found.id)
    pressed(lambda: perform(case, transition.name, current.person, details), "The comment is withdrawn.")
    return _back(case, found.section)
