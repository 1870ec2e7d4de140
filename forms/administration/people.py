"""People, their appointments, the days they may give, and their leaving."""

from __future__ import annotations

from decimal import Decimal

from forms.fields import (
    CalendarDateField,
    CheckboxField,
    DaysField,
    EmailField,
    FilterForm,
    Form,
    RadiosField,
    SearchField,
    SelectField,
    TextField,
    choice,
)
from workflows.administration.oversight import OversightDetails
from workflows.administration.people import (
    AllowanceDetails,
    AppointmentDetails,
    EndDetails,
    FirstRole,
    PersonDetails,
)
from workflows.line_management import Oversight

WHO = [
    choice("here", "Everybody here"),
    choice("waiting", "Not signed in yet"),
    choice("without", "Without any role"),
    choice("left", "Left"),
]


class PeopleFilter(FilterForm):
    """Which people to list."""

    q = SearchField("Name or email address")
    school = SelectField("School", coerce=int, blank="Any school")
    who = SelectField("Who", choices=WHO, blank="")


class PersonForm(Form):
    """Who somebody is."""

    name = TextField("Name", required="Enter their name")
    email = EmailField(
        "Email address", required="Enter their email address", hint="They sign in with it, and get mail at it"
    )
    job_title = TextField("Job title", hint="In your own words: it gives them no rights")
    school_id = SelectField(
        "Where they are based", coerce=int, blank="The central team, or no school", hint="Whoever works there"
    )

    def details(self) -> PersonDetails:
        """Raises InvalidDetails."""
        return PersonDetails(
            name=self.name.data or "",
            email=self.email.data or "",
            job_title=self.job_title.data or "",
            school_id=self.school_id.data,
        )


class AppointmentForm(Form):
    """A role at a place, with dates."""

    role = SelectField("Role", required="Choose the role")
    place_id = SelectField("Where", coerce=int, required="Choose where")
    starts_on = CalendarDateField("From", required="Enter the day from which this holds")
    ends_on = CalendarDateField("Until", hint="Leave this empty if it has no end yet")
    takes_over = CheckboxField(
        "Take over from whoever holds it now",
        hint="For a head or a hub's coordinator: their appointment ends on the day this one begins",
    )

    def details(self) -> AppointmentDetails:
        """Raises InvalidDetails."""
        return AppointmentDetails(
            role=self.role.data or "",
            place_id=self.place_id.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            takes_over=bool(self.takes_over.data),
        )


class OversightForm(Form):
    """Who manages or appraises somebody, with dates."""

    oversight = RadiosField(
        "What are they?",
        required="Choose what they are",
        choices=[choice(one.value, one.value.capitalize()) for one in Oversight],
        coerce=Oversight,
    )
    manager_id = SelectField("Who is it?", coerce=int, required="Choose who", blank="Choose a person")
    starts_on = CalendarDateField("From", required="Enter the day from which this holds")
    ends_on = CalendarDateField("Until", hint="Leave this empty if it has no end yet")
    takes_over = CheckboxField(
        "Take over from whoever it is now", hint="For them it ends on the day this one begins", default=True
    )

    def details(self) -> OversightDetails:
        """Raises InvalidDetails."""
        return OversightDetails(
            manager_id=self.manager_id.data,
            oversight=self.oversight.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            takes_over=bool(self.takes_over.data),
        )


class NewPersonForm(PersonForm):
    """Somebody new, with their first role."""

    role = SelectField("Role", blank="Staff of their school only")
    place_id = SelectField("Where they have this role", coerce=int, blank="At the school they are based at")
    invite = CheckboxField(
        "Send them an invitation now", default=True, hint="A link with which they choose their password"
    )

    def first_role(self) -> FirstRole:
        """The role to begin with; empty for staff of their school."""
        return FirstRole(
            role=self.role.data or "", place_id=self.place_id.data, is_invited=bool(self.invite.data)
        )


class CoordinatorForm(Form):
    """Who coordinates a hub."""

    person_id = SelectField("Who?", coerce=int, required="Choose a person")
    starts_on = CalendarDateField("From", required="Enter the day from which this holds")
    takes_over = CheckboxField(
        "Take over from whoever coordinates it now",
        default=True,
        hint="Their appointment ends on the day this one begins",
    )

    def details(self, hub_id: int) -> AppointmentDetails:
        """Raises InvalidDetails."""
        return AppointmentDetails(
            role="coordinator",
            place_id=hub_id,
            starts_on=self.starts_on.data,
            takes_over=bool(self.takes_over.data),
        )


class EndForm(Form):
    """When an appointment ends."""

    ends_on = CalendarDateField(
        "Ends on",
        required="Enter the day on which it ends",
        hint="The first day on which it no longer holds. Today takes the access away at once",
    )

    def details(self) -> EndDetails:
        """Raises InvalidDetails."""
        return EndDetails(ends_on=self.ends_on.data)


class AllowanceForm(Form):
    """The days that somebody may give in a year."""

    days = DaysField("Days to give", least=Decimal(0), required="Enter a number of days")

    def details(self, year: int) -> AllowanceDetails:
        """Raises InvalidDetails."""
        return AllowanceDetails(year=year, days=float(self.days.data))


class HandOverForm(Form):
    """Who takes a leaver's part on a case."""

    joining_id = SelectField("Who takes over?", coerce=int, required="Choose who takes over")


class LeaveForm(Form):
    """Somebody leaves today."""

    sure = CheckboxField(
        "Leave what they still hold without anybody",
        hint="The improvement lead sees it, and it stays where it is until somebody is appointed",
    )
