"""The list of rounds."""

from __future__ import annotations

from flask import render_template, request

from webapp.access import access, arrangers
from webapp.reader import current
from webapp.views.review_rounds.blueprint import blueprint
from workflows.case_list import CaseWish
from workflows.review_rounds import ReviewRoundFlow as Flow
from workflows.review_rounds.listing import LIST


@blueprint.get("")
@access(arrangers)
def index() -> str:
    wish = CaseWish(after=request.args.get("after", ""), before=request.args.get("before", ""))
    return render_template(
        "review_rounds/index.html", found=LIST.page_of(wish, current.viewer), states=Flow.states
    )
