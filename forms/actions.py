"""Actions: claiming, verifying, putting off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.fields import CalendarDateField, LongTextField, RadiosField, SelectField, TextField, choice
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.actions import ActionDetails, DeferDetails, DoneDetails, HandOverDetails, Impact, VerifyDetails
from workflows.directory.choices import everybody


class ActionForm(StepForm):
    """What somebody will do by when, out of a case of any kind."""

    makes = ActionDetails

    title = TextField("What is to be done?", required="Say what is to be done", max_length=160)
    owner_id = SelectField("Who will do it?", coerce=int, required="Choose who will do it")
    due_on = CalendarDateField("By when?", required="Enter the date by which it is done")
    success_measure = LongTextField(
        "How will you know that it worked?", required="Say how you will know that it worked", rows=3
    )

    def owners(self) -> Iterable[Any]:
        """Who could do it."""
        raise NotImplementedError

    def offer_choices(self) -> None:
        self.owner_id.choices = [choice(one.id, person_in_words(one)) for one in self.owners()]


class DoneForm(StepForm):
    """What was done."""

    makes = DoneDetails

    what_was_done = LongTextField("What was done?", required="Say what was done", rows=5)


class VerifyForm(StepForm):
    """What difference it has made."""

    makes = VerifyDetails

    impact = RadiosField(
        "What difference has it made?",
        coerce=Impact,
        choices=[
            choice(Impact.NONE, "No impact", "It was done, and nothing has changed yet"),
            choice(Impact.SOME, "Some impact", "You can see a difference"),
            choice(Impact.EMBEDDED, "Embedded", "It has become the way things are done"),
        ],
        required="Choose what difference it has made",
    )
    evidence = LongTextField("How do you know?", required="Say how you know", rows=4)


class HandOverForm(StepForm):
    """Who takes an action on."""

    makes = HandOverDetails

    owner_id = SelectField("Who takes it on?", coerce=int, required="Choose who takes it on")
    reason = TextField("Why, if it needs saying")

    def offer_choices(self) -> None:
        self.owner_id.choices = [
            choice(one.id, f"{one.name}, {one.school}" if one.school else one.name)
            for one in everybody()
            if one.id != getattr(self.case, "owner_id", None)
        ]


class DeferForm(StepForm):
    """Until when, and why."""

    makes = DeferDetails

    until = CalendarDateField("New date", required="Enter the new date")
    reason = LongTextField(
        "Why does it have to wait?", required="Say why it has to wait", max_length=2000, rows=3
    )
