"""What people of the demo answer when they are asked how a meeting was, and whether it changed practice."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from sqlalchemy import select

from webapp.demo.topics import HERE
from workflows.clock import today
from workflows.database import db
from workflows.feedback.box import AnswerDetails, answer, takes_answers
from workflows.feedback.model import FeedbackAsked, FeedbackSheet, SheetKind
from workflows.school_calendar import CENTRAL

AFTER: Final = 3
"""Working days for which people leave it lying about: before the first reminder."""
SILENT: Final = 4
"""One in so many never answers."""
WORDS: Final = {SheetKind.MINUTE: ("different", "change"), SheetKind.PRACTICE: ("happened",)}


@cache
def _said() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((HERE / "feedback.toml").read_text(encoding="utf-8"))
    return found


def answer_questions() -> None:
    """Most of those who were asked some days ago answer today, in the caller's transaction."""
    rows = db.session.scalars(
        select(FeedbackAsked)
        .join(FeedbackSheet, FeedbackSheet.id == FeedbackAsked.sheet_id)
        .where(FeedbackSheet.closed_at.is_(None), FeedbackAsked.has_answered.is_(False))
        .order_by(FeedbackAsked.id)
    ).all()
    for asked in rows:
        sheet = asked.sheet
        waited = CENTRAL.working_days_between(sheet.asked_on or today(), today())
        if waited >= AFTER and takes_answers(sheet) and asked.id % SILENT:
            answer(asked, _answers(sheet, asked.id))


def _answers(sheet: FeedbackSheet, number: int) -> AnswerDetails:
    words = tuple(_said()[name][number % len(_said()[name])] for name in WORDS[sheet.kind])
    is_minute = sheet.kind is SheetKind.MINUTE
    choice = (3, 2, 3, 2, 1)[number % 5] if is_minute else (0, 1, 0, 2)[number % 4]
    return AnswerDetails(choice=choice, words=words)
