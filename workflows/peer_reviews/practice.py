"""Excellent practice that a review has found: the host head lets others learn from it, in the library."""

from __future__ import annotations

from workflows.details import InvalidDetails
from workflows.errors import NotYourRole
from workflows.library import EntryDetails, Origin, known_areas, offer
from workflows.peer_reviews.details import PracticeOffer
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.model import PeerReview
from workflows.perform import Act


@Flow.on("offer_practice")
def put_into_library(review: PeerReview, details: PracticeOffer, act: Act) -> None:
    """It is the host's own practice: its head agrees by this step, and answers for the entry."""
    if act.actor is None:
        raise NotYourRole("The head of the school offers what its review has found.")
    if not known_areas(details.focus_area_ids):
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    entry = offer(
        EntryDetails(title=details.title, what=details.what, how=details.how),
        Origin(school=review.host_school, owner=act.actor, consented_by=act.actor),
        focus_areas=details.focus_area_ids,
        out_of=act,
    )
    act.facts["library_entry_id"] = entry.id
