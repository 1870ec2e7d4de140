"""On site: the evidence log, and feedback before everybody goes home."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from webapp.demo.scenes import Deed
from webapp.demo.scenes.peer_reviews import ReviewScene
from webapp.demo.topics.peer_reviews import SeenText
from workflows.clock import local, now, today
from workflows.peer_reviews.details import FeedbackDetails
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind, EvidenceStruck
from workflows.peer_reviews.model import ReviewActivity

KEYS: Final = UUID("0c7f1f3a-4a53-4c1c-9c55-3f1f4f0a6d11")
"""From this and from the topic follow the keys of entries: the same in every demo."""


def log(day: int = 1, *, but: tuple[int, ...] = ()) -> Deed:
    """The team sends what it saw on this day of the visit, but for some entries, counted from 1."""

    def deed(scene: ReviewScene) -> None:
        for number, entry in enumerate(scene.topic.seen, start=1):
            slot = scene.slots.get(entry.slot)
            if slot is not None and slot.day == day and number not in but:
                _send(scene, number, entry)

    return deed


def log_late(number: int) -> Deed:
    """An entry, counted from 1, arrives after the others: its phone had no reception."""
    return lambda scene: _send(scene, number, scene.topic.seen[number - 1])


def strike(number: int) -> Deed:
    """Whoever wrote an entry, counted from 1, takes it out again."""

    def deed(scene: ReviewScene) -> None:
        writer = scene.topic.slots[scene.topic.seen[number - 1].slot - 1].reviewer
        details = EvidenceStruck(key=_key(scene, number))
        scene.act("strike_evidence", _team(scene, writer), details)

    return deed


def feedback(scene: ReviewScene) -> None:
    """The lead has told the host what the team saw, and writes down its main messages."""
    topic = scene.topic
    details = FeedbackDetails(given_on=today(), given_to=topic.feedback_to, messages=topic.feedback)
    scene.act("give_feedback", "lead", details)


def _send(scene: ReviewScene, number: int, entry: SeenText) -> None:
    slot = scene.topic.slots[entry.slot - 1]
    activity = next(one for one in scene.review.activities if one.title == slot.title)
    details = EvidenceDetails(
        key=_key(scene, number),
        kind=EvidenceKind(entry.kind),
        question_id=activity.question_id,
        activity_id=activity.id,
        noted_at=_noted_at(activity),
        seen=entry.seen,
    )
    scene.act("log_evidence", _team(scene, slot.reviewer), details)


def _noted_at(activity: ReviewActivity) -> datetime:
    """By the end of the activity, and never later than it arrives."""
    return min(local(activity.on, activity.ends), now())


def _team(scene: ReviewScene, number: int) -> str:
    return (scene.cast.lead, *scene.cast.reviewers)[number]


def _key(scene: ReviewScene, number: int) -> UUID:
    return uuid5(KEYS, f"{scene.cast.topic} {number}")
