"""Minutes, item by item; sending them again; approving them and looking back."""

from __future__ import annotations

from typing import Any, Final

from forms.actions import ActionForm
from forms.fields import CalendarDateField, HiddenField, LongTextField, SelectField, TextField, choice
from forms.people import PersonChangeForm, person_in_words
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import Details, InvalidDetails
from workflows.directory.choices import everybody
from workflows.meetings import Meeting
from workflows.meetings.details import Approval, Correction, ItemMinutes, LookBack, NewAction
from workflows.meetings.queries import ShownItem

PARTS: Final = {"chair": "Whoever leads the meeting", "note_taker": "Whoever takes the minutes"}
_ACTION: Final = {
    "title": "action_title",
    "owner_id": "action_owner_id",
    "due_on": "action_due_on",
    "success_measure": "action_measure",
}
"""Fields of an action, and what they are called in the form of an item."""
_EMPTY: Final[dict[str, None]] = {"owner_id": None, "due_on": None}


class MinutesForm(StepForm):
    """What was said on one item, what was decided, and one action at a time."""

    makes = ItemMinutes
    case: Meeting

    seen = HiddenField()
    notes = LongTextField("Notes", max_length=20_000, rows=8)
    decisions = LongTextField("Decisions", hint="One a line.", max_length=8000, rows=3)
    action_title = TextField("What is to be done?", max_length=160)
    action_owner_id = SelectField("Who will do it?", coerce=int)
    action_due_on = CalendarDateField("By when?")
    action_measure = TextField("How will you know that it worked?", max_length=300)

    def __init__(self, case: Meeting, shown: ShownItem, **kwargs: Any) -> None:
        self.shown = shown
        super().__init__(case, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        words = self.shown.words
        return {
            "seen": str(self.shown.item.revision),
            "notes": words.notes,
            "decisions": words.decisions,
        }

    def offer_choices(self) -> None:
        if self.shown.item.is_confidential:
            for name in _ACTION.values():
                del self[name]
            return
        self.action_owner_id.choices = [choice(one.id, person_in_words(one)) for one in everybody()]

    def details(self) -> Details:
        seen = self.seen.data or ""
        return ItemMinutes(
            item_id=self.shown.item.id,
            notes=self.notes.data or "",
            decisions=self.decisions.data or "",
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
            action=self._action(),
        )

    def _action(self) -> NewAction | None:
        """The action that was typed; none where all its fields are empty."""
        if self.shown.item.is_confidential:
            return None
        given = {name: self[field].data for name, field in _ACTION.items()}
        if not any(given.values()):
            return None
        made: Any = {name: value or _EMPTY.get(name, "") for name, value in given.items()}
        try:
            return NewAction(**made)
        except InvalidDetails as error:
            problems = {_ACTION[name]: problem for name, problem in error.problems.items()}
            raise InvalidDetails(problems) from error


class CorrectionForm(StepForm):
    """What is corrected."""

    makes = Correction

    reason = TextField(
        "What is corrected?",
        required="Say what is corrected, in a sentence",
        hint="Everybody who gets the minutes reads it. The version before stays to be read.",
        max_length=300,
    )


class ApprovalForm(StepForm):
    """When the members approved the minutes."""

    makes = Approval

    on = CalendarDateField("On which day?", required="Enter the day on which they were approved")

    def filled_in(self) -> dict[str, Any]:
        return {"on": today()}


class LookBackForm(StepForm):
    """What has come of it."""

    makes = LookBack

    what_came = LongTextField(
        "What has come of what you decided, and what has not?",
        required="Say what has come of what you decided, and what has not",
        max_length=4000,
        rows=5,
    )


class MeetingActionForm(ActionForm):
    """An action out of a meeting, beside those of its minutes."""

    def owners(self) -> Any:
        return everybody()


class PartForm(PersonChangeForm):
    """Who leads this one meeting, or takes its minutes."""

    case: Meeting

    def parts(self) -> dict[str, str]:
        return PARTS

    def candidates(self) -> Any:
        return [(one.id, person_in_words(one)) for one in everybody()]
