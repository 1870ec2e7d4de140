"""Schools: profile, adding one by hand, closing."""

from __future__ import annotations

from forms.fields import (
    CalendarDateField,
    Form,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from workflows.administration.schools import (
    Closing,
    NewSchool,
    SchoolProfile,
    tidy_postcode,
    tidy_web_address,
)
from workflows.places import Phase

PHASES = [choice(phase, phase.value) for phase in Phase]
NAME = "Enter the school's name"


class NewSchoolForm(Form):
    """A school that is not in the register's export."""

    name = TextField("Name", required=NAME)
    urn = TextField(
        "URN", required="Enter the school's URN", width=10, hint="Its number of six digits in the register"
    )
    phase = SelectField("Phase", choices=PHASES, coerce=Phase, required="Choose the school's phase")

    def details(self) -> NewSchool:
        """Raises InvalidDetails."""
        return NewSchool(name=self.name.data or "", urn=self.urn.data or "", phase=self.phase.data)


class SchoolForm(Form):
    """A school's profile."""

    name = TextField("Name", required=NAME)
    working_on = LongTextField(
        "What the school is working on",
        hint="Everybody in the trust can read this, so that schools with the same aim find each other",
    )
    phase = SelectField("Phase", choices=PHASES, coerce=Phase, required="Choose the school's phase")
    pupils = WholeNumberField("Number of pupils", most=20_000)
    low_age = WholeNumberField("Youngest age", most=99, width=2)
    high_age = WholeNumberField("Oldest age", most=99, width=2)
    religious_character = TextField("Religious character", width=20)
    diocese = TextField("Diocese")
    address = LongTextField("Address", rows=4, max_length=500, hint="One line each, without the postcode")
    postcode = TextField("Postcode", width=10, max_length=12)
    easting = WholeNumberField("Easting", width=10, most=700_000)
    northing = WholeNumberField("Northing", width=10, most=1_300_000)
    telephone = TextField("Telephone", width=20, max_length=40)
    website = TextField("Website")

    def details(self) -> SchoolProfile:
        """Raises InvalidDetails."""
        return SchoolProfile(
            name=self.name.data or "",
            phase=self.phase.data,
            pupils=self.pupils.data,
            low_age=self.low_age.data,
            high_age=self.high_age.data,
            religious_character=self.religious_character.data or "",
            diocese=self.diocese.data or "",
            address=self.address.data or "",
            postcode=tidy_postcode(self.postcode.data or ""),
            easting=self.easting.data,
            northing=self.northing.data,
            telephone=self.telephone.data or "",
            website=tidy_web_address(self.website.data or ""),
            working_on=self.working_on.data or "",
        )


class ClosingForm(Form):
    """The day on which a school closes."""

    closes_on = CalendarDateField("When does it close?", required="Enter the day on which it closes")

    def details(self) -> Closing:
        """Raises InvalidDetails."""
        return Closing(closes_on=self.closes_on.data)
