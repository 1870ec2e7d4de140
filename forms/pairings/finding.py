"""Offering to be a mentor, finding one for somebody, and matching everybody at once."""

from __future__ import annotations

import re
from typing import Any, Final

from forms.fields import (
    CheckboxesField,
    FilterForm,
    Form,
    HiddenField,
    LongTextField,
    SelectField,
    WholeNumberField,
    choice,
)
from forms.steps import StepForm
from workflows.cases import Case
from workflows.details import Details, InvalidDetails
from workflows.pairings.details import ChooseDetails, ProposeDetails
from workflows.pairings.drafts import Press, Proposal
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


_LARGEST: Final = 2**31 - 1
_PROPOSAL: Final = re.compile(r"(\d{1,10})-(\d{1,10})-(\d{1,10})", re.ASCII)


class MentorForm(StepForm):
    """Whom the mentee chooses, or a coordinator proposes: a button beside each name."""

    mentor_id = HiddenField()

    def __init__(self, case: Case, *, chooses: bool, **kwargs: Any) -> None:
        self.chooses = chooses
        super().__init__(case, **kwargs)

    def details(self) -> Details:
        mentor_id = _number(self.mentor_id.data or "")
        return ChooseDetails(mentor_id=mentor_id) if self.chooses else ProposeDetails(mentor_id=mentor_id)


class PressForm(Form):
    """What a coordinator does with one pair of a match."""

    did = HiddenField()
    pairing = HiddenField()
    mentor = HiddenField()

    def press(self) -> tuple[Press, tuple[int, int]]:
        """What, and with which pairing and mentor. Raises InvalidDetails for what no button sends."""
        if self.did.data not in list(Press):
            raise InvalidDetails({"": "Press one of the buttons"})
        return Press(self.did.data), (_number(self.pairing.data or ""), _number(self.mentor.data or ""))


class ProposeAllForm(Form):
    """Every pair of a match, as its reader sees them: pairing, version and mentor, in one line."""

    pairs = HiddenField(max_length=100_000)

    def proposals(self) -> list[Proposal]:
        """The pairs that the page had; what no page of ours had is left out."""
        found = (_PROPOSAL.fullmatch(text) for text in (self.pairs.data or "").split())
        return [Proposal(*map(_number, one.groups())) for one in found if one]


def _number(text: str) -> int:
    """The number that a button sends; 0 for what none does."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if is_number and int(text) <= _LARGEST else 0
