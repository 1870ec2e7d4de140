"""What can be asked of the list of pairings, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.fields import CheckboxField, FilterForm, SearchField, SelectField, choice
from workflows.pairings import PairingFlow
from workflows.pairings.details import Mode
from workflows.pairings.listing import ANY_OPEN, SORTS, TURNS, Wish
from workflows.support_requests import choices

NAMES = ("words", "state", "mode", "school_id", "turn", "late", "quiet")
TICKED = {"late": "Late", "quiet": "No session for six school weeks"}


class ListForm(FilterForm):
    """Which pairings to show."""

    words = SearchField("Search names")
    state = SelectField("State", blank="Any")
    mode = SelectField("Mode", coerce=Mode, blank="Any")
    school_id = SelectField("School", coerce=int, blank="Any")
    turn = SelectField("Whose turn", blank="Anybody's")
    late = CheckboxField("Only what is late")
    quiet = CheckboxField("No session for six school weeks")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.state.choices = [
            choice(ANY_OPEN, "Open"),
            *(choice(state.name, state.label) for state in PairingFlow.states.values()),
        ]
        self.mode.choices = [choice(mode, mode.capitalize()) for mode in Mode]
        self.school_id.choices = [choice(one.id, one.name) for one in choices.all_schools()]
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
        if name in TICKED:
            return TICKED[name]
        return next(str(label) for key, label, *_ in field.iter_choices() if key == value)
