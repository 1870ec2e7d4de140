"""Planning a session, with a vote or without, and moving it."""

from __future__ import annotations

from typing import Any

from forms.dates.when import LONGEST_LINK, LONGEST_PLACE, fields_of
from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TimeField,
    choice,
)
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.dates.details import Span
from workflows.directory.choices import coordinators, focus_areas
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.choosing import standing
from workflows.trust_sessions.details import (
    Decision,
    HandOver,
    MoveDetails,
    OffersWanted,
    PlanDetails,
    PlanWithoutVote,
)


class DayForm(StepForm):
    """When and where everybody meets."""

    case: TrustSession

    on = CalendarDateField("Date", required="Enter the date")
    starts = TimeField("From", required="Enter when it starts", hint="Such as 9am")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 15:30")
    place = TextField("Place", max_length=LONGEST_PLACE)
    link = TextField("Online link", hint="If people join from elsewhere", max_length=LONGEST_LINK)


class PlanForm(DayForm):
    """A session for which foci are proposed and voted on."""

    makes = PlanDetails

    foci_wanted = RadiosField(
        "How many foci can it have?",
        coerce=int,
        choices=[choice(1, "One"), choice(2, "Two"), choice(3, "Three")],
        required="Choose how many foci it can have",
    )


class DecisionForm(StepForm):
    """Foci that the improvement lead names without a vote."""

    makes = Decision
    case: TrustSession

    proposal_ids = CheckboxesField("Out of what was proposed", coerce=int)
    focus_area_ids = CheckboxesField("Out of the focus areas of the trust", coerce=int)
    own_words = TextField("Or in your own words", max_length=120)
    reason = LongTextField(
        "Why is there no vote?", required="Say why there is no vote; heads read it", max_length=2000, rows=3
    )

    def offer_choices(self) -> None:
        proposals = standing(self.case) if self.case.id else []
        self.proposal_ids.choices = [choice(one.id, one.title, one.why) for one in proposals]
        self.focus_area_ids.choices = [choice(number, words) for number, words in focus_areas()]
        if not proposals:
            del self.proposal_ids

    def details(self) -> Decision:
        made = super().details()
        if not isinstance(made, Decision):
            raise TypeError("a decision is made of this form")
        return made


class PlanWithoutVoteForm(DayForm, DecisionForm):
    """A session that comes too soon for proposals and a vote."""

    makes = PlanWithoutVote


class MoveForm(DayForm):
    """Another day, time or place."""

    makes = MoveDetails

    reason = LongTextField("Why?", required="Say why; everybody asked reads it", max_length=2000, rows=3)

    def filled_in(self) -> dict[str, Any]:
        session = self.case
        when = fields_of(Span(session.starts_at, session.ends_at))
        return {**when, "place": session.venue, "link": session.link}


class OffersForm(StepForm):
    """What workshops and stalls are looked for."""

    makes = OffersWanted

    offers_wanted = LongTextField(
        "What are you looking for?",
        required="Say what you are looking for, and by when",
        hint="Heads are told, and everybody who works in the trust can read it on the page.",
        max_length=2000,
        rows=4,
    )


class HandOverForm(StepForm):
    """Who coordinates it from now on."""

    makes = HandOver
    case: TrustSession

    coordinator_id = SelectField("Who takes over?", coerce=int, required="Choose who takes over")
    reason = TextField("Why, if it needs saying", max_length=300)

    def offer_choices(self) -> None:
        self.coordinator_id.choices = [
            choice(one.id, person_in_words(one))
            for one in coordinators(self.case.trust_id)
            if one.id != self.case.coordinator_id
        ]
