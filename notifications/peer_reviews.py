"""What the clock does about peer reviews: it looks at teams and days, and ends evidence logs."""

from __future__ import annotations

from functools import partial
from typing import Final

from notifications.case_by_case import case_by_case
from notifications.setup import Setup
from workflows.peer_reviews import PeerReview, PeerReviewFlow
from workflows.peer_reviews.watching import logs_to_end, look_at, to_look_at
from workflows.perform import perform

AT_ONCE: Final = 200
"""Reviews in one round; the next round takes the rest."""


def watch_reviews(setup: Setup) -> int:
    """Look once a day, and whenever people have changed, at each team and its days; gives what was found."""
    return case_by_case(setup, PeerReview, partial(to_look_at, AT_ONCE), look_at)


def end_logs(setup: Setup) -> int:
    """Delete the evidence logs that are over; gives how many."""
    return case_by_case(setup, PeerReview, partial(logs_to_end, AT_ONCE), _end)


def _end(review: PeerReview) -> bool:
    perform(review, PeerReviewFlow.delete_evidence.name, None)
    return True
