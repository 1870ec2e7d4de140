"""Planning a review: the page on which one begins outside of the year's round."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from forms.peer_reviews.planning import PlanForm
from webapp import typed
from webapp.access import access, arrangers
from webapp.reader import current
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.steps import opened
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.forming import plan_review


@blueprint.route("/new", methods=["GET", "POST"])
@access(arrangers)
def new() -> Response:
    form = PlanForm(PeerReview(version=0, trust_id=current.trust.id), formdata=typed.formdata())
    return opened(
        form,
        lambda: _plan(form),
        lambda: render_template("peer_reviews/plan.html", form=form),
        said="The review is planned. Now form its team.",
    )


def _plan(form: PlanForm) -> PeerReview:
    return plan_review(
        form.host_school_id.data or 0, form.details(), current.person, form_key=form.form_key.data
    )
