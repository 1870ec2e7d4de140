"""The contract that both sign."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from wtforms import FieldList

from forms.fields import (
    CalendarDateField,
    DaysField,
    LongTextField,
    RadiosField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import LONGEST_TEXT, Details
from workflows.pairings import Pairing
from workflows.pairings.details import LONGEST, MOST_GOALS, SHORTEST, ContractDetails, Frequency, Way
from workflows.pairings.private import words
from workflows.pairings.reading import read_goals
from workflows.pairings.sessions import MEET_WITHIN
from workflows.school_calendar import academic_year, calendars

GOALS_SHOWN: Final = 3
"""Lines for goals at first; six are the most."""
USUAL_MINUTES: Final = 60
LONGEST_GOAL: Final = 500
FREQUENCIES: Final = {
    Frequency.WEEKLY: "Every week",
    Frequency.FORTNIGHTLY: "Every two weeks",
    Frequency.MONTHLY: "Every month",
    Frequency.HALF_TERMLY: "Every half-term",
}
WAYS: Final = {Way.IN_PERSON: "In person", Way.ONLINE: "Online", Way.IN_LESSON: "In a lesson"}
USUAL_WORDS: Final = (
    "What we say stays between us. If one of us hears of a risk to a child or to anybody's safety, they pass "
    "it on, and tell the other first where they can."
)
"""A beginning for what the two agree to keep between them: they change it as they like."""


class ContractForm(StepForm):
    """How often, how long, how, for how long, towards what, and what stays between the two."""

    makes = ContractDetails
    case: Pairing

    frequency = RadiosField(
        "How often do you meet?",
        coerce=Frequency,
        choices=[choice(one, text) for one, text in FREQUENCIES.items()],
        required="Choose how often you meet",
    )
    minutes = WholeNumberField(
        "How long is a session, in minutes?",
        required="Enter how long a session lasts, in minutes",
        least=SHORTEST,
        most=LONGEST,
    )
    way = RadiosField(
        "How do you meet?",
        coerce=Way,
        choices=[choice(one, text) for one, text in WAYS.items()],
        required="Choose how you meet",
    )
    days = DaysField(
        "How many of the mentor's giving days does it take?",
        hint="In the whole year, in halves. Six hours of sessions make a day.",
        required="Enter how many of the mentor's days this takes, in halves, such as 2.5",
    )
    review_on = CalendarDateField("First review on", required="Enter the date of the first review")
    ends_on = CalendarDateField("Ends by", required="Enter the date by which the pairing ends")
    confidentiality = LongTextField(
        "What stays between you, and what cannot?",
        required="Say what stays between you, and what cannot",
        hint="Only the two of you read this. Change the words until both of you would sign them.",
        max_length=LONGEST_TEXT,
        rows=4,
    )
    goals = FieldList(TextField("Goal", max_length=LONGEST_GOAL), max_entries=MOST_GOALS)

    def filled_in(self) -> dict[str, Any]:
        goals = [goal.text for goal in read_goals(self.case, self.reader_id) if goal.is_current]
        lines = (goals + [""] * MOST_GOALS)[: max(GOALS_SHOWN, min(len(goals) + 1, MOST_GOALS))]
        contract = self.case.contract
        if contract is None:
            return self._usual() | {"goals": lines}
        names = ("frequency", "minutes", "way", "days", "review_on", "ends_on")
        return {name: getattr(contract, name) for name in names} | {
            "confidentiality": words(self.case.id, contract),
            "goals": lines,
        }

    def _usual(self) -> dict[str, Any]:
        """A beginning that would do for most: an hour every two weeks, until the summer."""
        calendar = calendars(self.case.trust).of(self.case.mentor_school_id or self.case.trust_id)
        review_on = calendar.add_working_days(calendar.add_school_weeks(today(), 2 * MEET_WITHIN), 0)
        summer = date(academic_year(today()) + 1, 7, 15)
        return {
            "frequency": Frequency.FORTNIGHTLY,
            "minutes": USUAL_MINUTES,
            "way": Way.IN_PERSON,
            "days": Decimal(2),
            "review_on": review_on,
            "ends_on": summer if summer > review_on else review_on + timedelta(days=180),
            "confidentiality": USUAL_WORDS,
        }

    def details(self) -> Details:
        return ContractDetails(
            frequency=self.frequency.data,
            minutes=self.minutes.data,
            way=self.way.data,
            days=float(self.days.data),
            review_on=self.review_on.data,
            ends_on=self.ends_on.data,
            confidentiality=self.confidentiality.data or "",
            goals=tuple(line.data for line in self.goals if line.data),
        )

    def add_problem(self, field: str, text: str) -> None:
        """The first line stands for all goals."""
        if field == "goals" and self.goals.entries:
            self.goals.entries[0].errors = self.goals.errors = [text]
        else:
            super().add_problem(field, text)
