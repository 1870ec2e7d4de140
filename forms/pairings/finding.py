"""Offering to be a mentor, and looking through those who do."""

from __future__ import annotations

from forms.fields import (
    CheckboxesField,
    FilterForm,
    Form,
    LongTextField,
    SelectField,
    WholeNumberField,
    choice,
)
from workflows.pairings.profiles import LONGEST_ABOUT, MOST_AT_A_TIME, ProfileDetails

DAYS = [
    choice(number, name)
    for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
]


class ProfileForm(Form):
    """What somebody offers as a mentor."""

    cap = WholeNumberField(
        "How many people at a time?",
        required="Enter how many people at a time, such as 2",
        hint="Once you have as many, nobody else is offered to you.",
        least=1,
        most=MOST_AT_A_TIME,
        width=2,
    )
    free_on = CheckboxesField(
        "On which days could you meet?",
        required="Choose the days on which you could meet",
        choices=DAYS,
        coerce=int,
    )
    about = LongTextField(
        "A few words about you as a mentor",
        hint="Mentees read this before they choose. Name no pupils.",
        max_length=LONGEST_ABOUT,
        rows=4,
    )

    def details(self) -> ProfileDetails:
        """Raises InvalidDetails."""
        return ProfileDetails(
            cap=self.cap.data or 0, free_on=tuple(self.free_on.data or ()), about=self.about.data or ""
        )


class MentorsFilter(FilterForm):
    """Which mentors to list."""

    focus = SelectField("Strong in", coerce=int, blank="Anything")
