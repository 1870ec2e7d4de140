"""Offering a connect session, changing it, handing it on, and writing up what came of it."""

from __future__ import annotations

from typing import Any

from forms.dates.when import PlacedForm, Wanted, everybody, span_of
from forms.fields import (
    LongTextField,
    SelectField,
    TextField,
    TimeField,
    WholeNumberField,
    choice,
)
from forms.people import person_in_words
from forms.steps import StepForm
from forms.support_requests.around import ActionForm
from workflows.connect import ConnectSession
from workflows.connect.details import ConnectDetails, DayDetails, OutcomeDetails, TopicDetails
from workflows.connect.queries import whole_of
from workflows.details import Details, PersonChange
from workflows.directory.choices import everybody as all_colleagues
from workflows.directory.choices import focus_areas
from workflows.sign_ups.details import MOST_PLACES, Standing
from workflows.sign_ups.gathering import people_with


class TopicForm(StepForm):
    """What a session is about."""

    makes = TopicDetails
    case: ConnectSession

    title = TextField(
        "What is it about?",
        required="Say in a few words what it is about",
        hint="In a few words, such as “Reading aloud every day”",
        max_length=120,
    )
    what = LongTextField(
        "What will people take away?",
        required="Say what people will take away",
        hint="Two or three sentences. Name no pupils.",
        max_length=2000,
        rows=4,
    )
    focus_area_id = SelectField("Which area is it in?", coerce=int, required="Choose what it is about")
    places = WholeNumberField(
        "How many can come?", least=1, most=MOST_PLACES, hint="Leave it empty for as many as come"
    )

    def filled_in(self) -> dict[str, Any]:
        case = self.case
        if not case.version:
            return {}
        written = {name: getattr(case, name) for name in ("title", "what", "focus_area_id")}
        return written | {"places": whole_of(case).places}

    def offer_choices(self) -> None:
        offered = dict(focus_areas())
        if self.case.version:
            offered.setdefault(self.case.focus_area_id, self.case.focus_area.name)  # since retired
        self.focus_area_id.choices = [choice(area, name) for area, name in offered.items()]

    def topic(self) -> dict[str, Any]:
        """The fields of `TopicDetails`."""
        return {
            "title": self.title.data or "",
            "what": self.what.data or "",
            "focus_area_id": self.focus_area_id.data or 0,
            "places": self.places.data,
        }

    def details(self) -> Details:
        return TopicDetails(**self.topic())


class DayForm(PlacedForm):
    """When and where it is."""

    makes = DayDetails
    case: ConnectSession

    starts = TimeField("From", required="Enter when it starts", hint="Such as 4pm")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 5pm")

    def details(self) -> Details:
        return DayDetails(**self.day())

    def day(self) -> dict[str, Any]:
        """The fields of `DayDetails`."""
        return {name: value for name, value in self.placed().items() if name != "until"}

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        coming = people_with(self.case.id, Standing.PLACE) if self.case.version else []
        return Wanted(span, everybody([self.reader_id], coming)) if span else None


class ConnectForm(DayForm, TopicForm):
    """A session as its host offers it."""

    makes = ConnectDetails
    first = ("title", "what", "focus_area_id", "on", "starts", "ends", "place", "link", "places")

    def details(self) -> Details:
        return ConnectDetails(**self.topic(), **self.day())


class OutcomeForm(StepForm):
    """What came of it."""

    makes = OutcomeDetails

    came_of = LongTextField(
        "What came of it?",
        required="Say in a few lines what came of it, and what others could try",
        hint="A few lines for everybody who could not be there: what was shown, what people will try.",
        max_length=4000,
        rows=6,
    )


class NewHostForm(StepForm):
    """Who hosts it instead."""

    makes = PersonChange
    case: ConnectSession

    joining_id = SelectField("Who hosts it?", coerce=int, required="Choose who hosts it")
    reason = TextField("Why, if it needs saying", max_length=300)

    def offer_choices(self) -> None:
        self.joining_id.choices = [
            choice(one.id, person_in_words(one)) for one in all_colleagues() if one.id != self.case.host_id
        ]

    def details(self) -> Details:
        return PersonChange(role="host", joining_id=self.joining_id.data, reason=self.reason.data or "")


class ConnectActionForm(ActionForm):
    """What somebody does about it by when."""

    case: Any

    def offer_choices(self) -> None:
        self.owner_id.choices = [choice(one.id, person_in_words(one)) for one in all_colleagues()]
