"""Forms of transitions: each makes the details, and puts what the workflow refuses beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, ClassVar

from forms.fields import CalendarDateField, Form, LongTextField
from workflows.cases import Case
from workflows.details import Details, InvalidDetails, NoteDetails, PauseDetails, Reason


class StepForm(Form):
    """The form of one transition on one case; its fields are called as those of the details it makes."""

    #: none for a transition that only has to be confirmed
    makes: ClassVar[type[Details] | None] = None

    def __init__(
        self, case: Case, *, asked: Mapping[str, Any] | None = None, reader_id: int = 0, **kwargs: Any
    ) -> None:
        """`asked` is what the address asks for, such as which visit; it fills in and decides nothing.

        `reader_id` is whoever the form is for.
        """
        self.case = case
        self.asked = asked or {}
        self.reader_id = reader_id
        #: the details, once `read` has found everything sound
        self.made: Details | None = None
        super().__init__(version=case.version, data=self.filled_in(), **kwargs)
        self.offer_choices()

    def filled_in(self) -> dict[str, Any]:
        """What the fields hold before anybody types."""
        return {}

    def offer_choices(self) -> None:
        """Fill the fields that choose from people, schools and visits."""

    def details(self) -> Details | None:
        """The details as typed. Raises InvalidDetails."""
        if self.makes is None:
            return None
        given = {
            one.name: _plain(self[one.name].data)
            for one in fields(self.makes)
            if one.name in self and not (self[one.name].data is None and one.default is not MISSING)
        }
        return self.makes(**given)

    def read(self) -> bool:
        """Whether everything typed is sound; `made` then holds the details."""
        if not self.validate_on_submit():
            return False
        try:
            self.made = self.details()
        except InvalidDetails as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: InvalidDetails) -> None:
        """Put what the workflow did not accept beside the fields."""
        for field, problem in error.problems.items():
            self.add_problem(field, problem)


class ConfirmForm(StepForm):
    """A button, and time to think before it is pressed."""


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


class ReasonForm(StepForm):
    """Why."""

    makes = Reason

    reason = LongTextField("Why?", required="Say why, in a sentence or two", max_length=2000, rows=4)


class NoteForm(StepForm):
    """A note to the others on the case."""

    makes = NoteDetails

    text = LongTextField("Your note", required="Write the note", max_length=4000, rows=6)


class PauseForm(StepForm):
    """Why a case stands still, and until when."""

    makes = PauseDetails

    reason = LongTextField("Why is this paused?", required="Say why this is paused", max_length=2000, rows=4)
    look_again_on = CalendarDateField(
        "When should it be looked at again?", required="Enter the date on which to look at this again"
    )
