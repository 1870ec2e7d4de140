"""Beside the road: people who change, files, and actions that come out of a request."""

from __future__ import annotations

from typing import Any, Final

from forms.fields import (
    CalendarDateField,
    HiddenField,
    LongTextField,
    SelectField,
    TextField,
    choice,
)
from forms.steps import StepForm
from forms.support_requests.asking import with_title
from forms.support_requests.finding import giver_in_words
from workflows.actions import ActionDetails
from workflows.details import PersonChange
from workflows.directory.choices import coordinators, everybody, staff_of
from workflows.people import Post, holders
from workflows.support_requests import SupportRequest, choices

PARTS: Final = {
    "requester": "Whoever speaks for the school that asked",
    "coordinator": "The coordinator",
    "giver": "The giver",
    "member": "A colleague who helps",
}
"""The parts on a request that can pass from one person to another."""


def parts_of(case: SupportRequest) -> dict[str, str]:
    """The parts that can change hands on this request at present."""
    absent = {"giver"} if case.giver_id is None else set()
    return {part: words for part, words in PARTS.items() if part not in absent}


class PersonChangeForm(StepForm):
    """Who takes over a part, or who joins and leaves. The part comes with the address."""

    makes = PersonChange
    case: SupportRequest

    role = HiddenField()
    joining_id = SelectField("Who takes over?", coerce=int, blank="Choose one")
    leaving_id = SelectField("Who leaves?", coerce=int, blank="Nobody leaves")
    reason = TextField("Why, if it needs saying")

    def filled_in(self) -> dict[str, Any]:
        return {"role": self.asked.get("role")}

    @property
    def part(self) -> str:
        """The part that is to change; empty while nobody has said which."""
        return self.role.data if self.role.data in parts_of(self.case) else ""

    def parts(self) -> dict[str, str]:
        """The parts that can change hands, with words for each."""
        return parts_of(self.case)

    def offer_choices(self) -> None:
        self.now = [holder.name for holder in self._holding()]
        held = {holder.person_id for holder in self._holding()}
        self.joining_id.choices = [
            choice(person_id, words) for person_id, words in self._candidates() if person_id not in held
        ]
        if self.part == "member":
            self.joining_id.label.text = "Who joins?"
            self.joining_id.blank = "Nobody joins"
            self.leaving_id.choices = [choice(one.person_id, one.name) for one in self._holding()]
        if not self.leaving_id.choices:
            del self.leaving_id

    def _holding(self) -> list[Any]:
        if not hasattr(self, "_found"):
            post = Post(self.part, self.case.id)
            self._found: list[Any] = list(holders([post])[post]) if self.part else []
        return self._found

    def _candidates(self) -> list[tuple[int, str]]:
        if self.part == "giver":
            return [
                (one.person_id, giver_in_words(one))
                for one in choices.givers(self.case)
                if not one.in_conflict
            ]
        people: Any = []
        if self.part == "coordinator":
            people = coordinators(self.case.trust_id)
        elif self.part == "requester":
            people = staff_of([self.case.receiving_school_id])
        elif self.part == "member":
            people = everybody()
        return [(one.id, _person_in_words(one)) for one in people]


def _person_in_words(person: Any) -> str:
    name = with_title(person.name, person.job_title)
    school = getattr(person, "school", None)
    return f"{name}, {school}" if school else name


class ActionForm(StepForm):
    """What somebody will do by when."""

    makes = ActionDetails
    case: SupportRequest

    title = TextField("What is to be done?", required="Say what is to be done", max_length=160)
    owner_id = SelectField("Who will do it?", coerce=int, required="Choose who will do it")
    due_on = CalendarDateField("By when?", required="Enter the date by which it is done")
    success_measure = LongTextField(
        "How will you know that it worked?", required="Say how you will know that it worked", rows=3
    )

    def offer_choices(self) -> None:
        self.owner_id.choices = [
            choice(one.id, _person_in_words(one)) for one in choices.people_near(self.case)
        ]
