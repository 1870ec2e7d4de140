"""What the clock does about peer reviews: it looks at teams and days, and ends evidence logs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import structlog

from notifications.setup import Setup, reading, transaction
from workflows.database import EVERY_TRUST, db, scope
from workflows.errors import Refused
from workflows.peer_reviews import PeerReview, PeerReviewFlow
from workflows.peer_reviews.watching import logs_to_end, look_at, to_look_at
from workflows.perform import lock, perform

AT_ONCE: Final = 200
"""Reviews in one round; the next round takes the rest."""

log = structlog.get_logger("alongside.delivery")


def watch_reviews(setup: Setup) -> int:
    """Look once a day, and whenever people have changed, at each team and its days; gives what was found."""
    return _each(setup, to_look_at, look_at)


def end_logs(setup: Setup) -> int:
    """Delete the evidence logs that are over; gives how many."""
    return _each(setup, logs_to_end, _end)


def _end(review: PeerReview) -> bool:
    perform(review, PeerReviewFlow.delete_evidence.name, None)
    return True


def _each(
    setup: Setup, find: Callable[[int], Sequence[tuple[int, int]]], act: Callable[[PeerReview], bool]
) -> int:
    with scope(EVERY_TRUST), reading():
        found = find(AT_ONCE)
    return sum(_one(review_id, trust_id, act) for review_id, trust_id in found if not setup.stopping())


def _one(review_id: int, trust_id: int, act: Callable[[PeerReview], bool]) -> bool:
    """Each in a transaction of its own: one review that cannot go on does not hold up the others."""
    try:
        with scope(trust_id), transaction():
            return act(lock(db.session.get_one(PeerReview, review_id)))
    except Refused as refusal:
        log.info("the clock was not needed any more", case=review_id, why=str(refusal))
    except Exception:
        log.exception("the clock could not act on a case", case=review_id)
    return False
