"""Who may ask for the parts of a review that are not for all of its readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.private import Sight, sight_of
from workflows.peer_reviews.queries import find


def everybody(_: Sight) -> bool:
    """Whoever may see the review at all."""
    return True


@dataclass(frozen=True)
class Seeing(CaseReader):
    """Those readers of a review who see this of it."""

    sees: Callable[[Sight], bool] = everybody

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, PeerReview) or not super().shows(case, reader):
            return False
        return self.sees(sight_of(case, reader.posts_on(case)))


def seeing(sees: Callable[[Sight], bool]) -> Seeing:
    """The rule of pages for those who see this of a review."""
    return Seeing(PeerReview, find=find, sees=sees)
