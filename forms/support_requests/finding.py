"""Finding somebody: asking a school, waiting, releasing a giver."""

from __future__ import annotations

from typing import Any

from forms.fields import CalendarDateField, DaysField, LongTextField, SelectField, choice
from forms.steps import StepForm
from workflows.directory.choices import schools_to_ask
from workflows.support_requests import SupportRequest, choices
from workflows.support_requests.candidates import shortlist
from workflows.support_requests.details import OfferDetails, ReleaseDetails, WaitDetails


class OfferForm(StepForm):
    """Which school is asked, and whom the coordinator has in mind."""

    makes = OfferDetails
    case: SupportRequest

    school_id = SelectField("Which school do you ask?", coerce=int, required="Choose the school to ask")
    person_id = SelectField(
        "Whom do you have in mind?",
        coerce=int,
        blank="Nobody in particular",
        hint="Their head decides who is released. You can only suggest.",
    )
    days = DaysField("How many days do you ask for?", required="Enter the days asked for, such as 2.5")
    message = LongTextField("A message to their head", max_length=2000, rows=4)

    def filled_in(self) -> dict[str, Any]:
        return {"school_id": self.asked.get("school"), "person_id": self.asked.get("person")}

    def offer_choices(self) -> None:
        self.school_id.choices = [choice(s.id, s.name) for s in schools_to_ask(self.case.receiving_school_id)]
        ranked = [one.candidate for one in shortlist(self.case, tell_conflicts=False).choices]
        self.person_id.choices = [
            choice(one.person_id, f"{one.person}, {one.school}") for one in ranked if one.person_id
        ]


class WaitForm(StepForm):
    """Why nobody can be asked at present, and until when."""

    makes = WaitDetails

    reason = LongTextField(
        "Why does this have to wait?", required="Say why this has to wait", max_length=2000, rows=4
    )
    look_again_on = CalendarDateField(
        "When will you look again?", required="Enter the date on which to look again"
    )


class ReleaseForm(StepForm):
    """Who gives the support, and for how many days they are released."""

    makes = ReleaseDetails
    case: SupportRequest

    giver_id = SelectField(
        "Who will give this support?", coerce=int, required="Choose who will give this support"
    )
    days = DaysField(
        "For how many days do you release them?", required="Enter the days you release them for, such as 2.5"
    )
    note = LongTextField("A note, if you like", max_length=2000, rows=3)

    def filled_in(self) -> dict[str, Any]:
        asked = next(iter(self.case.offers[::-1]), None)
        return {"giver_id": asked.person_id, "days": asked.days} if asked else {}

    def offer_choices(self) -> None:
        staff = choices.givers(self.case)
        self.barred = [one.name for one in staff if one.in_conflict]
        self.giver_id.choices = [
            choice(one.person_id, giver_in_words(one)) for one in staff if not one.in_conflict
        ]


def giver_in_words(giver: choices.Giver) -> str:
    """ "Tom Achebe, phonics lead (6 days left this year)"."""
    title = f", {giver.job_title}" if giver.job_title else ""
    left = f"{giver.days_left:g} {'day' if giver.days_left == 1 else 'days'} left this year"
    return f"{giver.name}{title} ({left if giver.days_left > 0 else 'no days left this year'})"
