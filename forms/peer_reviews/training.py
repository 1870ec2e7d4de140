"""Who is trained to review, and the trust's questions of the self-review."""

from __future__ import annotations

from forms.fields import (
    CalendarDateField,
    CheckboxField,
    Form,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
)
from workflows.peer_reviews.template import LONGEST_HINT, LONGEST_PROMPT, PromptDetails
from workflows.peer_reviews.training import MOST_IN_A_YEAR, TrainingDetails


class TrainingForm(Form):
    """What somebody is trained for, and how much they can take on."""

    trained_on = CalendarDateField("When were they trained?", required="Enter when they were trained")
    can_lead = CheckboxField("They are trained to lead a review")
    most_reviews = WholeNumberField(
        "How many reviews a year?",
        required="Enter how many reviews a year, such as 2",
        hint="Whoever forms a team sees when they have done as many.",
        least=1,
        most=MOST_IN_A_YEAR,
        width=2,
    )

    def details(self) -> TrainingDetails:
        """Raises InvalidDetails."""
        return TrainingDetails(
            trained_on=self.trained_on.data,
            can_lead=bool(self.can_lead.data),
            most_reviews=self.most_reviews.data or 0,
        )


class NewTrainingForm(TrainingForm):
    """The same of somebody who is not in the list yet."""

    person_id = SelectField("Who is trained?", coerce=int, required="Choose who is trained")


class PromptForm(Form):
    """A question of the self-review, and what helps to answer it."""

    text = TextField("Question", required="Write the question", max_length=LONGEST_PROMPT)
    hint = LongTextField(
        "What helps to answer it", hint="It stands below the question.", max_length=LONGEST_HINT, rows=3
    )

    def details(self) -> PromptDetails:
        """Raises InvalidDetails."""
        return PromptDetails(text=self.text.data or "", hint=self.hint.data or "")
