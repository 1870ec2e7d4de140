"""Planning a review: its school, foci and days; its team; and other days, when the first ones will not do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    CheckboxField,
    LongTextField,
    RadiosField,
    SelectField,
    choice,
)
from forms.steps import PauseForm, StepForm
from workflows.clock import today
from workflows.details import Details
from workflows.directory.choices import focus_areas, open_schools
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.choices import (
    SchoolOfCandidates,
    by_school,
    candidates_for,
    readers_to_name,
    school_called,
)
from workflows.peer_reviews.days import some_that_suit
from workflows.peer_reviews.details import (
    MOST_DAYS,
    DaysMoved,
    PlanDetails,
    ReadersDeclared,
    TeamDetails,
    VisitDays,
)
from workflows.peer_reviews.team import schools_of_visit, team_of
from workflows.places import School

DAYS: Final = tuple(f"day_{number}" for number in range(1, MOST_DAYS + 1))


def _three_days() -> tuple[CalendarDateField, CalendarDateField, CalendarDateField]:
    return (
        CalendarDateField("First day", required="Enter the first day of the visit"),
        CalendarDateField("Second day, if there is one", hint=""),
        CalendarDateField("Third day, if there is one", hint=""),
    )


class DaysForm(StepForm):
    """One to three days of a visit; where one will not do, `suiting` are some that would."""

    case: PeerReview
    suiting: tuple[date, ...] = ()

    day_1, day_2, day_3 = _three_days()

    def days(self) -> tuple[date, ...]:
        """The days that were entered."""
        return tuple(self[name].data for name in DAYS if self[name].data)

    def schools(self) -> list[School]:
        """Those at which each of the days has to be a school day."""
        return schools_of_visit(self.case, team_of(self.case).ids)

    def add_problem(self, field: str, text: str) -> None:
        """What is wrong with the days stands beside the first; a few that suit are found with it."""
        if field == "days":
            self.suiting = some_that_suit(self.case.trust_id, self.schools(), self.days(), on=today())
        super().add_problem("day_1" if field == "days" else field, text)


class PlanForm(DaysForm):
    """A review of one school."""

    makes = PlanDetails

    host_school_id = SelectField("Which school is reviewed?", coerce=int, required="Choose the school")
    focus_1 = SelectField(
        "What is it about?", coerce=int, required="Choose what the review is about", blank="Choose a focus"
    )
    focus_2 = SelectField("And a second focus, if there is one", coerce=int, blank="No second focus")
    # anew, because what is missing is told in the order of the page
    day_1, day_2, day_3 = _three_days()
    required_by_trust = CheckboxField(
        "The trust requires this review, and says who else will read its report"
    )
    with_estimates = CheckboxField("The school would like the team's own estimate of each focus as well")

    def offer_choices(self) -> None:
        self.host_school_id.choices = [choice(one.id, one.name) for one in open_schools()]
        areas = [choice(area, name) for area, name in focus_areas()]
        self.focus_1.choices = self.focus_2.choices = areas

    def schools(self) -> list[School]:
        return school_called(self.host_school_id.data)

    def details(self) -> PlanDetails:
        foci = [one for one in (self.focus_1.data, self.focus_2.data) if one is not None]
        return PlanDetails(
            days=self.days(),
            focus_area_ids=tuple(dict.fromkeys(foci)),
            required_by_trust=bool(self.required_by_trust.data),
            with_estimates=bool(self.with_estimates.data),
        )

    def add_problem(self, field: str, text: str) -> None:
        super().add_problem("focus_1" if field == "focus_area_ids" else field, text)


class MoveForm(DaysForm):
    """Other days, and why."""

    makes = DaysMoved

    reason = LongTextField("Why?", required="Say why the visit moves", max_length=2000, rows=3)

    def filled_in(self) -> dict[str, Any]:
        return dict(zip(DAYS, self.case.visit_days, strict=False))

    def details(self) -> Details:
        return DaysMoved(days=self.days(), reason=self.reason.data or "")


class NewDaysForm(DaysForm):
    """The days of a review that was postponed."""

    makes = VisitDays

    def details(self) -> Details:
        return VisitDays(days=self.days())


class PostponeForm(PauseForm):
    """Why a review waits, and until when at the latest."""

    reason = LongTextField(
        "Why is it postponed?", required="Say why it is postponed", max_length=2000, rows=4
    )
    look_again_on = CalendarDateField(
        "By when are new days found?", required="Enter the date by which new days are found"
    )


class TeamForm(StepForm):
    """Who leads, and who else reviews; `schools` is how its page shows them, school by school."""

    makes = TeamDetails
    case: PeerReview
    schools: list[SchoolOfCandidates]

    lead_id = RadiosField("Who leads the review?", coerce=int, required="Choose who leads the review")
    reviewer_ids = CheckboxesField("Who else reviews?", coerce=int, required="Choose one to three reviewers")

    def offer_choices(self) -> None:
        found = candidates_for(self.case)
        self.schools = by_school(found)
        can = [one for one in found if not one.why_not]
        self.lead_id.choices = [choice(one.person_id, one.name) for one in can if one.can_lead]
        self.reviewer_ids.choices = [choice(one.person_id, one.name) for one in can]

    def chosen(self, person_id: int) -> bool:
        """Whether the person is ticked as a reviewer."""
        return person_id in (self.reviewer_ids.data or ())

    def details(self) -> Details:
        return TeamDetails(lead_id=self.lead_id.data, reviewer_ids=tuple(self.reviewer_ids.data or ()))


class ReadersForm(StepForm):
    """Whom the trust wants to read the report of a review that it requires."""

    makes = ReadersDeclared
    case: PeerReview

    note = LongTextField(
        "Who will read the report, and why?",
        required="Say who will read the report, and why",
        hint="The head and the lead reviewer read this before they agree the questions.",
        max_length=2000,
        rows=4,
    )
    reader_ids = CheckboxesField("People who will read it", coerce=int)

    def filled_in(self) -> dict[str, Any]:
        named = [one.person_id for one in self.case.report_readers if one.declared_by_trust]
        return {"note": self.case.readers_note, "reader_ids": named}

    def offer_choices(self) -> None:
        self.reader_ids.choices = people_to_choose(readers_to_name(self.case))

    def details(self) -> Details:
        return ReadersDeclared(
            reader_ids=tuple(self.reader_ids.data or ()), note=self.note.data or ""
        )  # fmt: skip


def people_to_choose(people: Iterable[Any]) -> list[Any]:
    """People as choices: the name, and below it what they do and where."""
    return [
        choice(one.id, one.name, ", ".join(part for part in (one.job_title, one.school) if part))
        for one in people
    ]
