"""What can be asked of the list of pairings, read from the address."""

from __future__ import annotations

from typing import Any

from forms.case_list import CaseListForm
from forms.fields import CheckboxField, SearchField, SelectField, choice
from workflows.pairings.details import Mode
from workflows.pairings.listing import LIST, TURNS, Wish


class ListForm(CaseListForm[Wish]):
    """Which pairings to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "state", "mode", "school_id", "turn", "late", "quiet")
    ticked = {"late": "Late", "quiet": "No session for six school weeks"}

    words = SearchField("Search names")
    mode = SelectField("Mode", coerce=Mode, blank="Any")
    quiet = CheckboxField("No session for six school weeks")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.mode.choices = [choice(mode, mode.capitalize()) for mode in Mode]
        return super().validate(extra_validators)
