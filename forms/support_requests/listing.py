"""What can be asked of the list of support requests, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.fields import CheckboxField, FilterForm, SearchField, SelectField, choice
from workflows.support_requests import SupportRequestFlow, choices
from workflows.support_requests.listing import ANY_OPEN, SORTS, TURNS, Wish

NAMES = ("words", "state", "school_id", "hub_id", "focus_id", "turn", "late")


class ListForm(FilterForm):
    """Which requests to show."""

    words = SearchField("Search")
    state = SelectField("State", blank="Any")
    school_id = SelectField("School", coerce=int, blank="Any")
    hub_id = SelectField("Hub", coerce=int, blank="Any")
    focus_id = SelectField("Focus", coerce=int, blank="Any")
    turn = SelectField("Whose turn", blank="Anybody's")
    late = CheckboxField("Only what is late")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.state.choices = [
            choice(ANY_OPEN, "Open"),
            *(choice(state.name, state.label) for state in SupportRequestFlow.states.values()),
        ]
        self.school_id.choices = [choice(one.id, one.name) for one in choices.all_schools()]
        self.hub_id.choices = [choice(one.id, one.name) for one in choices.all_hubs()]
        self.focus_id.choices = [choice(area, name) for area, name in choices.focus_areas(retired=True)]
        self.turn.choices = [choice(whose, words) for whose, words in TURNS.items()]
        return super().validate(extra_validators)

    def wish(self, arguments: Mapping[str, str]) -> Wish:
        """What to show, in which order, and from where on."""
        sort = arguments.get("sort", "")
        return Wish(
            **self.given(),
            sort=sort if sort in SORTS else "newest",
            descending=arguments.get("order") == "down",
            after=arguments.get("after", ""),
            before=arguments.get("before", ""),
        )

    def in_use(self) -> dict[str, str]:
        """The filters in use, with the words for each."""
        given = self.given()
        return {name: self._words(name, given[name]) for name in NAMES if given.get(name)}

    def _words(self, name: str, value: Any) -> str:
        field: Any = self[name]
        if name == "words":
            return f"“{value}”"
        if name == "late":
            return "Late"
        return next(str(label) for key, label, *_ in field.iter_choices() if key == value)
