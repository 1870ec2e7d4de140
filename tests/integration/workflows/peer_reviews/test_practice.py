"""Excellent practice that a review has found goes into the library, by the word of the host head alone."""

from __future__ import annotations

import pytest

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole, TransitionNotAllowed
from workflows.library import out_of_case
from workflows.peer_reviews.details import PracticeOffer


def test_the_host_head_puts_it_into_the_library_and_answers_for_it(review: UnderReview) -> None:
    review.until("agreed").does("priya", "offer_practice")

    entry = out_of_case(review.id)
    assert entry is not None
    priya = review.world.people["priya"]
    assert (entry.school_id, entry.owner_id, entry.consented_by_id) == (
        review.world.schools["saltmarsh"],
        priya,
        priya,
    )
    assert entry.what == "Every class is read to for twenty minutes."
    assert [area.id for area in entry.focus_areas] == [review.world.focus_area_id]


@pytest.mark.parametrize("who", ["tom", "lena", "gita"])
def test_nobody_else_offers_what_a_review_has_found(review: UnderReview, who: str) -> None:
    review.until("agreed")
    with pytest.raises(NotYourRole):
        review.does(who, "offer_practice")
    assert out_of_case(review.id) is None


def test_nothing_is_offered_before_the_report_is_agreed(review: UnderReview) -> None:
    review.until("factual_check")
    with pytest.raises(TransitionNotAllowed):
        review.does("priya", "offer_practice")


def test_an_area_that_the_trust_does_not_have_is_refused(review: UnderReview) -> None:
    review.until("agreed")
    with pytest.raises(InvalidDetails, match="Choose from the list"):
        review.does("priya", "offer_practice", PracticeOffer(title="A", what="B", focus_area_ids=(10**9,)))
