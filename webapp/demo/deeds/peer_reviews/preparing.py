"""Before the visit: the self-review, the questions and the timetable."""

from __future__ import annotations

from datetime import time
from typing import Any

from webapp.demo.scenes import Deed
from webapp.demo.scenes.peer_reviews import ReviewScene
from webapp.demo.topics.peer_reviews import SlotText
from workflows.peer_reviews.details import (
    ActivityChange,
    ActivityDetails,
    ActivityOff,
    FocusJudgement,
    Judgement,
    ScopeDetails,
    SelfAnswer,
    SelfReviewDetails,
)


def write_self_review(part: str = "head", *, answers: int | None = None) -> Deed:
    """Write the self-review: the first so many answers only, or all of it with the host's own judgements."""

    def deed(scene: ReviewScene) -> None:
        said = zip(scene.review.answers, scene.topic.answers[:answers], strict=False)
        details = SelfReviewDetails(
            answers=tuple(SelfAnswer(question_id=row.id, answer=text) for row, text in said),
            foci=_judged(scene) if answers is None else (),
        )
        scene.act("write_self_review", part, details)

    return deed


def _judged(scene: ReviewScene) -> tuple[FocusJudgement, ...]:
    return tuple(
        FocusJudgement(focus_area_id=focus.focus_area_id, judgement=Judgement(how), evidence=evidence)
        for focus, (how, evidence) in zip(scene.review.foci, scene.topic.judged, strict=True)
    )


def write_scope(by: str = "lead", *, readers: tuple[str, ...] = (), count: int | None = None) -> Deed:
    """Write the questions, all or the first so many, and who will read the report."""

    def deed(scene: ReviewScene) -> None:
        details = ScopeDetails(
            questions=scene.topic.questions[:count],
            reader_ids=tuple(scene.settled.people[key].id for key in readers),
            note=scene.topic.scope_note,
        )
        scene.act("write_scope", by, details)

    return deed


def fill_timetable(*numbers: int, by: str = "lead") -> Deed:
    """Put these lines into the timetable, counted from 1; all of them where none is named."""

    def deed(scene: ReviewScene) -> None:
        for number, slot in scene.slots.items():
            if not numbers or number in numbers:
                scene.act("add_activity", by, ActivityDetails(**_line(scene, slot)))

    return deed


def put_earlier(number: int, minutes: int, *, by: str = "head") -> Deed:
    """A line of the timetable, counted from 1, begins and ends earlier by so many minutes."""

    def deed(scene: ReviewScene) -> None:
        slot = scene.topic.slots[number - 1]
        line = _line(scene, slot)
        line |= {name: _earlier(getattr(slot, name), minutes) for name in ("starts", "ends")}
        details = ActivityChange(activity_id=_activity_id(scene, slot), **line)
        scene.act("change_activity", by, details)

    return deed


def take_out(number: int, *, by: str = "head") -> Deed:
    """Take a line, counted from 1, out of the timetable."""

    def deed(scene: ReviewScene) -> None:
        details = ActivityOff(activity_id=_activity_id(scene, scene.topic.slots[number - 1]))
        scene.act("drop_activity", by, details)

    return deed


def _earlier(at: str, minutes: int) -> time:
    then = time.fromisoformat(at)
    total = then.hour * 60 + then.minute - minutes
    return time(total // 60, total % 60)


def _line(scene: ReviewScene, slot: SlotText) -> dict[str, Any]:
    asked = scene.review.questions
    return {
        "on": scene.review.visit_days[slot.day - 1],
        "starts": time.fromisoformat(slot.starts),
        "ends": time.fromisoformat(slot.ends),
        "title": slot.title,
        "place": slot.place,
        "question_id": asked[slot.question - 1].id if slot.question else None,
        "reviewer_id": scene.on_team(slot.reviewer).id,
        "colleague_id": scene.settled.people[slot.colleague].id,
    }


def _activity_id(scene: ReviewScene, slot: SlotText) -> int:
    return next(one.id for one in scene.review.activities if one.title == slot.title)
