"""Steps about one item or one action, which the button names."""

from __future__ import annotations

from typing import Any

from forms.fields import HiddenField
from forms.steps import StepForm
from workflows.details import Details
from workflows.meetings.details import ActionDropped, ItemDropped, ItemMoved


class AboutOneForm(StepForm):
    """Which one comes with the press."""

    item_id = HiddenField()

    def filled_in(self) -> dict[str, Any]:
        return {"item_id": str(self.asked.get("item", ""))}

    @property
    def number(self) -> int:
        """Of the item or action; nought where the address names none."""
        given = self.item_id.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


class ItemDropForm(AboutOneForm):
    """An item leaves the agenda."""

    def details(self) -> Details:
        return ItemDropped(item_id=self.number)


class ItemOrderForm(AboutOneForm):
    """An item moves up or down."""

    way = HiddenField()

    def details(self) -> Details:
        return ItemMoved(item_id=self.number, up=self.way.data != "down")


class ActionDropForm(AboutOneForm):
    """An action is taken out of the minutes."""

    def details(self) -> Details:
        return ActionDropped(action_id=self.number)
