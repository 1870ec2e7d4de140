"""The host's answer, and who is confirmed to come."""

from __future__ import annotations

from typing import Any

from forms.dates.when import TimedForm, Wanted, everybody, span_of
from forms.fields import (
    CheckboxField,
    LongTextField,
    SelectField,
    TextField,
    TimeField,
    WholeNumberField,
    choice,
)
from forms.people import with_title
from forms.steps import StepForm
from workflows.clock import day_in_words, today
from workflows.details import Details
from workflows.school_calendar import calendars
from workflows.visits import Visit, choices
from workflows.visits.days import next_days
from workflows.visits.details import MOST_PLACES, Assurance, HostDetails
from workflows.visits.effects import companions
from workflows.visits.hosting import schools_of

IDENTITY = "We have confirmed who everybody is who comes"
DBS = "Their employer has assured us of the DBS checks of everybody who comes"
NO_CERTIFICATE = (
    "A letter or mail from their school is enough. No certificate is asked for, and none is kept here."
)


class AssuranceForm(StepForm):
    """That the host knows who is coming."""

    makes = Assurance
    case: Visit

    identity = CheckboxField(IDENTITY, required="Confirm the identity of everybody who comes, then tick this")
    dbs = CheckboxField(
        DBS,
        required="Ask their employer for assurance of the DBS checks, then tick this",
        hint=NO_CERTIFICATE,
    )


class HostForm(TimedForm, AssuranceForm):
    """When the visitors come, who looks after them, what they see, and what is off limits."""

    makes = HostDetails

    first = ("on", "starts", "ends", "contact_id", "places", "arrive_at", "timetable", "off_limits")

    starts = TimeField("From", required="Enter when it starts", hint="Such as 9am")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 15:30")
    contact_id = SelectField(
        "Who looks after the visitors?", coerce=int, required="Choose who looks after the visitors"
    )
    places = WholeNumberField(
        "How many people may come?", required="Enter how many people may come", least=1, most=MOST_PLACES
    )
    arrive_at = TextField(
        "Where do they arrive?",
        required="Say where visitors arrive",
        hint="Such as “Main office, Harbour Lane; parking behind the hall”",
        max_length=300,
    )
    timetable = LongTextField(
        "What do they see, and when?",
        required="Write down what they see when",
        hint="One line for each, with the time. Think of their questions. Name no pupils.",
        max_length=4000,
        rows=5,
    )
    off_limits = LongTextField(
        "What is off limits?",
        required="Say what is off limits, or that nothing is",
        hint="Rooms, lessons, photographs. If nothing is, say so.",
        max_length=2000,
        rows=3,
    )

    @property
    def days_that_suit(self) -> list[str]:
        """The next days on which there are lessons at both schools."""
        return [
            day_in_words(one) for one in next_days(today(), schools_of(self.case), calendars(self.case.trust))
        ]

    def filled_in(self) -> dict[str, Any]:
        return {"places": self.case.coming, "contact_id": self.case.host_contact_id}

    def offer_choices(self) -> None:
        people = choices.colleagues(self.case.host_school_id)
        self.contact_id.choices = [choice(one.id, with_title(one.name, one.job_title)) for one in people]

    def details(self) -> Details:
        return HostDetails(
            on=self.on.data,
            starts=self.starts.data,
            ends=self.ends.data,
            contact_id=self.contact_id.data or 0,
            places=self.places.data or 0,
            arrive_at=self.arrive_at.data or "",
            timetable=self.timetable.data or "",
            off_limits=self.off_limits.data or "",
            identity=bool(self.identity.data),
            dbs=bool(self.dbs.data),
        )

    def wanted(self, details: Details) -> Wanted | None:
        """Whether people are busy: a day without lessons is refused by the workflow, with the next days."""
        span = span_of(details)
        people = everybody([self.case.visitor_id or 0, self.contact_id.data or 0], companions(self.case.id))
        return Wanted(span, people, days_too=False) if span else None
