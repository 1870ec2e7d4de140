"""Who reads the report: the host's head lets people in, one press each, and sees who has read it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.peer_reviews.releasing import OutsideForm, ReaderForm
from forms.steps import StepForm
from webapp import typed
from webapp.access import access
from webapp.reader import current
from webapp.saving import pressed
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report_rules import head_alone
from webapp.views.steps import submit, transition_of
from workflows.clock import today
from workflows.details import Details
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.details import ReleaseDetails, ReleaseEnd
from workflows.peer_reviews.releasing import governors_waiting, is_open, offered
from workflows.peer_reviews.reporting import agreed_version
from workflows.perform import perform


@blueprint.get("/<reference>/readers")
@access(head_alone)
def readers(case: PeerReview) -> Response:
    if agreed_version(case) is None:
        flash("Once you have agreed the report, you choose here who reads it.", "info")
        return redirect(url_for(".report", reference=case.reference))
    return _page(case, ReaderForm(case))


def _page(case: PeerReview, form: StepForm, status: int = 200) -> Response:
    rows = [one for one in case.report_readers if one.released_at]
    page = render_template(
        "peer_reviews/readers.html",
        case=case,
        form=form,
        offered=offered(case),
        governors=governors_waiting(case),
        reading=[one for one in rows if is_open(one, today())],
        over=[one for one in rows if not is_open(one, today())],
    )
    return make_response(page, status)


@blueprint.post("/<reference>/readers/release")
@access(head_alone)
def release(case: PeerReview) -> Response:
    """One or several who are named on the page already."""
    sent = request.form.get("person_ids", "").split(",")
    ids = tuple(int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10)
    return _press(case, Flow.release.name, lambda: ReleaseDetails(person_ids=ids), "They can read it now.")


@blueprint.post("/<reference>/readers/somebody")
@access(head_alone)
def release_somebody(case: PeerReview) -> Response:
    form = ReaderForm(case)
    outcome = submit(case, transition_of(case, Flow.release.name), form)
    return _back(case) if outcome.done else _page(case, form, outcome.status)


@blueprint.post("/<reference>/readers/end")
@access(head_alone)
def end_release(case: PeerReview) -> Response:
    sent = request.form.get("reader_id", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    return _press(
        case, Flow.end_release.name, lambda: ReleaseEnd(reader_id=number), "They read it no longer."
    )


def _press(case: PeerReview, name: str, make: Callable[[], Details], text: str) -> Response:
    transition = transition_of(case, name)
    pressed(lambda: perform(case, transition.name, current.person, make()), text)
    return _back(case)


def _back(case: PeerReview) -> Response:
    return redirect(url_for(".readers", reference=case.reference), 303)


@blueprint.route("/<reference>/readers/outside", methods=["GET", "POST"])
@access(head_alone)
def release_outside(case: PeerReview) -> Response:
    if agreed_version(case) is None:
        return redirect(url_for(".report", reference=case.reference))
    form = OutsideForm(case, formdata=typed.formdata())
    outcome = submit(case, transition_of(case, Flow.release_outside.name), form)
    if outcome.done:
        return _back(case)
    page = render_template(
        "peer_reviews/release_outside.html", case=case, form=form, is_stale=outcome.seen is not None
    )
    return make_response(page, outcome.status)
