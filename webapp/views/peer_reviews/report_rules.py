"""Who may ask for the pages of a report: to everybody else they are not there, coordinators included."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.flow import host_head
from workflows.peer_reviews.private import sight_of
from workflows.peer_reviews.releasing import reader_of


@dataclass(frozen=True)
class OfReport(CaseReader):
    """Its authors, the host's leadership, and whoever it was released to.

    A governor, who otherwise only reads, may say that they read it: the receipt is their own.
    """

    is_ones_own: bool = True

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, PeerReview):
            return False
        is_inside = sight_of(case, reader.posts_on(case)).report
        return is_inside or reader_of(case, reader.person.id) is not None


@dataclass(frozen=True)
class Inside(CaseReader):
    """The team and the host's leadership, or one side of the two alone."""

    team: bool = True
    host: bool = True

    def shows(self, case: Case, reader: Reader) -> bool:
        if not isinstance(case, PeerReview):
            return False
        sight = sight_of(case, reader.posts_on(case))
        return (self.team and sight.is_team) or (self.host and sight.is_host)


@dataclass(frozen=True)
class ReleasedTo(CaseReader):
    """Whoever the report was released to."""

    is_ones_own: bool = True

    def shows(self, case: Case, reader: Reader) -> bool:
        return isinstance(case, PeerReview) and reader_of(case, reader.person.id) is not None


@dataclass(frozen=True)
class OfHead(CaseReader):
    """The host's head alone."""

    def shows(self, case: Case, reader: Reader) -> bool:
        return isinstance(case, PeerReview) and host_head.post(case) in reader.posts_on(case)


of_report = OfReport(PeerReview)
inside = Inside(PeerReview)
authors = Inside(PeerReview, host=False)
host = Inside(PeerReview, team=False)
released = ReleasedTo(PeerReview)
head_alone = OfHead(PeerReview)
