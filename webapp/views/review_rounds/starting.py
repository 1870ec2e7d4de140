"""The page on which a round begins."""

from __future__ import annotations

from typing import cast

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.review_rounds.setting_up import RoundForm
from webapp import transaction, typed
from webapp.access import access, arrangers
from webapp.reader import current
from webapp.views.review_rounds.blueprint import blueprint
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone
from workflows.review_rounds import ReviewRound
from workflows.review_rounds.details import RoundDetails
from workflows.review_rounds.setting_up import begin_round


@blueprint.route("/new", methods=["GET", "POST"])
@access(arrangers)
def new() -> Response:
    form = RoundForm(ReviewRound(version=0), formdata=typed.formdata())
    if request.method == "POST" and form.read():
        try:
            made = _begin(form)
        except AlreadyDone:
            flash("This has already been saved.", "success")
            return redirect(url_for(".index"), 303)
        except InvalidDetails as error:
            transaction.undo()
            form.refuse(error)
        else:
            flash("The round is begun. Next, choose its schools.", "success")
            return redirect(url_for(".show", reference=made.reference), 303)
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("review_rounds/begin.html", form=form), status)


def _begin(form: RoundForm) -> ReviewRound:
    return begin_round(cast(RoundDetails, form.made), current.person, form_key=form.form_key.data)
