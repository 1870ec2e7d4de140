"""Proposing, voting and settling a tie.

What a school chooses is in fields that are called `secret_…`: nothing in these is kept, carried across a
sign-in or shown on an error page.
"""

from __future__ import annotations

from typing import Any, Final

from forms.fields import (
    CheckboxesField,
    CheckboxField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choice,
)
from forms.steps import StepForm
from workflows.ballots import Method
from workflows.details import InvalidDetails
from workflows.directory.choices import focus_areas, schools_named
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.choosing import schools_spoken_for, standing
from workflows.trust_sessions.details import (
    MergeDetails,
    ProposalChosen,
    ProposalDetails,
    TieDetails,
    VoteDetails,
)
from workflows.visibility import posts_on

RANKS: Final = ("secret_first", "secret_second", "secret_third")


class ProposalForm(StepForm):
    """What a school would like the session to be about."""

    makes = ProposalDetails

    focus_area_id = SelectField("A focus area of the trust", coerce=int, blank="In our own words, below")
    title = TextField("Or in your own words", max_length=120)
    why = LongTextField("Why?", required="Say why, in a sentence", max_length=1000, rows=3)

    def offer_choices(self) -> None:
        self.focus_area_id.choices = [choice(number, words) for number, words in focus_areas()]


class WithdrawForm(StepForm):
    """Which of the school's own proposals goes."""

    makes = ProposalChosen
    case: TrustSession

    proposal_id = RadiosField("Which proposal?", coerce=int, required="Choose the proposal")

    def offer_choices(self) -> None:
        own = schools_spoken_for(self.case, posts_on(self.reader_id, self.case))
        self.proposal_id.choices = [
            choice(one.id, one.title, one.why) for one in standing(self.case) if one.school_id in own
        ]


class MergeForm(StepForm):
    """Which proposal goes into which."""

    makes = MergeDetails
    case: TrustSession

    proposal_id = SelectField(
        "This proposal goes", coerce=int, required="Choose the proposal that goes into another"
    )
    into_id = SelectField("Into this one", coerce=int, required="Choose the proposal that stays")
    reason = LongTextField("Why?", required="Say why; both schools read it", max_length=1000, rows=3)

    def offer_choices(self) -> None:
        shown = [choice(one.id, f"{one.title} ({one.school.name})") for one in standing(self.case)]
        self.proposal_id.choices = self.into_id.choices = shown


class VoteForm(StepForm):
    """One school's vote."""

    makes = VoteDetails
    case: TrustSession

    school_id = RadiosField(
        "For which school do you vote?", coerce=int, required="Choose the school that you vote for"
    )
    secret_choices = CheckboxesField("Tick every focus that you approve of", coerce=int)
    secret_first = SelectField("First choice", coerce=int, blank="None")
    secret_second = SelectField("Second choice", coerce=int, blank="None")
    secret_third = SelectField("Third choice", coerce=int, blank="None")
    secret_abstain = CheckboxField(
        "We abstain: our school counts as having voted, and nothing is chosen for it"
    )

    @property
    def is_ranked(self) -> bool:
        """Whether choices come in an order."""
        return self.case.vote is not None and self.case.vote.method is Method.RANKING

    def filled_in(self) -> dict[str, Any]:
        schools = self._schools()
        return {"school_id": schools[0] if len(schools) == 1 else None}

    def _schools(self) -> list[int]:
        own = schools_spoken_for(self.case, posts_on(self.reader_id, self.case))
        left = set(self.case.schools_to_vote_ids)
        return [one for one in own if one in left] or own

    def offer_choices(self) -> None:
        self.school_id.choices = [choice(one.id, one.name) for one in schools_named(self._schools())]
        shown = {one.id: one for one in standing(self.case)}
        if not self.is_ranked:
            for name in RANKS:
                del self[name]
            self.secret_choices.choices = [choice(one.id, one.title, one.why) for one in shown.values()]
            return
        del self.secret_choices
        for field in (self.secret_first, self.secret_second, self.secret_third):
            field.choices = [choice(one.id, one.title) for one in shown.values()]

    def details(self) -> VoteDetails:
        return VoteDetails(
            school_id=self.school_id.data or 0,
            abstain=bool(self.secret_abstain.data),
            choices=tuple(self._chosen()),
        )

    def _chosen(self) -> list[int]:
        if not self.is_ranked:
            return list(self.secret_choices.data or ())
        return [self[name].data for name in RANKS if self[name].data is not None]

    def refuse(self, error: InvalidDetails) -> None:
        first = "secret_first" if self.is_ranked else "secret_choices"
        names = {"choices": first, "abstain": "secret_abstain"}
        super().refuse(
            InvalidDetails({names.get(name, name): problem for name, problem in error.problems.items()})
        )


class TieForm(StepForm):
    """Which of those with the same score is chosen."""

    makes = TieDetails
    case: TrustSession

    proposal_ids = CheckboxesField("Which?", coerce=int, required="Choose as many as there are places left")
    reason = LongTextField(
        "Why?",
        required="Say why; everybody in the trust can read it",
        hint="Everybody who works in the trust can read it.",
        max_length=2000,
        rows=4,
    )

    def offer_choices(self) -> None:
        count = self.case.vote.published if self.case.vote else None
        tied = set(count.tied) if count else set()
        left = count.left if count else 0
        self.proposal_ids.label.text = "Choose one" if left == 1 else f"Choose {left}"
        self.proposal_ids.choices = [
            choice(one.id, one.title, one.why) for one in standing(self.case) if one.id in tied
        ]


class ReceiptForm(Form):
    """The code that a voter got, to see how their ballot was counted."""

    receipt_code = TextField(
        "Your code",
        required="Enter the code that was shown after the vote",
        hint="Such as 7KQ2-M4XD-9PRT-WZ5A",
        max_length=40,
        width=20,
    )
