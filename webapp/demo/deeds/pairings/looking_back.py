"""Goals, reviews, the mentor's reflections, and showing an entry to somebody."""

from __future__ import annotations

from sqlalchemy import select

from webapp.demo.deeds.pairings.asking import ahead
from webapp.demo.scenes import Deed
from webapp.demo.scenes.pairings import PairingScene
from workflows.database import db
from workflows.pairings.details import (
    Rating,
    RatingDetails,
    ReflectionDetails,
    ReviewDetails,
    ShareDetails,
    ShareEnd,
)
from workflows.pairings.looking_back import standing_shares
from workflows.pairings.model import PairingGoal, PairingSession, SessionNote


def rate(*ratings: int, by: str = "mentee") -> Deed:
    """Say of each goal, in their order, how far it has been reached: 0 to 10."""
    return lambda scene: scene.act("rate_goals", by, RatingDetails(ratings=_ratings(scene, ratings)))


def write_review(
    number: int, *ratings: int, next_in: int, ends_in: int = 120, by: str = "mentee"
) -> Deed:  # fmt: skip
    """Write the topic's review; the next one and the end are in so many working days from the demo's day."""

    def deed(scene: PairingScene) -> None:
        said = scene.topic.reviews[number - 1]
        details = ReviewDetails(
            going_well=said.going_well,
            to_change=said.to_change,
            ratings=_ratings(scene, ratings),
            next_review_on=ahead(scene, next_in),
            ends_on=ahead(scene, max(ends_in, next_in)),
        )
        scene.act("write_review", by, details)

    return deed


def _ratings(scene: PairingScene, ratings: tuple[int, ...]) -> tuple[Rating, ...]:
    goals = db.session.scalars(
        select(PairingGoal.id)
        .where(PairingGoal.pairing_id == scene.pairing.id, PairingGoal.ended_on.is_(None))
        .order_by(PairingGoal.position)
    )
    return tuple(Rating(goal_id=goal, rating=one) for goal, one in zip(goals, ratings, strict=True))


def reflect(number: int, *, is_shared: bool = False) -> Deed:
    """The mentor writes down what they have learned."""

    def deed(scene: PairingScene) -> None:
        text = scene.topic.reflections[number - 1]
        scene.act("add_reflection", "mentor", ReflectionDetails(text=text, is_shared=is_shared))

    return deed


def share_latest(person: str) -> Deed:
    """Show somebody the newest entry of the log."""

    def deed(scene: PairingScene) -> None:
        newest = (
            select(SessionNote.id)
            .join(PairingSession, PairingSession.id == SessionNote.session_id)
            .where(PairingSession.pairing_id == scene.pairing.id)
            .order_by(SessionNote.id.desc())
        )
        note_id = db.session.scalars(newest.limit(1)).one()
        scene.act("share", "mentee", ShareDetails(log_id=note_id, person_id=scene.who(person).id))

    return deed


def stop_sharing(scene: PairingScene) -> None:
    """Nobody else is to read what was shown last."""
    scene.act("stop_sharing", "mentee", ShareEnd(share_id=standing_shares(scene.pairing)[-1].id))
