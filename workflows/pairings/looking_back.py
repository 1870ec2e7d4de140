"""What reviews, goals, reflections and sharing do: the pair's own look at how far they have come."""

from __future__ import annotations

from sqlalchemy import select

from workflows.database import db
from workflows.details import InvalidDetails, in_future
from workflows.errors import NotYet
from workflows.pairings.details import (
    Mode,
    Rating,
    RatingDetails,
    ReflectionDetails,
    ReviewDetails,
    ShareDetails,
    ShareEnd,
)
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import (
    GoalRating,
    Pairing,
    PairingReflection,
    PairingReview,
    PairingSession,
    SessionNote,
    Share,
)
from workflows.pairings.private import sealed
from workflows.pairings.sessions import set_next
from workflows.people import Person
from workflows.perform import Act


@Flow.on("write_review")
def write_review(pairing: Pairing, details: ReviewDetails, act: Act) -> None:
    in_future(details.next_review_on, act.today, field="next_review_on")
    _check_ratings(pairing, details.ratings, act)
    review = review_in_hand(pairing) or PairingReview(trust_id=pairing.trust_id, pairing_id=pairing.id)
    review.mentor_id, review.author_id = pairing.mentor_id or 0, act.actor.id if act.actor else 0
    review.written_at = act.at
    review.next_review_on, review.ends_on = details.next_review_on, details.ends_on
    review.ratings = {str(one.goal_id): one.rating for one in details.ratings}
    said = {"going_well": details.going_well, "to_change": details.to_change}
    review.sealed = sealed(pairing, PairingReview, said, author_id=review.author_id)
    db.session.add(review)


def review_in_hand(pairing: Pairing) -> PairingReview | None:
    """The review that is written and to which not both have agreed yet."""
    return db.session.scalars(
        select(PairingReview).where(
            PairingReview.pairing_id == pairing.id,
            PairingReview.mentor_id == pairing.mentor_id,
            PairingReview.held_on.is_(None),
        )
    ).first()


@Flow.guard("agree_review", "propose_coaching")
def has_review(pairing: Pairing, _: None) -> None:
    if review_in_hand(pairing) is None:
        raise NotYet("Write the review first; then both of you can agree it.")


@Flow.guard("propose_coaching")
def is_mentoring(pairing: Pairing, _: None) -> None:
    if pairing.mode is Mode.COACHING:
        raise NotYet("This is coaching already.")


@Flow.on("agree_review", "confirm_coaching", "stay_mentoring")
def hold_review(pairing: Pairing, _: None, act: Act) -> None:
    """Once the review is over, what was agreed in it holds."""
    review = review_in_hand(pairing)
    if not act.completes or review is None:
        return
    review.held_on = act.today
    pairing.review_on = review.next_review_on
    if pairing.contract is not None:
        pairing.contract.review_on = review.next_review_on
        pairing.contract.ends_on = review.ends_on
    for goal_id, rating in review.ratings.items():
        _rate(pairing, Rating(goal_id=int(goal_id), rating=rating), act)
    set_next(pairing, act)


@Flow.on("rate_goals")
def rate(pairing: Pairing, details: RatingDetails, act: Act) -> None:
    _check_ratings(pairing, details.ratings, act)
    for one in details.ratings:
        _rate(pairing, one, act)


def _rate(pairing: Pairing, one: Rating, act: Act) -> None:
    db.session.add(
        GoalRating(
            trust_id=pairing.trust_id,
            goal_id=one.goal_id,
            rating=one.rating,
            at=act.at,
            by_id=act.actor.id if act.actor else 0,
        )
    )


def _check_ratings(pairing: Pairing, ratings: tuple[Rating, ...], _: Act) -> None:
    own = {goal.id for goal in pairing.goals if goal.ended_on is None}
    if not {one.goal_id for one in ratings} <= own or len({one.goal_id for one in ratings}) < len(ratings):
        raise InvalidDetails({"ratings": "Say once for each of your goals how far it has been reached"})


@Flow.on("add_reflection")
def keep_reflection(pairing: Pairing, details: ReflectionDetails, act: Act) -> None:
    author_id = act.actor.id if act.actor else 0
    db.session.add(
        PairingReflection(
            trust_id=pairing.trust_id,
            pairing_id=pairing.id,
            author_id=author_id,
            written_at=act.at,
            is_shared=details.is_shared,
            sealed=sealed(pairing, PairingReflection, details.text, author_id=author_id),
        )
    )


# Showing one entry to one person


@Flow.on("share")
def share(pairing: Pairing, details: ShareDetails, act: Act) -> None:
    note = db.session.scalars(
        select(SessionNote)
        .join(PairingSession, PairingSession.id == SessionNote.session_id)
        .where(SessionNote.id == details.log_id, PairingSession.pairing_id == pairing.id)
    ).first()
    if note is None:
        raise InvalidDetails({"log_id": "Choose an entry of your log"})
    person = db.session.get(Person, details.person_id)
    if person is None or person.left_on is not None or person.id in (pairing.mentee_id, pairing.mentor_id):
        raise InvalidDetails({"person_id": "Choose somebody else who works in the trust"})
    if any(one.person_id == person.id and one.note_id == note.id for one in standing_shares(pairing)):
        raise InvalidDetails({"person_id": f"{person.name} can read this entry already"})
    made = Share(trust_id=pairing.trust_id, note_id=note.id, person_id=person.id, shared_at=act.at)
    db.session.add(made)
    db.session.flush()
    act.tell_beside[person.id] = f"/pairings/shared/{made.id}"


@Flow.on("stop_sharing")
def stop_sharing(pairing: Pairing, details: ShareEnd, act: Act) -> None:
    for one in standing_shares(pairing):
        if one.id == details.share_id:
            one.ended_at = act.at
            return
    raise InvalidDetails({"share_id": "Choose an entry that is shared"})


def standing_shares(pairing: Pairing) -> list[Share]:
    """Which entries of the pairing's log somebody else may read now."""
    return list(
        db.session.scalars(
            select(Share)
            .join(SessionNote, SessionNote.id == Share.note_id)
            .join(PairingSession, PairingSession.id == SessionNote.session_id)
            .where(PairingSession.pairing_id == pairing.id, Share.ended_at.is_(None))
            .order_by(Share.id)
        )
    )
