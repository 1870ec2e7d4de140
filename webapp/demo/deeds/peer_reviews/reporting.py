"""The report: written by several, checked by the host, agreed by its head."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from webapp.demo.scenes.peer_reviews import ReviewScene
from workflows.peer_reviews.details import (
    CommentAnswer,
    CommentDetails,
    CommentOutcome,
    CommentWithdrawn,
    EstimatesDetails,
    Judgement,
    PeerEstimate,
    Section,
    SectionDetails,
    Theme,
    ThemeKind,
    ThemesDetails,
)
from workflows.peer_reviews.model import FactualComment, ReportSection


def write(part: str, *sections: str) -> Deed:
    """Write these sections of the topic's report; what stands there from the plan stays on top of them."""

    def deed(scene: ReviewScene) -> None:
        for name in sections:
            _write(scene, part, Section(name), scene.topic.report[name])

    return deed


def write_half(part: str, section: str) -> Deed:
    """Write the first paragraph of a section only."""

    def deed(scene: ReviewScene) -> None:
        _write(scene, part, Section(section), scene.topic.report[section].split("\n\n")[0])

    return deed


def _write(scene: ReviewScene, part: str, section: Section, text: str) -> None:
    row = _section(scene, section)
    begun = f"{row.text}\n\n" if section in (Section.CONTEXT, Section.METHODS) and row.revision == 1 else ""
    details = SectionDetails(section=section, based_on=row.revision, text=f"{begun}{text}")
    scene.act("write_section", part, details)


def _section(scene: ReviewScene, section: Section) -> ReportSection:
    return next(row for row in scene.review.sections if row.section is section)


def name_themes(part: str = "lead") -> Deed:
    """Say what the report is about."""

    def deed(scene: ReviewScene) -> None:
        named = {ThemeKind.STRENGTH: scene.topic.strong, ThemeKind.DEVELOP: scene.topic.develop}
        themes = tuple(
            Theme(focus_area_id=scene.settled.focus[name].id, kind=kind)
            for kind, names in named.items()
            for name in names
        )
        scene.act("write_themes", part, ThemesDetails(themes=themes))

    return deed


def estimate(scene: ReviewScene) -> None:
    """How the team sees each focus."""
    given = tuple(
        PeerEstimate(focus_area_id=focus.focus_area_id, estimate=Judgement(how), because=why)
        for focus, (how, why) in zip(scene.review.foci, scene.topic.estimated, strict=True)
    )
    scene.act("write_estimates", "lead", EstimatesDetails(estimates=given))


def comment(*numbers: int, by: str = "head") -> Deed:
    """The host comments on facts: these comments of the topic, counted from 1, or all."""

    def deed(scene: ReviewScene) -> None:
        for number, said in enumerate(scene.topic.comments, start=1):
            if not numbers or number in numbers:
                details = CommentDetails(
                    section=Section(said.section), about=said.about, comment=said.comment
                )
                scene.act("comment", by, details)

    return deed


def withdraw_last(scene: ReviewScene) -> None:
    """The host thinks better of the last comment."""
    scene.act("withdraw_comment", "head", CommentWithdrawn(comment_id=scene.review.comments[-1].id))


def answer_comments(part: str = "lead") -> Deed:
    """Answer what waits, and change the report where the host is right."""

    def deed(scene: ReviewScene) -> None:
        for row in scene.review.comments:
            if row.outcome is CommentOutcome.WAITING:
                _answer(scene, part, row)

    return deed


def _answer(scene: ReviewScene, part: str, row: FactualComment) -> None:
    said = next(one for one in scene.topic.comments if one.comment == row.comment)
    outcome = CommentOutcome(said.outcome)
    if outcome is CommentOutcome.CHANGED:
        section = _section(scene, row.section)
        text = section.text.replace(said.about, said.answer)
        details = SectionDetails(section=row.section, based_on=section.revision, text=text)
        scene.act("write_section", part, details)
    answer = "" if outcome is CommentOutcome.CHANGED else said.answer
    scene.act("answer_comment", part, CommentAnswer(comment_id=row.id, outcome=outcome, answer=answer))
