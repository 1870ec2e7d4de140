"""Who may ask for the pages on which the private words of a review stand."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.evidence import was_on_team
from workflows.peer_reviews.private import sight_of


@dataclass(frozen=True)
class OfLog(CaseReader):
    """The team and the host's leadership; to everybody else there is no evidence log.

    `even_after` also lets in whoever was on the team: what their phone still holds needs an answer.
    """

    even_after: bool = False

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, PeerReview):
            return False
        if super().shows(case, reader) and sight_of(case, reader.posts_on(case)).evidence:
            return True
        return self.even_after and was_on_team(case.id, reader.person.id)


of_log = OfLog(PeerReview)
of_log_even_after = OfLog(PeerReview, even_after=True)
