"""Oral feedback, the sections of the report, and the check of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wtforms import Field

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    HiddenField,
    LongTextField,
    RadiosField,
    TextField,
    choice,
)
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import LONGEST_TEXT, Details, InvalidDetails
from workflows.directory.choices import focus_areas
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import (
    CommentAnswer,
    CommentDetails,
    CommentOutcome,
    EstimatesDetails,
    FeedbackDetails,
    Judgement,
    PeerEstimate,
    Section,
    SectionDetails,
    Theme,
    ThemeKind,
    ThemesDetails,
)
from workflows.peer_reviews.model import ReviewFocus

JUDGEMENTS: Final = [choice(one.value, one.value.capitalize()) for one in Judgement]


class FeedbackForm(StepForm):
    """That feedback was given in person."""

    makes = FeedbackDetails
    case: PeerReview

    given_on = CalendarDateField(
        "When did you give feedback?", required="Enter the day on which you gave feedback"
    )
    given_to = TextField(
        "Who was there?", required="Say who was there", hint="Such as “the head and both deputies”."
    )
    messages = LongTextField(
        "The main messages, as you said them",
        required="Write the main messages, as you said them",
        hint="The host and the team read this. Name no pupils and no teachers.",
        max_length=LONGEST_TEXT,
        rows=8,
    )

    def filled_in(self) -> dict[str, Any]:
        return {"given_on": min(today(), self.case.visit_ends_on)}


class SectionForm(StepForm):
    """One section, as an author leaves it."""

    makes = SectionDetails
    case: PeerReview

    based_on = HiddenField(max_length=9)
    text = LongTextField("What it says", max_length=LONGEST_TEXT, rows=18)

    @property
    def section(self) -> Section:
        found: Section = self.asked["section"]
        return found

    def filled_in(self) -> dict[str, Any]:
        row = next(one for one in self.case.sections if one.section is self.section)
        return {"based_on": str(row.revision), "text": row.text}

    def details(self) -> SectionDetails:
        sent = self.based_on.data or ""
        based_on = int(sent) if sent.isascii() and sent.isdigit() else 0
        return SectionDetails(section=self.section, based_on=based_on, text=self.text.data or "")


class ThemesForm(StepForm):
    """What the report is about."""

    makes = ThemesDetails
    case: PeerReview

    strengths = CheckboxesField("Strengths in", coerce=int)
    develop = CheckboxesField("To be developed in", coerce=int)

    def filled_in(self) -> dict[str, Any]:
        found: dict[ThemeKind, list[int]] = {kind: [] for kind in ThemeKind}
        for one in self.case.themes:
            found[one.kind].append(one.focus_area_id)
        return {"strengths": found[ThemeKind.STRENGTH], "develop": found[ThemeKind.DEVELOP]}

    def offer_choices(self) -> None:
        """The foci of the review come first."""
        offered = {one.focus_area_id: one.focus_area.name for one in self.case.foci} | dict(focus_areas())
        for one in self.case.themes:
            offered.setdefault(one.focus_area_id, one.focus_area.name)  # chosen before it was retired
        for field in (self.strengths, self.develop):
            field.choices = [choice(area, name) for area, name in offered.items()]

    def details(self) -> Details:
        chosen = {ThemeKind.STRENGTH: self.strengths.data, ThemeKind.DEVELOP: self.develop.data}
        return ThemesDetails(
            themes=tuple(
                Theme(focus_area_id=area, kind=kind) for kind, areas in chosen.items() for area in areas or ()
            )
        )

    def refuse(self, error: InvalidDetails) -> None:
        """What is wrong with the themes stands beside the first list."""
        for problem in error.problems.values():
            self.add_problem("strengths", problem)


class EstimatesForm(StepForm):
    """How the peers see each focus; made by `estimates_form`."""

    makes = EstimatesDetails
    case: PeerReview

    def filled_in(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.case.foci:
            found[f"estimate_{one.focus_area_id}"] = one.estimate.value if one.estimate else None
            found[f"because_{one.focus_area_id}"] = one.estimated_because
        return found

    def by_focus(self) -> Iterator[tuple[ReviewFocus, Field, Field]]:
        """Each focus with its two fields."""
        for one in self.case.foci:
            yield one, self[f"estimate_{one.focus_area_id}"], self[f"because_{one.focus_area_id}"]

    def details(self) -> Details:
        return EstimatesDetails(
            estimates=tuple(
                PeerEstimate(
                    focus_area_id=one.focus_area_id,
                    estimate=Judgement(estimate.data),
                    because=because.data or "",
                )
                for one, estimate, because in self.by_focus()
            )
        )


def estimates_form(case: PeerReview, **kwargs: Any) -> EstimatesForm:
    """The form for this review's own foci."""
    fields: dict[str, Field] = {}
    for one in case.foci:
        fields[f"estimate_{one.focus_area_id}"] = RadiosField(
            f"How do you see {one.focus_area.name}?", choices=JUDGEMENTS, required="Choose how you see it"
        )
        fields[f"because_{one.focus_area_id}"] = LongTextField(
            "Why?", required="Say why", max_length=LONGEST_TEXT, rows=4
        )
    made: type[EstimatesForm] = type("EstimatesFormHere", (EstimatesForm,), fields)
    return made(case, **kwargs)


class CommentForm(StepForm):
    """What the host says about the facts of a section."""

    makes = CommentDetails

    about = LongTextField(
        "Which words is it about?",
        hint="Copy them from the report. Leave it empty for the whole section.",
        max_length=2000,
        rows=2,
    )
    comment = LongTextField(
        "What is not right, and what is?",
        required="Say what is not right, and what is",
        hint="Facts only: what you would judge differently belongs into your conversation with the lead.",
        max_length=LONGEST_TEXT,
        rows=5,
    )

    def details(self) -> Details:
        return CommentDetails(
            section=self.asked["section"], about=self.about.data or "", comment=self.comment.data or ""
        )


class AnswerForm(StepForm):
    """What became of a comment."""

    makes = CommentAnswer

    outcome = RadiosField(
        "What have you done?",
        choices=[
            choice(CommentOutcome.CHANGED.value, "We have changed the report"),
            choice(CommentOutcome.KEPT.value, "The report stays as it is", "Say why, below."),
        ],
        required="Choose whether you changed the report or kept it",
    )
    answer = LongTextField("Your answer", hint="The host reads it.", max_length=LONGEST_TEXT, rows=4)

    def details(self) -> Details:
        return CommentAnswer(
            comment_id=self.asked["comment"].id,
            outcome=CommentOutcome(self.outcome.data),
            answer=self.answer.data or "",
        )
