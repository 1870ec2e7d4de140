"""Asking for a mentor, and naming one."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from forms.fields import CheckboxesField, LongTextField, SelectField, choice
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import Details
from workflows.directory.choices import focus_areas
from workflows.pairings import Pairing, choices
from workflows.pairings.details import AskDetails, ChooseDetails, ProposeDetails

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class AskForm(StepForm):
    """What somebody would like a mentor for; made for somebody else where there is anybody to choose."""

    makes = AskDetails
    case: Pairing

    mentee_id = SelectField("Who would like a mentor?", coerce=int, required="Choose who would like a mentor")
    focus_area_ids = CheckboxesField("What is it about?", coerce=int, required="Choose at least one area")
    hopes = LongTextField(
        "What would you like to get better at?",
        required="Say what you would like to get better at",
        hint="Two or three sentences. Coordinators read this, and whoever is asked to be the mentor.",
    )
    free_on = CheckboxesField(
        "On which days could you meet?",
        coerce=int,
        choices=[choice(number, day) for number, day in enumerate(DAYS)],
        required="Choose the days on which you could meet",
    )

    @property
    def is_begun(self) -> bool:
        """Whether there is a pairing yet, of which something is changed."""
        return bool(self.case.version)

    def filled_in(self) -> dict[str, Any]:
        if not self.is_begun:
            return {"free_on": list(range(len(DAYS)))}
        areas = [area.id for area in self.case.focus_areas]
        return {"focus_area_ids": areas, "hopes": self.case.hopes, "free_on": self.case.free_on}

    def offer_choices(self) -> None:
        offered = dict(focus_areas())
        for area in self.case.focus_areas if self.is_begun else ():
            offered.setdefault(area.id, area.name)  # chosen before it was retired
        self.focus_area_ids.choices = [choice(area, name) for area, name in offered.items()]
        people = self.asked.get("people")
        if people is None:
            del self.mentee_id
        else:
            self.mentee_id.choices = [choice(one.id, person_in_words(one)) for one in people]

    def details(self) -> Details:
        return AskDetails(
            focus_area_ids=tuple(self.focus_area_ids.data or ()),
            hopes=self.hopes.data or "",
            free_on=tuple(self.free_on.data or ()),
        )


class ChooseForm(StepForm):
    """Whom the mentee would like as their mentor."""

    makes: ClassVar[type[Details] | None] = ChooseDetails
    case: Pairing

    mentor_id = SelectField(
        "Whom would you like as your mentor?",
        coerce=int,
        required="Choose whom you would like as your mentor",
    )

    def filled_in(self) -> dict[str, Any]:
        return {"mentor_id": self.asked.get("person")}

    def offer_choices(self) -> None:
        people = choices.mentors(self.case, today())
        self.mentor_id.choices = [choice(one.id, person_in_words(one)) for one in people]


class ProposeForm(ChooseForm):
    """Whom the coordinator proposes to both."""

    makes = ProposeDetails

    mentor_id = SelectField("Whom do you propose?", coerce=int, required="Choose whom you propose")
    note = LongTextField(
        "A note to both of them, if you like",
        hint="Such as why you think that they suit",
        max_length=2000,
        rows=3,
    )
