"""The timetable of a visit: day by day, to change here, and to print on one page."""

from __future__ import annotations

from itertools import groupby

from flask import render_template

from webapp.access import access
from webapp.reader import current
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.page import ReviewPage
from webapp.views.peer_reviews.rights import seeing
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.queries import open_file


@blueprint.get("/<reference>/timetable")
@access(seeing(lambda sight: sight.timetable))
def timetable(case: PeerReview) -> str:
    file = open_file(case, current.posts_on(case))
    by_day = {day: list(found) for day, found in groupby(file.activities, key=lambda one: one.on)}
    return render_template(
        "peer_reviews/timetable.html",
        case=case,
        file=file,
        page=ReviewPage(case, file, current),
        days=[(day, by_day.get(day, [])) for day in case.visit_days],
        numbers={one.id: number for number, one in enumerate(file.questions, start=1)},
    )
