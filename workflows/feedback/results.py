"""What may be read of feedback: whole sheets of five answers or more, once they are closed, and not before.

Until then a page says nothing that changes with an answer, so that nobody can tell by looking twice what the
last one was. A sheet stands for itself: it is shown for no group within it, neither by school nor by part.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from workflows.clock import LONDON
from workflows.database import db
from workflows.feedback.box import words_of
from workflows.feedback.model import FeedbackAsked, FeedbackSheet, SheetKind
from workflows.feedback.questions import CHOICES


class Standing(Enum):
    """How it stands with a sheet."""

    AHEAD = auto()
    OPEN = auto()
    #: fewer than five were there
    NOT_ASKED = auto()
    #: closed with fewer than five answers: nothing is told
    FEW = auto()
    TOLD = auto()


@dataclass(frozen=True)
class Said:
    """What was written to one question, in no order."""

    question: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Results:
    """One sheet as a reader of its meeting may see it."""

    kind: SheetKind
    standing: Standing
    #: the first question, empty until it was asked
    question: str
    ask_on: date | None
    closes_on: date | None
    asked: int
    #: none while it is open
    answered: int | None
    #: how many chose what; empty where that is not told
    counts: tuple[tuple[str, int], ...] = ()
    said: tuple[Said, ...] = ()


def results_of(case_id: int, *, with_words: bool = False) -> tuple[Results, ...]:
    """The sheets of a meeting, in the order in which they are asked."""
    asked = (
        select(func.count(FeedbackAsked.id))
        .where(FeedbackAsked.sheet_id == FeedbackSheet.id)
        .correlate(FeedbackSheet)
        .scalar_subquery()
    )
    statement = select(FeedbackSheet, asked).where(FeedbackSheet.case_id == case_id)
    if with_words:
        statement = statement.options(undefer(FeedbackSheet.box))
    rows = db.session.execute(statement.order_by(FeedbackSheet.kind)).all()
    return tuple(_results(sheet, number, with_words=with_words) for sheet, number in rows)


def standing_of(sheet: FeedbackSheet) -> Standing:
    """How it stands with a sheet."""
    if sheet.closed_at is None:
        return Standing.AHEAD if sheet.asked_at is None else Standing.OPEN
    if sheet.asked_at is None:
        return Standing.NOT_ASKED
    return Standing.FEW if sheet.counts is None else Standing.TOLD


def _results(sheet: FeedbackSheet, asked: int, *, with_words: bool) -> Results:
    standing = standing_of(sheet)
    is_told = standing is Standing.TOLD
    said = zip(sheet.questions[1:], words_of(sheet), strict=True) if is_told and with_words else ()
    return Results(
        kind=sheet.kind,
        standing=standing,
        question=next(iter(sheet.questions), ""),
        ask_on=sheet.due_at.astimezone(LONDON).date() if sheet.due_at else None,
        closes_on=sheet.closes_on,
        asked=asked,
        answered=sheet.answered,
        counts=_counts(sheet),
        said=tuple(Said(question, tuple(words)) for question, words in said),
    )


def _counts(sheet: FeedbackSheet) -> tuple[tuple[str, int], ...]:
    return tuple(zip(CHOICES[sheet.kind], sheet.counts or (), strict=False))


def practice_changed(case_ids: Collection[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Whether each of these meetings changed practice: how many said what; only those of which it is told."""
    rows = db.session.execute(
        select(FeedbackSheet.case_id, FeedbackSheet.counts).where(
            FeedbackSheet.case_id.in_(case_ids),
            FeedbackSheet.kind == SheetKind.PRACTICE,
            FeedbackSheet.answered.is_not(None),
        )
    )
    choices = CHOICES[SheetKind.PRACTICE]
    return {case_id: tuple(zip(choices, counts, strict=True)) for case_id, counts in rows if counts}


def asked_now(case_id: int, person_id: int) -> FeedbackAsked | None:
    """The sheet of a meeting that this person could answer now; None where there is none."""
    return db.session.scalars(
        select(FeedbackAsked)
        .join(FeedbackSheet, FeedbackSheet.id == FeedbackAsked.sheet_id)
        .where(
            FeedbackSheet.case_id == case_id,
            FeedbackSheet.asked_at.is_not(None),
            FeedbackSheet.closed_at.is_(None),
            FeedbackAsked.person_id == person_id,
            FeedbackAsked.has_answered.is_(False),
        )
        .order_by(FeedbackSheet.kind)
    ).first()
