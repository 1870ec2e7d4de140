"""The self-review: the trust's own questions, and the school's own judgement of each focus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wtforms import Field

from forms.fields import LongTextField, RadiosField, choice
from forms.steps import StepForm
from workflows.details import LONGEST_TEXT, Details
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import FocusJudgement, Judgement, SelfAnswer, SelfReviewDetails
from workflows.peer_reviews.model import ReviewFocus, SelfReviewAnswer

JUDGEMENTS: Final = {
    Judgement.EMBEDDED: ("Embedded", "It happens everywhere, and would go on without us"),
    Judgement.SECURE: ("Secure", "It happens nearly everywhere, most of the time"),
    Judgement.GROWING: ("Growing", "It has begun, and works in places"),
    Judgement.BEGINNING: ("Beginning", "We have started to think about it"),
}
"""How a school sees a focus: a word, and what it means."""


class SelfReviewForm(StepForm):
    """A draft as long as its writers like; made by `self_review_form`."""

    makes = SelfReviewDetails
    case: PeerReview

    def filled_in(self) -> dict[str, Any]:
        found: dict[str, Any] = {f"answer_{one.id}": one.answer for one in self.case.answers}
        for focus in self.case.foci:
            found[f"judgement_{focus.focus_area_id}"] = focus.judgement
            found[f"evidence_{focus.focus_area_id}"] = focus.evidence
        return found

    def asked_questions(self) -> Iterator[tuple[SelfReviewAnswer, Field]]:
        """Each question with its field."""
        for row in self.case.answers:
            yield row, self[f"answer_{row.id}"]

    def judged(self) -> Iterator[tuple[ReviewFocus, Field, Field]]:
        """Each focus with its two fields."""
        for focus in self.case.foci:
            number = focus.focus_area_id
            yield focus, self[f"judgement_{number}"], self[f"evidence_{number}"]

    def details(self) -> Details:
        return SelfReviewDetails(
            answers=tuple(
                SelfAnswer(question_id=row.id, answer=field.data or "")
                for row, field in self.asked_questions()
            ),
            foci=tuple(
                FocusJudgement(
                    focus_area_id=focus.focus_area_id, judgement=chosen.data, evidence=how.data or ""
                )
                for focus, chosen, how in self.judged()
            ),
        )


def self_review_form(case: PeerReview, **kwargs: Any) -> SelfReviewForm:
    """The form for this review's own questions and foci."""
    fields: dict[str, Any] = {}
    for row in case.answers:
        fields[f"answer_{row.id}"] = LongTextField(
            row.question, hint=row.hint, max_length=LONGEST_TEXT, rows=6
        )  # fmt: skip
    for focus in case.foci:
        number, name = focus.focus_area_id, focus.focus_area.name
        fields[f"judgement_{number}"] = RadiosField(
            f"Your own judgement of {name}",
            coerce=Judgement,
            choices=[choice(one, word, meaning) for one, (word, meaning) in JUDGEMENTS.items()],
        )
        fields[f"evidence_{number}"] = LongTextField(
            f"How do you know it of {name}?",
            hint="What you have seen, heard, read or counted. Add files on the page of the review.",
            max_length=LONGEST_TEXT,
            rows=5,
        )
    made: type[SelfReviewForm] = type("SelfReviewHere", (SelfReviewForm,), fields)
    return made(case, **kwargs)
