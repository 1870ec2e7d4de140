"""The list of years."""

from __future__ import annotations

from flask import render_template, request

from webapp.access import access, workers
from webapp.reader import current
from webapp.views.year_plans.blueprint import blueprint
from workflows.case_list import CaseWish
from workflows.year_plans import YearPlanFlow as Flow
from workflows.year_plans.listing import LIST
from workflows.year_plans.queries import may_lay_out


@blueprint.get("")
@access(workers)
def index() -> str:
    wish = CaseWish(after=request.args.get("after", ""), before=request.args.get("before", ""))
    return render_template(
        "year_plans/index.html",
        found=LIST.page_of(wish, current.viewer),
        states=Flow.states,
        may_begin=bool(may_lay_out(current.person)),
    )
