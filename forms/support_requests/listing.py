"""What can be asked of the list of support requests, read from the address."""

from __future__ import annotations

from typing import Any

from forms.case_list import CaseListForm
from forms.fields import SelectField, choice
from workflows.directory import choices
from workflows.support_requests.listing import LIST, TURNS, Wish


class ListForm(CaseListForm[Wish]):
    """Which requests to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "state", "school_id", "hub_id", "focus_id", "turn", "late")

    hub_id = SelectField("Hub", coerce=int, blank="Any")
    focus_id = SelectField("Focus", coerce=int, blank="Any")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.hub_id.choices = [choice(one.id, one.name) for one in choices.all_hubs()]
        self.focus_id.choices = [choice(area, name) for area, name in choices.focus_areas(retired=True)]
        return super().validate(extra_validators)
