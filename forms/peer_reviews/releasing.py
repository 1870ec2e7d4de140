"""Letting people read an agreed report, opening it by a link, and asking for themes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from forms.fields import CalendarDateField, EmailField, FilterForm, Form, SelectField, TextField, choice
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import Details
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import OutsideRelease, ReleaseDetails, ThemeKind
from workflows.peer_reviews.releasing import others

USUAL: Final = timedelta(days=30)


class ReaderForm(StepForm):
    """Somebody else of the trust."""

    makes = ReleaseDetails
    case: PeerReview

    person_id = SelectField(
        "Who?",
        coerce=int,
        required="Choose who may read the report",
        blank="Choose a person",
    )

    def offer_choices(self) -> None:
        self.person_id.choices = [
            choice(person.id, ", ".join(filter(None, (person.name, person.job_title, school))))
            for person, school in others(self.case)
        ]

    def details(self) -> Details:
        return ReleaseDetails(person_ids=(self.person_id.data,))


class OutsideForm(StepForm):
    """Somebody outside the trust, who reads by a link of their own."""

    makes = OutsideRelease

    name = TextField("Their name", required="Enter the reader's name", max_length=100)
    email = EmailField("Their email address", required="Enter the reader's email address")
    why = TextField(
        "Why do they read it?",
        required="Say why they read it, such as “School improvement partner”",
        hint="Such as “School improvement partner”.",
    )
    ends_on = CalendarDateField(
        "Until when does the link open the report?",
        required="Enter the last day on which the link opens the report",
        hint="You can end it sooner at any time.",
    )

    def filled_in(self) -> dict[str, Any]:
        return {"ends_on": today() + USUAL}


class OpenReportForm(Form):
    """Who opens the link; its page needs no cookie, so it has no form token."""

    class Meta(Form.Meta):
        """The address proves the right, and the typed one that it was not passed on."""

        csrf = False

    email = EmailField(
        "Your email address",
        required="Enter your email address",
        hint="The one to which the link was sent.",
    )


class ThemesFilter(FilterForm):
    """Of which school year, and which way the themes point."""

    year = SelectField("School year", coerce=int, blank="All years")
    kind = SelectField(
        "Show",
        blank="Strengths and what is to be developed",
        choices=[
            choice(ThemeKind.STRENGTH.value, "Strengths"),
            choice(ThemeKind.DEVELOP.value, "What is to be developed"),
        ],
    )

    def __init__(self, arguments: MultiDict[str, str], *, years: list[int]) -> None:
        self.years = years
        super().__init__(arguments)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        self.year.choices = [choice(year, f"{year}/{(year + 1) % 100:02d}") for year in self.years]
        return super().validate(*args, **kwargs)
