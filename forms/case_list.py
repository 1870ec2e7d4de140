"""What can be asked of the list of any kind of case, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic

from forms.fields import CheckboxField, FilterForm, SearchField, SelectField, choice
from workflows.case_list import ANY_OPEN, NEWEST, CaseList, WishT
from workflows.directory import choices


class CaseListForm(FilterForm, Generic[WishT]):
    """Which cases to show; a kind of case adds what else its list can be narrowed to."""

    makes: type[WishT]
    about: ClassVar[CaseList[Any, Any]]
    #: whose turn it can be narrowed to, with the words for it
    turns: ClassVar[Mapping[str, str]]
    #: the filters, in the order in which those in use are named
    names: ClassVar[tuple[str, ...]]
    #: boxes to tick, with the words for those that are
    ticked: ClassVar[Mapping[str, str]] = {"late": "Late"}

    words = SearchField("Search")
    state = SelectField("State", blank="Any")
    school_id = SelectField("School", coerce=int, blank="Any")
    turn = SelectField("Whose turn", blank="Anybody's")
    late = CheckboxField("Only what is late")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        states = self.about.kind.flow.states.values()
        self.state.choices = [
            choice(ANY_OPEN, "Open"),
            *(choice(state.name, state.label) for state in states),
        ]
        self.school_id.choices = [choice(one.id, one.name) for one in choices.all_schools()]
        self.turn.choices = [choice(whose, words) for whose, words in self.turns.items()]
        return super().validate(extra_validators)

    def wish(self, arguments: Mapping[str, str]) -> WishT:
        """What to show, in which order, and from where on."""
        sort = arguments.get("sort", "")
        return self.makes(
            **self.given(),
            sort=sort if sort in self.about.sorts else NEWEST,
            descending=arguments.get("order") == "down",
            after=arguments.get("after", ""),
            before=arguments.get("before", ""),
        )

    def in_use(self) -> dict[str, str]:
        """The filters in use, with the words for each."""
        given = self.given()
        return {name: self._in_words(name, given[name]) for name in self.names if given.get(name)}

    def _in_words(self, name: str, value: Any) -> str:
        field: Any = self[name]
        if name == "words":
            return f"“{value}”"
        if name in self.ticked:
            return self.ticked[name]
        return next(str(label) for key, label, *_ in field.iter_choices() if key == value)
