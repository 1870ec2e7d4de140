"""Reads one peer review as one reader may know it: all of it inside, its outline for the trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from workflows.actions import AgreedAction, agreed_out_of
from workflows.case_history import (
    CaseFile,
    Happening,
    around,
    history_of,
)
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry
from workflows.peer_reviews.flow import (
    colleague,
    coordinator,
    host_head,
    lead_reviewer,
    reviewer,
    workshop_leader,
)
from workflows.peer_reviews.model import (
    EnquiryQuestion,
    PeerReview,
    ReportReader,
    ReviewActivity,
    ReviewDay,
    ReviewFocus,
    SelfReviewAnswer,
)
from workflows.peer_reviews.private import Sight, sight_of
from workflows.people import Holder, Post
from workflows.places import Place
from workflows.visibility import may_see

OUTLINE_KINDS: Final = frozenset(
    {
        "plan", "plan_in_round", "form_team", "change_people", "step_down", "doubt_team", "doubt_days",
        "move_visit", "declare_readers", "share_self_review", "agree_scope", "reopen_scope",
        "confirm_timetable", "begin_visit", "arrive", "give_feedback", "begin_report", "send_report",
        "return_report", "agree_report", "delete_evidence", "plan_workshop", "hold_workshop", "settle_plan",
        "review_impact", "look_again", "add_view", "close_quietly", "postpone", "set_days", "stop",
    }
)  # fmt: skip
"""What those who see the outline learn of: where the review stands, when, and with whom."""
OUTLINE_WORDS: Final = frozenset(
    {"days", "was_on", "lead", "reviewers", "joined", "left", "look_again_on", "leader", "doubts", "held_on"}
)
"""What they learn of each of these."""
REASONS_TOLD: Final = frozenset({"move_visit", "step_down", "change_people", "postpone", "stop"})
"""Steps whose reason is for everybody who has to arrange something because of it."""


@dataclass(frozen=True, kw_only=True)
class ReviewFile(CaseFile):
    """A review as one reader sees it; read once, nothing is fetched later."""

    review: PeerReview
    sight: Sight
    moves: tuple[Happening, ...] = ()
    #: the names of the schools of those on the team
    schools: dict[int, str] = field(default_factory=dict)
    #: the self-review, as soon as the reader may read it
    answers: tuple[SelfReviewAnswer, ...] = ()
    questions: tuple[EnquiryQuestion, ...] = ()
    activities: tuple[ReviewActivity, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    #: who has been named as a reader of the report, for host and team
    readers: tuple[ReportReader, ...] = ()

    def holding(self, role: Any) -> list[Holder]:
        """Who has this part in the review now."""
        return self.parts.get(role.post(self.review), [])

    def name_of(self, role: Any) -> str:
        """The first of those who have this part; empty where nobody has."""
        return next((one.name for one in self.holding(role)), "")


def find(reference: str) -> PeerReview | None:
    """The review of this reference in the trust, with its school, days and foci.

    Says nothing about who may see it: ask `workflows.visibility`.
    """
    statement = (
        select(PeerReview)
        .where(PeerReview.reference == reference)
        .options(
            joinedload(PeerReview.host_school),
            selectinload(PeerReview.days).joinedload(ReviewDay.entry),
            selectinload(PeerReview.foci).joinedload(ReviewFocus.focus_area),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def find_visible(reference: str, posts: frozenset[Post]) -> PeerReview | None:
    """The review of this reference if somebody with these posts may see it."""
    review = find(reference)
    return review if review is not None and may_see(review, posts) else None


def open_file(review: PeerReview, posts: frozenset[Post]) -> ReviewFile:
    """Read all that somebody with these posts may know of a review; what they may not is not asked for."""
    sight = sight_of(review, posts)
    history = history_of(review.id)
    kinds = {one.kind for one in history}
    found = around(review, _posts(review), posts)
    return ReviewFile(
        **found,
        review=review,
        sight=sight,
        history=tuple(shown(history, sight)),
        moves=tuple(one for one in history if one.from_state != one.to_state),
        schools=_schools(found["parts"]),
        answers=_answers(review) if sight.self_review else (),
        questions=_questions(review) if sight.timetable else (),
        activities=_activities(review) if sight.timetable else (),
        actions=agreed_out_of(review.id) if sight.inside and "agree_action" in kinds else (),
        readers=_readers(review) if sight.inside else (),
    )


def _posts(review: PeerReview) -> list[Post]:
    roles = (host_head, lead_reviewer, reviewer, coordinator, workshop_leader, colleague)
    return [post for role in roles if (post := role.post(review))]


def _schools(parts: dict[Post, list[Holder]]) -> dict[int, str]:
    ids = {holder.school_id for found in parts.values() for holder in found if holder.school_id}
    rows = db.session.execute(select(Place.id, Place.name).where(Place.id.in_(sorted(ids))))
    return {row.id: row.name for row in rows}


def _answers(review: PeerReview) -> tuple[SelfReviewAnswer, ...]:
    statement = select(SelfReviewAnswer).filter_by(review_id=review.id).order_by(SelfReviewAnswer.position)
    return _known(review, "answers", statement)


def _questions(review: PeerReview) -> tuple[EnquiryQuestion, ...]:
    statement = select(EnquiryQuestion).filter_by(review_id=review.id).order_by(EnquiryQuestion.position)
    return _known(review, "questions", statement)


def _activities(review: PeerReview) -> tuple[ReviewActivity, ...]:
    statement = (
        select(ReviewActivity)
        .filter_by(review_id=review.id)
        .options(
            joinedload(ReviewActivity.question),
            joinedload(ReviewActivity.reviewer),
            joinedload(ReviewActivity.colleague),
            joinedload(ReviewActivity.entry).selectinload(CalendarEntry.attendances).joinedload(
                Attendance.person
            ),
        )
        .order_by(ReviewActivity.on, ReviewActivity.starts, ReviewActivity.id)
    )  # fmt: skip
    return _known(review, "activities", statement)


def _readers(review: PeerReview) -> tuple[ReportReader, ...]:
    statement = (
        select(ReportReader)
        .filter_by(review_id=review.id)
        .options(joinedload(ReportReader.person))
        .order_by(ReportReader.id)
    )
    return _known(review, "report_readers", statement)


def _known(review: PeerReview, name: str, statement: Any) -> tuple[Any, ...]:
    """Rows of the review, which it then has itself, so that no guard asks for them again."""
    found = list(db.session.scalars(statement))
    set_committed_value(review, name, found)
    return tuple(found)


# What happened, as far as the reader may know


def shown(history: tuple[Happening, ...], sight: Sight) -> Iterator[Happening]:
    """All of it for host and team, for the trust its outline; colleagues have the timetable alone."""
    if sight.inside:
        yield from history
    elif not sight.is_colleague or sight.leads_workshop or sight.is_coordinator:
        yield from (_in_outline(one) for one in history if one.kind in OUTLINE_KINDS)


def _in_outline(one: Happening) -> Happening:
    names = OUTLINE_WORDS | ({"reason"} if one.kind in REASONS_TOLD else set())
    known: dict[str, Any] = {name: value for name, value in one.details.items() if name in names}
    return Happening(
        one.kind, one.at, one.by, one.by_id, one.acting_as, one.from_state, one.to_state, known
    )  # fmt: skip
