"""What the clock looks at: whether teams and days are right still, and which evidence logs are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import exists, func, or_, select

from workflows.cases import Deadline
from workflows.clock import local, now, today
from workflows.database import db
from workflows.dates.details import MIDNIGHT
from workflows.events import Event
from workflows.peer_reviews.days import closed_days
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import coordinator
from workflows.peer_reviews.model import PeerReview
from workflows.peer_reviews.team import doubts, schools_of_visit, team_of
from workflows.people import Post
from workflows.perform import perform
from workflows.places import Trust
from workflows.school_calendar import calendars

_WITH_TEAM: Final = frozenset(state.name for state in Flow.with_team.members)
_WATCHED: Final = sorted(state.name for state in (Flow.with_team | Flow.on_site | Flow.reporting).members)
_UNSEEN: Final = timedelta(minutes=1)
"""What was written down so shortly before a look may not have been there for it yet."""
_CHANGES_TEAMS: Final = ("conflict_declared", "person_left")
"""What is written down about people that can end somebody's place on a team."""


def to_look_at(limit: int) -> Sequence[tuple[int, int]]:
    """Reviews with a team, and their trusts, that nobody has looked at today, or since people changed."""
    of_trust = Event.__table__.alias("changed")
    changed = (
        select(func.max(of_trust.c.at))
        .where(
            of_trust.c.trust_id == PeerReview.trust_id,
            of_trust.c.at >= local(today(), MIDNIGHT),
            of_trust.c.kind.in_(_CHANGES_TEAMS),
        )
        .scalar_subquery()
    )
    looked = PeerReview.looked_at
    statement = (
        select(PeerReview.id, PeerReview.trust_id)
        .where(
            PeerReview.state.in_(_WATCHED),
            or_(looked.is_(None), looked < local(today(), MIDNIGHT), looked < changed),
        )
        .order_by(PeerReview.id)
        .limit(limit)
    )
    return [(row.id, row.trust_id) for row in db.session.execute(statement)]


def look_at(review: PeerReview) -> bool:
    """Ask the coordinator to look at a team or at days that are not right any more; gives whether it did.

    Once for each thing that is found, and never while they have something to look at already.
    """
    review.looked_at = now() - _UNSEEN
    if review.state not in _WATCHED or _coordinator_is_asked(review):
        return False
    if set(doubts(review, today())) - _told(review):
        perform(review, Flow.doubt_team.name, None)
        return True
    if review.state in _WITH_TEAM and _is_closed(review):
        perform(review, Flow.doubt_days.name, None)
        return True
    return False


def logs_to_end(limit: int) -> Sequence[tuple[int, int]]:
    """Reviews, and their trusts, whose evidence log is over and still there."""
    statement = (
        select(PeerReview.id, PeerReview.trust_id)
        .where(PeerReview.evidence_until <= today(), PeerReview.evidence_deleted_at.is_(None))
        .order_by(PeerReview.id)
        .limit(limit)
    )
    return [(row.id, row.trust_id) for row in db.session.execute(statement)]


def _coordinator_is_asked(review: PeerReview) -> bool:
    post = Post(coordinator.name, review.id)
    asked = exists().where(
        Deadline.case_id == review.id,
        Deadline.role == post.role,
        Deadline.place_id == post.place_id,
        Deadline.closed_at.is_(None),
    )
    return bool(db.session.scalar(select(asked)))


def _told(review: PeerReview) -> set[str]:
    """What the coordinator has been told of the team as it is: since it changed last, nothing counts."""
    last = db.session.execute(
        select(Event.kind, Event.details)
        .where(
            Event.place_id == review.id,
            Event.kind.in_((Flow.doubt_team.name, Flow.change_people.name)),
        )
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    return set(last.details["doubts"]) if last and last.kind == Flow.doubt_team.name else set()


def _is_closed(review: PeerReview) -> bool:
    """Whether a school of the visit is closed on a day of it that is still to come."""
    ahead = [day for day in review.visit_days if day >= today()]
    schools = schools_of_visit(review, team_of(review).ids)
    return bool(closed_days(ahead, schools, calendars(db.session.get_one(Trust, review.trust_id))))
