"""What a round is about: time, size, wishes, schools, and who is away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    CheckboxField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import Details
from workflows.directory.choices import focus_areas, open_schools
from workflows.review_rounds import ReviewRound
from workflows.review_rounds.choices import trained_people
from workflows.review_rounds.details import (
    MOST_SENT,
    AbsenceDetails,
    AbsenceOff,
    HostChange,
    HostsDetails,
    LookBack,
    RoundDetails,
    Weight,
    WeightsDetails,
)
from workflows.review_rounds.problem import MOST_DAYS, MOST_REVIEWERS
from workflows.review_rounds.queries import absences_in
from workflows.school_calendar import academic_year, academic_year_name

WEIGHTS: Final = {
    Weight.OFF: "Not at all",
    Weight.USUAL: "As usual",
    Weight.STRONG: "More than usual",
}
USUAL_WEEKS: Final = 12
"""Weeks of a round to begin with."""


class RoundForm(StepForm):
    """When visits can be, by when the plan is decided, and how large teams are."""

    makes = RoundDetails
    case: ReviewRound

    title = TextField("What is it called?", required="Give the round a name, such as Reviews of 2026/27")
    starts_on = CalendarDateField(
        "First day on which a visit can be", required="Enter the first day on which a visit can be"
    )
    ends_on = CalendarDateField(
        "Last day on which a visit can be", required="Enter the last day on which a visit can be"
    )
    decide_by = CalendarDateField(
        "By when is the plan decided?",
        required="Enter the date by which the plan is decided",
        hint="Schools write their self-review three weeks before the visit. For example, 27/11/2026",
    )
    reviewers = RadiosField(
        "How many reviewers beside the lead?",
        coerce=int,
        choices=[choice(number, str(number)) for number in range(1, MOST_REVIEWERS + 1)],
        required="Choose how many reviewers there are beside the lead",
    )
    most_a_week = WholeNumberField(
        "Visits that may begin in one week",
        required="Enter how many visits may begin in a week",
        least=1,
        most=50,
    )
    most_sent = WholeNumberField(
        "In how many reviews may the people of one school take part together?",
        hint="Leave this empty if there is no limit.",
        least=1,
        most=MOST_SENT,
    )
    required_by_trust = CheckboxField(
        "The trust requires these reviews", hint="It then says who else reads a report before it is scoped."
    )

    def filled_in(self) -> dict[str, Any]:
        if not self.case.version:
            return _usual()
        names = list(RoundDetails.__dataclass_fields__)
        return {name: getattr(self.case, name) for name in names}


def _usual() -> dict[str, Any]:
    begins = today() + timedelta(days=63 - today().weekday())
    return {
        "title": f"Reviews of {academic_year_name(academic_year(begins))}",
        "starts_on": begins,
        "ends_on": begins + timedelta(days=7 * USUAL_WEEKS - 3),
        "decide_by": today() + timedelta(days=18 - today().weekday()),
        "reviewers": 2,
        "most_a_week": 3,
    }


def _weight(label: str, hint: str) -> RadiosField:
    field: RadiosField = RadiosField(
        label,
        hint=hint,
        coerce=Weight,
        choices=[choice(one, text) for one, text in WEIGHTS.items()],
        required="Choose how much this matters",
    )
    return field


class WeightsForm(StepForm):
    """How much each wish matters beside the others."""

    makes = WeightsDetails
    case: ReviewRound

    same_hub = _weight("Reviewers from outside the host's hub", "Fresh eyes, rather than close neighbours")
    balance = _weight("Schools send about as many days as they receive", "")
    load = _weight("Reviews are spread over many people", "")
    travel = _weight("Short journeys", "")
    again = _weight("Schools go where they have not been last year", "")
    spread = _weight("Visits are spread over the weeks", "")

    def filled_in(self) -> dict[str, Any]:
        return {
            name: self.case.weights.get(name, Weight.USUAL) for name in WeightsDetails.__dataclass_fields__
        }


class ShapeForm(StepForm):
    """What a visit is about, and how long it takes."""

    case: ReviewRound

    first_focus = SelectField("What is it about?", coerce=int, required="Choose what it is about")
    second_focus = SelectField("And a second focus, if you like", coerce=int, blank="None")
    days = RadiosField(
        "How many days?",
        coerce=int,
        choices=[choice(number, str(number)) for number in range(1, MOST_DAYS + 1)],
        required="Choose how many days it takes",
    )

    def offer_choices(self) -> None:
        areas = [choice(area, name) for area, name in focus_areas()]
        self.first_focus.choices = self.second_focus.choices = areas

    @property
    def foci(self) -> tuple[int, ...]:
        """The focus areas that were chosen."""
        return tuple(one for one in (self.first_focus.data, self.second_focus.data) if one)

    def add_problem(self, field: str, text: str) -> None:
        """The first focus stands for both."""
        super().add_problem("first_focus" if field == "focus_area_ids" else field, text)


class HostsForm(ShapeForm):
    """Which schools are reviewed, and what the visits to those that are new are about."""

    makes = HostsDetails

    school_ids = CheckboxesField(
        "Which schools are reviewed?", coerce=int, required="Choose at least one school"
    )

    def filled_in(self) -> dict[str, Any]:
        return {"school_ids": [host.school_id for host in self.case.hosts], "days": 2}

    def offer_choices(self) -> None:
        super().offer_choices()
        self.school_ids.choices = [choice(one.id, one.name) for one in open_schools()]
        if self.case.hosts and self.first_focus.data is None:
            self.first_focus.data = self.case.hosts[0].focus_area_id

    def details(self) -> Details:
        return HostsDetails(
            school_ids=tuple(self.school_ids.data or ()), focus_area_ids=self.foci, days=self.days.data
        )


class HostForm(ShapeForm):
    """Another focus or length for one school."""

    makes = HostChange

    school_id = SelectField("School", coerce=int, required="Choose a school of this round")

    def filled_in(self) -> dict[str, Any]:
        asked = self.asked.get("school")
        host = next((one for one in self.case.hosts if one.school_id == asked), None)
        if host is None:
            return {"days": 2}
        return {
            "school_id": host.school_id,
            "first_focus": host.focus_area_id,
            "second_focus": host.second_focus_id,
            "days": host.days,
        }

    def offer_choices(self) -> None:
        super().offer_choices()
        hosts = sorted(self.case.hosts, key=lambda one: one.school.name)
        self.school_id.choices = [choice(one.school_id, one.school.name) for one in hosts]

    def details(self) -> Details:
        return HostChange(school_id=self.school_id.data, focus_area_ids=self.foci, days=self.days.data)


class AbsenceForm(StepForm):
    """When somebody cannot review."""

    makes = AbsenceDetails
    case: ReviewRound

    person_id = SelectField("Who is away?", coerce=int, required="Choose who is away")
    first = CalendarDateField("First day", required="Enter the first day")
    last = CalendarDateField("Last day", required="Enter the last day")
    reason = TextField(
        "Why, if it helps", hint="Seen by coordinators and the improvement lead alone.", max_length=200
    )

    def offer_choices(self) -> None:
        self.person_id.choices = [choice(one.id, f"{one.name}, {one.school}") for one in trained_people()]


class AbsenceOffForm(StepForm):
    """They are not away after all."""

    makes = AbsenceOff
    case: ReviewRound

    absence_id = SelectField("Who, and when?", coerce=int, required="Choose when they are not away after all")

    def offer_choices(self) -> None:
        found = absences_in(self.case.starts_on, self.case.ends_on)
        self.absence_id.choices = [
            choice(one.id, f"{one.person.name}, {_short(one.first)} to {_short(one.last)}") for one in found
        ]


class LookBackForm(StepForm):
    """What the year's reviews brought."""

    makes = LookBack

    said = LongTextField(
        "What would you keep, and what would you do otherwise next year?",
        required="Say what to keep, and what to do otherwise next time",
        rows=8,
    )


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"
