"""How far the two have come: goals, the termly review, reflections, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from wtforms import Field

from forms.fields import CalendarDateField, CheckboxField, LongTextField, SelectField, choice
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import LONGEST_TEXT, Details
from workflows.pairings import Pairing
from workflows.pairings.details import (
    BEST,
    WORST,
    ClosingDetails,
    Rating,
    RatingDetails,
    ReflectionDetails,
    ReviewDetails,
)
from workflows.pairings.looking_back import review_in_hand
from workflows.pairings.private import words
from workflows.pairings.reading import Goal, read_goals
from workflows.pairings.sessions import MEET_WITHIN
from workflows.school_calendar import calendars

SCALE = [
    choice(number, {WORST: f"{WORST}, not begun", BEST: f"{BEST}, reached"}.get(number, str(number)))
    for number in range(WORST, BEST + 1)
]


class RatingForm(StepForm):
    """How far each goal has been reached; made by `rating_form`."""

    makes: ClassVar[type[Details] | None] = RatingDetails
    case: Pairing

    def __init__(self, case: Pairing, *, goals: tuple[Goal, ...], **kwargs: Any) -> None:
        self.goals = goals
        super().__init__(case, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {f"goal_{goal.id}": goal.rating for goal in self.goals}

    def rated(self) -> Iterator[tuple[Goal, Field]]:
        """Each goal with its field."""
        for goal in self.goals:
            yield goal, self[f"goal_{goal.id}"]

    def ratings(self) -> tuple[Rating, ...]:
        return tuple(Rating(goal_id=goal.id, rating=field.data) for goal, field in self.rated())

    def details(self) -> Details:
        return RatingDetails(ratings=self.ratings())


class ReviewForm(RatingForm):
    """The look back that both agree to; made by `review_form`."""

    makes = ReviewDetails

    going_well = LongTextField(
        "What is going well?", required="Say what is going well", max_length=LONGEST_TEXT, rows=4
    )
    to_change = LongTextField("What will you change?", max_length=LONGEST_TEXT, rows=3)
    next_review_on = CalendarDateField("Next review on", required="Enter the date of the next review")
    ends_on = CalendarDateField("Ends by", required="Enter the date by which the pairing ends")

    def filled_in(self) -> dict[str, Any]:
        review = review_in_hand(self.case)
        if review is None:
            return super().filled_in() | self._usual()
        rated = {f"goal_{goal_id}": rating for goal_id, rating in review.ratings.items()}
        dates = {"next_review_on": review.next_review_on, "ends_on": review.ends_on}
        return super().filled_in() | rated | dates | dict(words(self.case.id, review))

    def _usual(self) -> dict[str, date]:
        calendar = calendars(self.case.trust).of(self.case.mentor_school_id or self.case.trust_id)
        review_on = calendar.add_working_days(calendar.add_school_weeks(today(), 2 * MEET_WITHIN), 0)
        agreed = self.case.contract.ends_on if self.case.contract else review_on
        return {"next_review_on": review_on, "ends_on": max(agreed, review_on)}

    def details(self) -> Details:
        return ReviewDetails(
            going_well=self.going_well.data or "",
            to_change=self.to_change.data or "",
            ratings=self.ratings(),
            next_review_on=self.next_review_on.data,
            ends_on=self.ends_on.data,
        )


def rating_form(case: Pairing, **kwargs: Any) -> RatingForm:
    """The form for this pairing's own goals: a field for each."""
    return _for_goals(RatingForm, case, **kwargs)


def review_form(case: Pairing, **kwargs: Any) -> RatingForm:
    """The same with what is going well, what changes, and the dates."""
    return _for_goals(ReviewForm, case, **kwargs)


def _for_goals(kind: type[RatingForm], case: Pairing, **kwargs: Any) -> RatingForm:
    goals = tuple(one for one in read_goals(case, kwargs.get("reader_id", 0)) if one.is_current)
    fields = {
        f"goal_{goal.id}": SelectField(
            goal.text, coerce=int, choices=SCALE, required="Choose how far each goal has been reached"
        )
        for goal in goals
    }
    made: type[RatingForm] = type(f"{kind.__name__}Here", (kind,), fields)
    return made(case, goals=goals, **kwargs)


class ReflectionForm(StepForm):
    """What the mentor has learned; the mentee reads it only if they wish."""

    makes = ReflectionDetails

    text = LongTextField(
        "What have you learned from being a mentor?",
        required="Write your reflection",
        max_length=LONGEST_TEXT,
        rows=6,
    )
    is_shared = CheckboxField("Let the mentee read it")

    def details(self) -> Details:
        return ReflectionDetails(text=self.text.data or "", is_shared=bool(self.is_shared.data))


class ClosingForm(StepForm):
    """The last word."""

    makes = ClosingDetails

    gained = LongTextField(
        "What have you gained, if you would like to say so?",
        hint="The other one reads it, and nobody else.",
        max_length=LONGEST_TEXT,
        rows=4,
    )
