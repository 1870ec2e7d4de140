"""The programme, what was learned, actions, and the look back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from forms.actions import ActionForm
from forms.fields import HiddenField, LongTextField, RadiosField, SelectField, TextField, TimeField, choice
from forms.steps import StepForm
from workflows.directory.choices import everybody
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.details import (
    EvaluationDetails,
    ItemChosen,
    ItemDetails,
    ItemKind,
    LookBackDetails,
)

KINDS: Final = {
    ItemKind.TOGETHER: "All together",
    ItemKind.WORKSHOP: "Workshop",
    ItemKind.MARKETPLACE: "Marketplace of quick wins",
    ItemKind.BREAK: "Break",
}
"""What a line of the programme is, in the words of the form and of the page."""


class ItemForm(StepForm):
    """A line of the programme; with a number in the address, one that is there already."""

    makes = ItemDetails
    case: TrustSession

    item_id = HiddenField()
    kind = RadiosField(
        "What is it?",
        coerce=ItemKind,
        choices=[choice(one, words) for one, words in KINDS.items()],
        required="Choose what it is",
    )
    title = TextField("Its title", required="Say what it is called", max_length=160)
    starts = TimeField("From", required="Enter when it starts", hint="Such as 9am")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 10:15")
    room = TextField("Room", max_length=100)
    led_by = TextField("Who leads it?", hint="Name and school", max_length=200)
    focus_id = SelectField("Which focus is it about?", coerce=int, blank="All of them, or none")

    def filled_in(self) -> dict[str, Any]:
        item = next((one for one in self.case.items if one.id == self.asked.get("item")), None)
        if item is None:
            return {}
        names = ("kind", "title", "starts", "ends", "room", "led_by", "focus_id")
        return {"item_id": str(item.id), **{name: getattr(item, name) for name in names}}

    def offer_choices(self) -> None:
        self.focus_id.choices = [choice(one.id, one.title) for one in self.case.foci]

    def details(self) -> ItemDetails:
        number = self.item_id.data or ""
        return ItemDetails(
            item_id=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
            **{name: self[name].data for name in ("kind", "title", "starts", "ends", "focus_id")},
            room=self.room.data or "",
            led_by=self.led_by.data or "",
        )


class RemoveItemForm(StepForm):
    """Which line leaves the programme."""

    makes = ItemChosen
    case: TrustSession

    item_id = RadiosField("Which line?", coerce=int, required="Choose the line of the programme")

    def filled_in(self) -> dict[str, Any]:
        return {"item_id": self.asked.get("item")}

    def offer_choices(self) -> None:
        self.item_id.choices = [
            choice(one.id, f"{one.starts:%H:%M} {one.title}") for one in self.case.items
        ]  # fmt: skip


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
