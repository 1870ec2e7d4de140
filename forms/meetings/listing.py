"""What can be asked of the list of meetings, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms.case_list import CaseListForm
from forms.fields import CheckboxField, SearchField, SelectField, choice
from workflows.meetings.listing import BY_DAY, LIST, TURNS, Of, When, Wish, groups

_WHEN = {When.AHEAD: "To come", When.PAST: "Past", When.ALL: "All"}
_OF = {Of.HUBS: "Hubs", Of.FORUMS: "Forums and role groups"}


class ListForm(CaseListForm[Wish]):
    """Which meetings to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "when", "of", "group_id", "state", "school_id", "turn", "mine", "late")
    ticked = {"late": "Late", "mine": "Only mine"}

    words = SearchField("Search titles")
    when = SelectField("When", coerce=When, blank="To come")
    of = SelectField("Of", coerce=Of, blank="All groups")
    group_id = SelectField("Group", coerce=int, blank="Any")
    school_id = SelectField("Host", coerce=int, blank="Any")
    mine = CheckboxField("Only mine")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.when.choices = [choice(one, words) for one, words in _WHEN.items() if one is not When.AHEAD]
        self.of.choices = [choice(one, words) for one, words in _OF.items()]
        self.group_id.choices = [choice(group_id, name) for group_id, name in groups()]
        return super().validate(extra_validators)

    def wish(self, arguments: Mapping[str, str]) -> Wish:
        """Those to come, the next first, unless something else is asked for."""
        wish = super().wish(arguments)
        if "when" not in self.given():
            wish = replace(wish, when=When.AHEAD)
        if arguments.get("sort", "") not in self.about.sorts:
            wish = replace(wish, sort=BY_DAY, descending=wish.when is not When.AHEAD)
        return wish
