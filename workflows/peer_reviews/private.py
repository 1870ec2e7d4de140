"""How much of a review somebody sees: the trust its outline, the host and the team what is between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import exists, select

from workflows import sealing
from workflows.database import db
from workflows.events import Event
from workflows.peer_reviews.flow import HOST, TEAM, colleague, coordinator, workshop_leader
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.model import EvidenceEntry, PeerReview
from workflows.people import Post

_BEFORE_SHARED: Final = frozenset({Flow.planned.name, Flow.team_formed.name})


@dataclass(frozen=True)
class Sight:
    """What of a review somebody with certain posts sees, beside its state, days, foci and team."""

    #: of the host school's leadership
    is_host: bool
    #: of the team that reviews
    is_team: bool
    #: named in the timetable by the host
    is_colleague: bool
    leads_workshop: bool
    is_coordinator: bool
    #: the self-review has reached the team
    is_shared: bool

    @property
    def inside(self) -> bool:
        """The host's leadership and the team: what is between them is theirs alone."""
        return self.is_host or self.is_team

    @property
    def self_review(self) -> bool:
        """The host sees its own; the team once it is shared."""
        return self.is_host or (self.is_team and self.is_shared)

    @property
    def files(self) -> bool:
        """What the host keeps with its self-review is its own until that is shared."""
        return self.self_review

    @property
    def timetable(self) -> bool:
        return self.inside or self.is_colleague

    @property
    def evidence(self) -> bool:
        """The evidence log is read by the team and the host school's leadership, and by nobody else."""
        return self.inside

    @property
    def report(self) -> bool:
        """Without being released to them: its authors and its owner."""
        return self.inside


def sight_of(review: PeerReview, posts: frozenset[Post]) -> Sight:
    """What somebody with these posts sees of the review."""

    def holds(*roles: Any) -> bool:
        return any(role.post(review) in posts for role in roles)

    return Sight(
        is_host=holds(*HOST),
        is_team=holds(*TEAM),
        is_colleague=holds(colleague),
        leads_workshop=holds(workshop_leader),
        is_coordinator=holds(coordinator),
        is_shared=_is_shared(review),
    )


def _is_shared(review: PeerReview) -> bool:
    """Whether the self-review has reached the team: of a review that was stopped, its history says it."""
    if review.state != Flow.stopped.name:
        return (review.paused_from or review.state) not in _BEFORE_SHARED
    shared = exists().where(Event.place_id == review.id, Event.kind == Flow.share_self_review.name)
    return bool(db.session.scalar(select(shared)))


def sealed(review: PeerReview, seen: str, *, author_id: int, key: str) -> bytes:
    """What was seen, as it is stored. Raises sealing.CannotUnseal where the review's key does not open."""
    return sealing.seal(
        seen, place_id=review.id, trust_id=review.trust_id, what=_what(author_id=author_id, key=key)
    )


def seen(entry: EvidenceEntry) -> str:
    """What was seen. Raises sealing.CannotUnseal."""
    said: str = sealing.unseal(
        entry.sealed, place_id=entry.review_id, what=_what(author_id=entry.author_id, key=entry.key)
    )
    return said


def _what(*, author_id: int, key: str) -> str:
    """To which entry, and as whose, the words are bound: elsewhere they do not open."""
    return f"{EvidenceEntry.__tablename__}:author_id={author_id}:key={key}"
