"""What to see of the trust calendar, read from the address; and what a calendar to subscribe to shows."""

from __future__ import annotations

from typing import Any

from forms.fields import CheckboxesField, CheckboxField, FilterForm, Form, RadiosField, SelectField, choice
from workflows.dates.feeds import FeedDetails, FeedKind, Offered
from workflows.dates.queries import Wanted
from workflows.directory import choices
from workflows.machine import all_workflows

NAMES = ("hub", "school", "kind", "mine")
DEADLINES, TERMS = "deadlines", "terms"
A_PLACE = "place"
MOST_RADIOS = 5
_A_PLACE_HINT = "What concerns it, as far as you may see it."


class CalendarFilter(FilterForm):
    """Which dates to show."""

    hub = SelectField("Hub", coerce=int, blank="Any hub")
    school = SelectField("School", coerce=int, blank="Any school")
    kind = SelectField("Kind of work", blank="Any kind")
    mine = CheckboxField("Only what I am asked to")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.hub.choices = [choice(one.id, one.name) for one in choices.all_hubs()]
        self.school.choices = [choice(one.id, one.name) for one in choices.all_schools()]
        self.kind.choices = [choice(flow.slug, flow.noun) for flow in all_workflows()]
        return super().validate(extra_validators)

    def wanted(self) -> Wanted:
        """What can be used of what was asked."""
        asked = self.given()
        return Wanted(
            hub_id=asked.get("hub"),
            school_id=asked.get("school"),
            kind=asked.get("kind", ""),
            mine=bool(asked.get("mine")),
        )

    def in_use(self) -> dict[str, str]:
        """The filters in use, with the words for each."""
        given = self.given()
        return {name: self._words(name, given[name]) for name in NAMES if given.get(name)}

    def arguments(self) -> dict[str, str]:
        """The filters in use, as an address has them."""
        given = self.given()
        return {name: "y" if name == "mine" else str(given[name]) for name in NAMES if given.get(name)}

    def _words(self, name: str, value: Any) -> str:
        if name == "mine":
            return "Only mine"
        field: Any = self[name]
        return next(str(label) for key, label, *_ in field.iter_choices() if key == value)


class FeedForm(Form):
    """A new calendar to subscribe to."""

    kind = RadiosField("What should it show?", required="Choose what it should show")
    #: used where there are more schools and hubs than one looks through as radios
    place = SelectField("Which school or hub?", blank="Choose a school or hub")
    more = CheckboxesField(
        "What else?",
        choices=[
            choice(DEADLINES, "What is asked of me, on the day by which to act"),
            choice(TERMS, "Term dates, INSET days and bank holidays"),
        ],
    )

    def offer(self, offered: list[Offered], *, trust: str) -> None:
        """Fill in what this person may choose."""
        places = [one for one in offered if one.name]
        self.has_many = len(places) > MOST_RADIOS
        few = [one for one in offered if not (self.has_many and one.name)]
        self.kind.choices = [
            choice(code_of(one), words_for(one, trust=trust), _HINTS[one.kind]) for one in few
        ]
        self.place.choices = [choice(code_of(one), one.name) for one in places]
        if self.has_many:
            self.kind.choices.append(choice(A_PLACE, "One school or hub", _A_PLACE_HINT))

    def validate(self, extra_validators: Any = None) -> bool:
        """A school or hub has to be named where one is chosen."""
        sound = super().validate(extra_validators)
        if sound and self.kind.data == A_PLACE and not self.place.data:
            self.add_problem("place", "Choose a school or hub")
            return False
        return sound

    def details(self) -> FeedDetails:
        """Raises InvalidDetails."""
        code = str(self.place.data if self.kind.data == A_PLACE else self.kind.data)
        kind, _, place = code.partition("-")
        chosen = self.more.data or []
        return FeedDetails(
            kind=FeedKind(kind),
            place_id=int(place) if place else None,
            with_deadlines=DEADLINES in chosen,
            with_terms=TERMS in chosen,
        )


_HINTS = {
    FeedKind.MINE: "Everything that you are asked to, wherever it is.",
    FeedKind.TRUST: "Dates that are open to all staff, such as forums and hub sessions.",
    FeedKind.SCHOOL: "What concerns this school, as far as you may see it.",
    FeedKind.HUB: "What concerns the schools of this hub, as far as you may see it.",
}


def code_of(one: Offered) -> str:
    """What stands for it in a form."""
    return one.kind.value if one.kind is FeedKind.MINE else f"{one.kind.value}-{one.place_id}"


def words_for(one: Offered, *, trust: str) -> str:
    """What it is called."""
    if one.kind is FeedKind.MINE:
        return "My own dates"
    return f"Dates for all staff of {trust}" if one.kind is FeedKind.TRUST else one.name
