"""Who may ask for the pages on which the private words of a review stand."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.private import sight_of


@dataclass(frozen=True)
class OfLog(CaseReader):
    """The team and the host's leadership; to everybody else there is no evidence log."""

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, PeerReview) or not super().shows(case, reader):
            return False
        return sight_of(case, reader.posts_on(case)).evidence


of_log = OfLog(PeerReview)
