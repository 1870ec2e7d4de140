"""The box of answers to a sheet: what goes in, and what comes out once it is closed.

An answer is no step of the case: its timeline would say who gave it, and when. It goes into the sheet's box,
in the same transaction that notes that its giver has answered, and the box is shuffled and sealed anew. Once
it closes, each question's words are shuffled by themselves, so that not even the three answers of one person
stay together; of fewer than five answers nothing is kept at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from random import SystemRandom
from typing import Any, Final, TypeVar

from workflows import sealing
from workflows.clock import now, today
from workflows.database import db
from workflows.details import Details, InvalidDetails, private
from workflows.errors import AlreadyDone, NotYet
from workflows.feedback.model import FeedbackAsked, FeedbackSheet
from workflows.feedback.questions import CHOICES
from workflows.small_groups import FEWEST

LONGEST_WORDS: Final = 1000
"""Characters in the answer to one question: a few sentences."""

ItemT = TypeVar("ItemT")
_shuffled: Final = SystemRandom()


@dataclass(frozen=True, kw_only=True)
class AnswerDetails(Details):
    """One person's answers: a choice, by its place among those of the sheet, and words for each question."""

    choice: int = private("Choose one of the answers")
    words: tuple[str, ...] = field(default=(), repr=False, metadata={"unsaid": True})

    def problems(self) -> dict[str, str]:
        return {
            f"words_{number}": f"Shorten this to {LONGEST_WORDS:,} characters"
            for number, words in enumerate(self.words, start=1)
            if len(words) > LONGEST_WORDS
        }


def answer(asked: FeedbackAsked, details: AnswerDetails) -> None:
    """Put somebody's answers into the box, once, in the caller's transaction.

    Raises AlreadyDone where they have answered, NotYet where the sheet is not open, InvalidDetails.
    """
    sheet = db.session.get_one(FeedbackSheet, asked.sheet_id, with_for_update=True, populate_existing=True)
    db.session.refresh(asked)
    if asked.has_answered:
        raise AlreadyDone("You have answered already.")
    if not takes_answers(sheet):
        raise NotYet("Answers are not taken any more.")
    if details.choice not in range(len(CHOICES[sheet.kind])):
        raise InvalidDetails({"choice": "Choose one of the answers"})
    asks = sheet.questions[1:]
    words = [said.strip() for said, _ in zip_longest(details.words[: len(asks)], asks, fillvalue="")]
    _put(sheet, [*_taken_out(sheet), {"choice": details.choice, "words": words}])
    asked.has_answered = True
    db.session.flush()


def takes_answers(sheet: FeedbackSheet) -> bool:
    """Whether the sheet can be answered now: on its last day until midnight."""
    return sheet.is_open and sheet.closes_on is not None and today() <= sheet.closes_on


def close_box(sheet: FeedbackSheet, at: datetime | None = None) -> None:
    """Count and keep what may be told, in the caller's transaction, which holds the sheet."""
    answers = _taken_out(sheet)
    sheet.closed_at, sheet.due_at, sheet.answered = at or now(), None, len(answers)
    if len(answers) < FEWEST:
        sheet.box = None
        return
    chosen = Counter(one["choice"] for one in answers)
    sheet.counts = [chosen[number] for number in range(len(CHOICES[sheet.kind]))]
    of_question = zip(*(one["words"] for one in answers), strict=True)
    _put(sheet, [_mixed([words for words in said if words]) for said in of_question])


def words_of(sheet: FeedbackSheet) -> list[list[str]]:
    """What was written to each question for words, in no order; empty until the sheet is closed."""
    if sheet.closed_at is None:
        return []
    return [_mixed(said) for said in _taken_out(sheet)]


def _put(sheet: FeedbackSheet, contents: list[Any]) -> None:
    sheet.box = sealing.seal(
        _mixed(contents) if sheet.closed_at is None else contents,
        place_id=sheet.case_id,
        trust_id=sheet.trust_id,
        what=_called(sheet),
    )


def _taken_out(sheet: FeedbackSheet) -> list[Any]:
    if sheet.box is None:
        return []
    found: list[Any] = sealing.unseal(sheet.box, place_id=sheet.case_id, what=_called(sheet))
    return found


def _called(sheet: FeedbackSheet) -> str:
    return f"feedback {sheet.id}"


def _mixed(items: list[ItemT]) -> list[ItemT]:
    return _shuffled.sample(items, len(items))
