"""What has changed, and whether it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.fields import DaysField, LongTextField, RadiosField, choice
from forms.steps import StepForm
from forms.support_requests.agreeing import YES_PARTLY_NO
from workflows.details import Details
from workflows.support_requests import SupportRequest
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
from workflows.support_requests.model import SuccessMeasure

IMPACTS = [
    choice(Impact.NOT_YET, "Not yet"),
    choice(Impact.PARTLY, "Partly"),
    choice(Impact.ACHIEVED, "Achieved"),
]


class EvaluationForm(StepForm):
    """A judgement on each success measure, and on the whole; made by `evaluation_form`."""

    makes = EvaluationDetails
    case: SupportRequest

    worth_it = RadiosField(
        "Was it worth the days?",
        coerce=Working,
        choices=YES_PARTLY_NO,
        required="Choose whether it was worth the days",
    )
    comment = LongTextField("Anything else, if you like", rows=3)

    def judged(self) -> Iterator[tuple[SuccessMeasure, Any, Any]]:
        """Each measure with its two fields."""
        for measure in self.case.measures:
            yield measure, self[f"impact_{measure.id}"], self[f"evidence_{measure.id}"]

    def details(self) -> Details:
        outcomes = tuple(
            Outcome(measure_id=measure.id, impact=impact.data, evidence=evidence.data)
            for measure, impact, evidence in self.judged()
        )
        return EvaluationDetails(
            outcomes=outcomes, worth_it=self.worth_it.data, comment=self.comment.data or ""
        )


def evaluation_form(case: SupportRequest, **kwargs: Any) -> EvaluationForm:
    """The form for this request's own measures: two fields for each."""
    fields: dict[str, Any] = {}
    for measure in case.measures:
        fields[f"impact_{measure.id}"] = RadiosField(
            "How far was this reached?",
            coerce=Impact,
            choices=IMPACTS,
            required=f"Choose how far this was reached: {measure.text}",
        )
        fields[f"evidence_{measure.id}"] = LongTextField(
            "How do you know?", required=f"Say how you know: {measure.text}", rows=3
        )
    form: type[EvaluationForm] = type("EvaluationFormHere", (EvaluationForm,), fields)
    return form(case, **kwargs)


class GiverViewForm(StepForm):
    """How the giver saw it."""

    makes = GiverView

    view = LongTextField("How did it go, as you saw it?", required="Say how it went, as you saw it", rows=6)
    learned = LongTextField("What did you or your own school learn from it?", rows=4)


class FollowUpForm(StepForm):
    """How things stand some time later."""

    makes = FollowUpDetails

    now = LongTextField("How do things stand now?", required="Say how things stand now", rows=5)
    evidence = LongTextField("How do you know?", rows=3)


class ExtendForm(StepForm):
    """More days, and what for."""

    makes = ExtendDetails

    days = DaysField("How many more days?", required="Enter how many more days are needed, such as 2.5")
    reason = LongTextField(
        "What are they for?", required="Say what the extra days are for", max_length=2000, rows=4
    )


class SummaryForm(StepForm):
    """What governors may read."""

    makes = SummaryDetails
    case: SupportRequest

    summary = LongTextField(
        "Summary for governors",
        required="Write the summary for governors; name no pupils and no staff",
        hint="What was asked for, what has changed, what comes next. Name no pupils and no staff.",
        rows=10,
    )

    def filled_in(self) -> dict[str, Any]:
        return {"summary": self.case.summary}
