"""What can be asked of the list of reviews, read from the address."""

from __future__ import annotations

from typing import Any

from forms.case_list import CaseListForm
from forms.fields import SearchField, SelectField, choice
from workflows.peer_reviews.listing import LIST, TURNS, Wish, years


class ListForm(CaseListForm[Wish]):
    """Which reviews to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "state", "year", "school_id", "turn", "late")

    words = SearchField("Search schools and names")
    year = SelectField("School year", coerce=int, blank="Any")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.year.choices = [choice(year, name) for year, name in years()]
        return super().validate(extra_validators)
