"""What was learned, actions, and the look back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.actions import ActionForm
from forms.fields import LongTextField
from forms.steps import StepForm
from workflows.directory.choices import everybody
from workflows.trust_sessions.details import EvaluationDetails, LookBackDetails


class EvaluationForm(StepForm):
    """What was learned from the day."""

    makes = EvaluationDetails

    learned = LongTextField("What was learned?", required="Say what was learned", max_length=4000, rows=5)
    next_time = LongTextField(
        "What would you do differently next time?",
        required="Say what to do differently next time",
        max_length=4000,
        rows=4,
    )


class SessionActionForm(ActionForm):
    """What somebody in the trust will do by when."""

    def owners(self) -> Iterable[Any]:
        return everybody()


class LookBackForm(StepForm):
    """What has changed in schools since."""

    makes = LookBackDetails

    changed = LongTextField(
        "What has changed in schools since?",
        required="Say what has changed in schools since",
        max_length=4000,
        rows=5,
    )
