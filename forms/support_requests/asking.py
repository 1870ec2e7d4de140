"""Asking for support, and deciding what becomes of the request."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from forms.fields import (
    CalendarDateField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choice,
)
from forms.people import with_title
from forms.steps import StepForm
from workflows.directory import choices
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import (
    Priority,
    RequestDetails,
    Route,
    SignpostDetails,
    TriageDetails,
)

ROUTES = {
    Route.RESOURCE: ("Resource", "Materials, a policy or an example that another school can share"),
    Route.VISIT: ("Visit", "Going to see it done well"),
    Route.MENTOR: ("Mentor", "Somebody to think it through with, over time"),
    Route.REVIEW: ("Review", "Colleagues who come to look with fresh eyes"),
    Route.DEPLOYMENT: ("Deployment", "Somebody who comes to work alongside your staff"),
}
PRIORITIES = {
    Priority.ROUTINE: ("Routine", "Within this term"),
    Priority.SOON: ("Soon", "Within this half-term"),
    Priority.URGENT: ("Urgent", "Within two weeks"),
}


class RequestForm(StepForm):
    """What is asked for. A draft may be as incomplete as its writer likes, as long as it has a title."""

    makes = RequestDetails
    case: SupportRequest

    school_id = SelectField("For which school?", coerce=int, required="Choose the school that asks")
    title = TextField(
        "Give it a short title",
        required="Give the request a short title",
        hint="Such as “Early reading: phonics catch-up in Year 1 and 2”",
        max_length=120,
    )
    focus_area_id = SelectField("What is it about?", coerce=int)
    need = LongTextField(
        "What do you need help with?", hint="Be specific. Two or three sentences are enough."
    )
    difference = LongTextField(
        "What should be different for pupils?", hint="What would you see or hear that you do not now?"
    )
    evidence = LongTextField(
        "How do you know?", hint="The data, the review, what you have seen. Name no pupils."
    )
    wanted_from = CalendarDateField("From")
    wanted_until = CalendarDateField("Until")
    contact = TextField("Whom should the giver get in touch with?", hint="A name and how to reach them")

    def filled_in(self) -> dict[str, Any]:
        return {one.name: getattr(self.case, one.name) for one in fields(RequestDetails)}

    def offer_choices(self) -> None:
        offered = dict(choices.focus_areas())
        kept = self.case.focus_area
        if kept is not None:
            offered.setdefault(kept.id, kept.name)  # chosen before it was retired
        self.focus_area_id.choices = [choice(area, name) for area, name in offered.items()]
        schools = self.asked.get("schools")
        if schools is None or len(schools) == 1:
            del self.school_id
        else:
            self.school_id.choices = [choice(school.id, school.name) for school in schools]


class TriageForm(StepForm):
    """Which kind of support, how soon, and who finds it."""

    makes = TriageDetails
    case: SupportRequest

    route = RadiosField(
        "What kind of support does this need?",
        coerce=Route,
        choices=[choice(route, *words) for route, words in ROUTES.items()],
        required="Choose what kind of support this needs",
    )
    priority = RadiosField(
        "How soon is it needed?",
        coerce=Priority,
        choices=[choice(priority, *words) for priority, words in PRIORITIES.items()],
        required="Choose how soon it is needed",
    )
    coordinator_id = SelectField(
        "Who will find the support?", coerce=int, required="Choose who will find the support"
    )
    note = LongTextField("A note to them, if you like", max_length=2000, rows=3)

    def offer_choices(self) -> None:
        people = choices.coordinators(self.case.trust_id)
        self.coordinator_id.choices = [choice(one.id, with_title(one.name, one.job_title)) for one in people]


class SignpostForm(StepForm):
    """Where else the support can be found."""

    makes = SignpostDetails

    where_to = LongTextField(
        "Where can they find this support?",
        required="Say where they can find this support",
        max_length=2000,
        rows=3,
    )
    reason = LongTextField("Why there, if it needs saying", max_length=2000, rows=3)
