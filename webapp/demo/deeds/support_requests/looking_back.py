"""From the evaluation until the request is closed, and opened again."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from webapp.demo.scenes.support_requests import RequestScene
from workflows.support_requests.details import (
    EvaluationDetails,
    ExtendDetails,
    FollowUpDetails,
    GiverView,
    Impact,
    Outcome,
    SummaryDetails,
    Working,
)


def evaluate(*impacts: Impact, worth_it: Working = Working.YES, comment: str = "") -> Deed:
    """Judge the success measures in their order."""

    def deed(scene: RequestScene) -> None:
        judged = zip(scene.request.measures, impacts, scene.topic.outcomes, strict=True)
        outcomes = tuple(
            Outcome(measure_id=measure.id, impact=impact, evidence=evidence)
            for measure, impact, evidence in judged
        )
        scene.act(
            "evaluate", "head", EvaluationDetails(outcomes=outcomes, worth_it=worth_it, comment=comment)
        )

    return deed


def add_view(scene: RequestScene) -> None:
    scene.act("add_view", "giver", GiverView(view=scene.topic.view, learned=scene.topic.learned))


def look_back(name: str, text: int = 0) -> Deed:
    """Say how things stand: `name` is sustained, still_sustained or slipping; `text` is the topic's."""
    return lambda scene: scene.act(name, "head", FollowUpDetails(now=scene.topic.later[text]))


def extend(days: float, reason: str) -> Deed:
    return lambda scene: scene.act("extend", "head", ExtendDetails(days=days, reason=reason))


def release_summary(scene: RequestScene) -> None:
    scene.act("release_summary", "head", SummaryDetails(summary=scene.topic.summary))
