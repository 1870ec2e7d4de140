"""Forming a hub, what its schools agree on and look back on, and who is in it."""

from __future__ import annotations

from typing import Any

from forms.case_list import CaseListForm
from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    LongTextField,
    SelectField,
    TextField,
    choice,
)
from forms.groups import LeadForm
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.administration.hubs import HubDetails, Joining
from workflows.administration.lists import members
from workflows.clock import today
from workflows.details import Details
from workflows.directory.choices import everybody, open_schools
from workflows.hubs import HubCase
from workflows.hubs.details import BeginningDetails, FormingDetails, ReviewDetails, SchoolLeaving
from workflows.hubs.flow import coordinator
from workflows.hubs.listing import LIST, TURNS, Wish

_PURPOSE = 1000


class ListForm(CaseListForm[Wish]):
    """Which hubs to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "state", "school_id", "turn", "late")


class FormingForm(StepForm):
    """A hub that the trust forms."""

    makes = FormingDetails

    name = TextField("What is it called?", required="Enter the hub's name", max_length=120)
    purpose = LongTextField(
        "What will its schools do together?",
        required="Say what the schools do together, in a sentence or two",
        hint="In a sentence or two. They agree on it themselves before they begin.",
        max_length=_PURPOSE,
        rows=3,
    )
    coordinator_id = SelectField(
        "Who coordinates it?", coerce=int, required="Choose who coordinates it", blank="Choose a person"
    )
    school_ids = CheckboxesField(
        "Which schools does it begin with?",
        coerce=int,
        required="Choose the schools that it begins with",
        hint="At least two. Others can join, and schools can leave, at any time.",
    )

    def offer_choices(self) -> None:
        self.coordinator_id.choices = [choice(one.id, person_in_words(one)) for one in everybody()]
        self.school_ids.choices = [choice(one.id, one.name) for one in open_schools()]

    def details(self) -> Details:
        return FormingDetails(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            coordinator_id=self.coordinator_id.data,
            school_ids=tuple(self.school_ids.data or ()),
        )


class BeginningForm(StepForm):
    """What the schools have agreed on."""

    makes = BeginningDetails
    case: HubCase

    purpose = LongTextField(
        "What have the schools agreed to work on?",
        required="Say what the schools have agreed to work on",
        max_length=_PURPOSE,
        rows=4,
    )
    review_on = CalendarDateField(
        "When do you look back together?",
        required="Enter the day on which you look back together",
        hint="Such as the last week before the summer.",
    )

    def filled_in(self) -> dict[str, Any]:
        return {"purpose": self.case.hub.purpose}


class ReviewForm(StepForm):
    """What the schools make of their hub."""

    makes = ReviewDetails

    what_helped = LongTextField(
        "What has helped, and how do you know?",
        required="Say what has helped, and how you know",
        max_length=4000,
        rows=5,
    )
    what_changes = LongTextField(
        "What will you do differently?",
        required="Say what you will do differently",
        max_length=4000,
        rows=4,
    )
    review_on = CalendarDateField(
        "When do you look back again?", required="Enter the day on which you look back again"
    )


class EditForm(StepForm):
    """What a hub is called and for."""

    makes = HubDetails
    case: HubCase

    name = TextField("What is it called?", required="Enter the hub's name", max_length=120)
    purpose = LongTextField("What do its schools do together?", max_length=_PURPOSE, rows=4)

    def filled_in(self) -> dict[str, Any]:
        return {"name": self.case.hub.name, "purpose": self.case.hub.purpose}


class JoiningForm(StepForm):
    """A school joins."""

    makes = Joining
    case: HubCase

    school_id = SelectField("Which school joins?", coerce=int, required="Choose a school")
    starts_on = CalendarDateField("From which day?", required="Enter the day on which it joins")
    ends_on = CalendarDateField("Until which day?", hint="Leave this empty if it stays.")

    def filled_in(self) -> dict[str, Any]:
        return {"starts_on": today()}

    def offer_choices(self) -> None:
        staying = {one.school_id for one in members(self.case.hub_id) if one.ends_on is None}
        schools = [one for one in open_schools() if one.id not in staying]
        self.school_id.choices = [choice(one.id, one.name) for one in schools]


class LeavingForm(StepForm):
    """A school leaves."""

    makes = SchoolLeaving
    case: HubCase

    membership_id = SelectField("Which school leaves?", coerce=int, required="Choose the school that leaves")
    ends_on = CalendarDateField(
        "From which day is it no longer in the hub?", required="Enter the day on which it leaves"
    )

    def filled_in(self) -> dict[str, Any]:
        school = self.asked.get("school")
        return {
            "membership_id": next((one.id for one in self._here() if one.school_id == school), None),
            "ends_on": today(),
        }

    def offer_choices(self) -> None:
        self.membership_id.choices = [choice(one.id, one.school) for one in self._here()]

    def _here(self) -> list[Any]:
        return [one for one in members(self.case.hub_id) if one.ends_on is None or one.ends_on > today()]


class CoordinatorForm(LeadForm):
    """Who coordinates from now on."""

    role = coordinator.name
