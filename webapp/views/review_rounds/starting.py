"""The page on which a round begins."""

from __future__ import annotations

from typing import cast

from flask import render_template
from werkzeug.wrappers import Response

from forms.review_rounds.setting_up import RoundForm
from webapp import typed
from webapp.access import access, arrangers
from webapp.reader import current
from webapp.views.review_rounds.blueprint import blueprint
from webapp.views.steps import opened
from workflows.review_rounds import ReviewRound
from workflows.review_rounds.details import RoundDetails
from workflows.review_rounds.setting_up import begin_round


@blueprint.route("/new", methods=["GET", "POST"])
@access(arrangers)
def new() -> Response:
    form = RoundForm(ReviewRound(version=0), formdata=typed.formdata())
    return opened(
        form,
        lambda: _begin(form),
        lambda: render_template("review_rounds/begin.html", form=form),
        said="The round is begun. Next, choose its schools.",
    )


def _begin(form: RoundForm) -> ReviewRound:
    return begin_round(cast(RoundDetails, form.made), current.person, form_key=form.form_key.data)
