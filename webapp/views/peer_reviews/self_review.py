"""The self-review to read: the school's own answers, and its judgement of each focus."""

from __future__ import annotations

from flask import render_template

from forms.peer_reviews.self_review import JUDGEMENTS
from webapp.access import access
from webapp.reader import current
from webapp.views.peer_reviews import story
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.page import ReviewPage
from webapp.views.peer_reviews.rights import seeing
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.queries import open_file


@blueprint.get("/<reference>/self-review")
@access(seeing(lambda sight: sight.self_review))
def self_review(case: PeerReview) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "peer_reviews/self_review.html",
        case=case,
        file=file,
        page=ReviewPage(case, file, current),
        judgements=JUDGEMENTS,
        left=story.left_to_write(file),
        parts=story.parts_to_write(file),
    )
