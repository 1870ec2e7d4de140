"""The self-review: the trust's own questions, and what the host says to them before anybody comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.errors import NotYet
from workflows.peer_reviews.details import SelfReviewDetails
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.model import PeerReview, SelfReviewAnswer, SelfReviewPrompt
from workflows.perform import Act

STARTING_PROMPTS: Final = (
    (
        "What does getting better mean here, for your pupils, in this focus?",
        "What would a visitor see and hear that they would not have seen two years ago?",
    ),
    (
        "Where are you now, and how do you know?",
        "What tells you so: pupils' work, conversations, lessons, numbers? What surprised you?",
    ),
    (
        "What does your plan say about it?",
        "The two or three lines that matter most, and who wrote them.",
    ),
    (
        "How does the plan become real, in classrooms and in the week?",
        "Who does what differently? What have you stopped doing to make room for it?",
    ),
    (
        "How do you follow whether it works, and what have you changed because of it?",
        "What you look at, how often, and the last decision that came of it.",
    ),
    (
        "How do pupils take part in it?",
        "What they are asked, what they have changed, and whose voices you do not hear yet.",
    ),
)
"""Questions with which a trust starts, each with a hint: what it makes of them is its own."""


def prompts_of(trust_id: int) -> Sequence[SelfReviewPrompt]:
    """The questions that the trust asks now, in order; a trust that has never had any starts with six."""
    if db.session.scalar(select(SelfReviewPrompt.id).limit(1)) is None:
        db.session.add_all(
            SelfReviewPrompt(trust_id=trust_id, position=position, text=text, hint=hint)
            for position, (text, hint) in enumerate(STARTING_PROMPTS, start=1)
        )
        db.session.flush()
    return db.session.scalars(
        select(SelfReviewPrompt)
        .where(SelfReviewPrompt.retired_on.is_(None))
        .order_by(SelfReviewPrompt.position, SelfReviewPrompt.id)
    ).all()


@Flow.on("plan", "plan_in_round")
def ask_the_trusts_questions(review: PeerReview, _: object, __: Act) -> None:
    """The questions as the trust asks them on the day: what it changes later leaves this review as it is."""
    for position, prompt in enumerate(prompts_of(review.trust_id), start=1):
        db.session.add(
            SelfReviewAnswer(
                trust_id=review.trust_id,
                review_id=review.id,
                position=position,
                question=prompt.text,
                hint=prompt.hint,
            )
        )
    db.session.flush()
    db.session.expire(review, ["answers"])


@Flow.on("write_self_review")
def write_self_review(review: PeerReview, details: SelfReviewDetails, _: Act) -> None:
    said = {one.question_id: one.answer for one in details.answers}
    for row in review.answers:
        row.answer = said.get(row.id, row.answer)
    judged = {one.focus_area_id: one for one in details.foci}
    for focus in review.foci:
        if focus.focus_area_id in judged:
            focus.judgement = judged[focus.focus_area_id].judgement
            focus.evidence = judged[focus.focus_area_id].evidence


def missing_of_self_review(review: PeerReview) -> list[str]:
    """What the self-review still lacks before it can be shared, in sentences."""
    found = [f"Answer “{row.question}”" for row in review.answers if not row.answer.strip()]
    for focus in review.foci:
        if focus.judgement is None:
            found.append(f"Give your own judgement of {focus.focus_area.name}")
        if not focus.evidence.strip():
            found.append(f"Say how you know it of {focus.focus_area.name}")
    return found


@Flow.guard("share_self_review")
def self_review_is_whole(review: PeerReview, _: None) -> None:
    missing = missing_of_self_review(review)
    if missing:
        raise NotYet(f"Finish the self-review first. {missing[0]}.")
