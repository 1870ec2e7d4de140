"""One plan of a round, and two side by side."""

from __future__ import annotations

from typing import Final

from flask import make_response, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.review_rounds.blueprint import blueprint
from webapp.views.review_rounds.page import RoundPage, beside
from workflows.review_rounds import PlanRun, ReviewRound
from workflows.review_rounds import ReviewRoundFlow as Flow
from workflows.review_rounds.publishing import untrue_of
from workflows.review_rounds.queries import find, open_file
from workflows.review_rounds.reading import lines_of, read_plan
from workflows.review_rounds.runs import compare_runs

AGAIN_AFTER: Final = 3
"""Seconds after which the page of a plan that is being made asks anew."""


@blueprint.get("/<reference>/plans/<int:number>")
@access(case_reader(ReviewRound, find=find))
def plan(case: ReviewRound, number: int) -> Response:
    run = _run(case, number)
    page = RoundPage(case, open_file(case, current.posts_on(case)), current)
    is_open = case.state == Flow.planning.name
    waits = "wait" in request.args
    text = render_template(
        "review_rounds/making.html" if run.is_in_hand else "review_rounds/plan.html",
        case=case,
        run=run,
        page=page,
        beside=beside(page),
        seen=None if run.is_in_hand or not run.plan else read_plan(case, run),
        untrue=untrue_of(case, run) if is_open and run.is_done else (),
        others=[one for one in page.file.made if one is not run],
        waits=waits,
        again_after=AGAIN_AFTER,
    )
    response = make_response(text)
    if run.is_in_hand and not waits:
        # Without script; whoever needs more time to read follows the link that leaves it out.
        response.headers["Refresh"] = str(AGAIN_AFTER)
    return response


@blueprint.get("/<reference>/compare")
@access(case_reader(ReviewRound, find=find))
def compare(case: ReviewRound) -> str:
    first, second = (_run(case, _number(name)) for name in ("first", "second"))
    if not (first.is_done and second.is_done):
        raise NotFound
    problem, found = compare_runs(case, first, second)
    return render_template(
        "review_rounds/compare.html",
        case=case,
        first=first,
        second=second,
        found=found,
        lines=[lines_of(problem, one) for one in found.differences],
        made=[run for run in reversed(case.runs) if run.is_done],
    )


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _run(case: ReviewRound, number: int) -> PlanRun:
    found = next((run for run in case.runs if run.number == number), None)
    if found is None:
        raise NotFound
    return found
