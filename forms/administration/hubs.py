"""Hubs and the schools in them."""

from __future__ import annotations

from forms.fields import CalendarDateField, Form, LongTextField, SelectField, TextField
from workflows.administration.hubs import HubDetails, Joining, Leaving


class HubForm(Form):
    """What a hub is called and for."""

    name = TextField("Name", required="Enter the hub's name")
    purpose = LongTextField("What it is for", rows=3, max_length=1000)

    def details(self) -> HubDetails:
        """Raises InvalidDetails."""
        return HubDetails(name=self.name.data or "", purpose=self.purpose.data or "")


class JoiningForm(Form):
    """A school joins a hub."""

    school_id = SelectField("School", coerce=int, required="Choose a school")
    starts_on = CalendarDateField("Joins on", required="Enter the day on which it joins")
    ends_on = CalendarDateField("Leaves on", hint="Leave this empty if it stays")

    def details(self) -> Joining:
        """Raises InvalidDetails."""
        return Joining(
            school_id=self.school_id.data, starts_on=self.starts_on.data, ends_on=self.ends_on.data
        )


class LeavingHubForm(Form):
    """A school leaves a hub."""

    ends_on = CalendarDateField(
        "Leaves on",
        required="Enter the day on which it leaves",
        hint="The first day on which it is no longer in the hub",
    )

    def details(self) -> Leaving:
        """Raises InvalidDetails."""
        return Leaving(ends_on=self.ends_on.data)
