"""Planning a review: the page on which one begins outside of the year's round."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.peer_reviews.planning import PlanForm
from webapp import transaction, typed
from webapp.access import access, arrangers
from webapp.reader import current
from webapp.views.peer_reviews.blueprint import blueprint
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.forming import plan_review


@blueprint.route("/new", methods=["GET", "POST"])
@access(arrangers)
def new() -> Response:
    form = PlanForm(PeerReview(version=0, trust_id=current.trust.id), formdata=typed.formdata())
    if request.method == "POST" and form.read():
        try:
            made = _plan(form)
        except AlreadyDone:
            flash("This has already been saved.", "success")
            return redirect(url_for(".index"), 303)
        except InvalidDetails as error:
            transaction.undo()
            form.refuse(error)
        else:
            flash("The review is planned. Now form its team.", "success")
            return redirect(url_for(".show", reference=made.reference), 303)
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("peer_reviews/plan.html", form=form), status)


def _plan(form: PlanForm) -> PeerReview:
    return plan_review(
        form.host_school_id.data or 0, form.details(), current.person, form_key=form.form_key.data
    )
