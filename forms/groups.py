"""What forms of hubs and of forums ask alike: who leads the group from now on."""

from __future__ import annotations

from typing import ClassVar

from forms.fields import SelectField, TextField, choice
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.details import Details, PersonChange
from workflows.directory.choices import everybody
from workflows.groups import lead_of


class LeadForm(StepForm):
    """Somebody else leads the group."""

    makes = PersonChange
    #: what leading it is called
    role: ClassVar[str]

    joining_id = SelectField(
        "Who takes it on?", coerce=int, required="Choose who takes it on", blank="Choose a person"
    )
    reason = TextField("Why, if it needs saying", max_length=300)

    def offer_choices(self) -> None:
        lead = lead_of(self.case)
        self.joining_id.choices = [
            choice(one.id, person_in_words(one)) for one in everybody() if lead is None or one.id != lead.id
        ]

    def details(self) -> Details:
        return PersonChange(role=self.role, joining_id=self.joining_id.data, reason=self.reason.data or "")
