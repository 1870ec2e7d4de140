"""Asking for a plan, choosing one, and deciding by hand what every plan keeps to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from forms.fields import CheckboxField, RadiosField, SelectField, choice
from forms.steps import StepForm
from workflows.details import Details
from workflows.review_rounds import PlanRun, ReviewRound
from workflows.review_rounds.choices import trained_people, weeks_of
from workflows.review_rounds.details import (
    ABOUT_WEEKS,
    DecisionDetails,
    DecisionKind,
    DecisionUndone,
    PlanAsked,
    RunNamed,
)
from workflows.review_rounds.model import RoundDecision
from workflows.review_rounds.words import in_week

KINDS: Final = {
    DecisionKind.WEEK: "The visit is in this week",
    DecisionKind.NEVER_WEEK: "The visit is not in this week",
    DecisionKind.LEAD: "This person leads it",
    DecisionKind.PERSON: "This person is in the team",
    DecisionKind.NEVER_PERSON: "This person is not in the team",
}


class PlanForm(StepForm):
    """From what the plan begins."""

    makes = PlanAsked
    case: ReviewRound

    from_run_id = SelectField("Begin from", coerce=int, blank="Nothing: plan anew")
    change_little = CheckboxField(
        "Change as little as possible", hint="Weeks and people stay as they are in that plan where they can."
    )

    def filled_in(self) -> dict[str, Any]:
        asked = self.asked.get("run")
        return {"from_run_id": asked, "change_little": asked is not None}

    def offer_choices(self) -> None:
        made = [run for run in self.case.runs if run.is_done and run.plan]
        self.from_run_id.choices = [choice(run.id, called(run)) for run in reversed(made)]
        if not made:
            del self.from_run_id, self.change_little


class RunForm(StepForm):
    """Which plan it is about."""

    makes = RunNamed
    case: ReviewRound

    run_id = SelectField("Which plan?", coerce=int, required="Choose a plan")

    def filled_in(self) -> dict[str, Any]:
        return {"run_id": self.asked.get("run")}

    def offer_choices(self) -> None:
        self.run_id.choices = [choice(run.id, called(run)) for run in reversed(self.case.runs)]


class DecisionForm(StepForm):
    """Something that every plan keeps to: about a school and a week, or a school and somebody.

    The buttons beside a plan send all of it in one value, `what`, such as "LEAD 12" or "WEEK 2027-01-11".
    """

    makes = DecisionDetails
    case: ReviewRound

    school_id = SelectField("School", coerce=int, required="Choose the school that it is about")
    kind = RadiosField(
        "What is decided?",
        coerce=DecisionKind,
        choices=[choice(one, text) for one, text in KINDS.items()],
        required="Choose what is decided",
    )
    week = SelectField("Which week?", blank="None")
    person_id = SelectField("Who?", coerce=int, blank="Nobody")

    def __init__(self, case: ReviewRound, *, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(case, formdata=_spelt_out(formdata), **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {"school_id": self.asked.get("school"), "person_id": self.asked.get("person")}

    def offer_choices(self) -> None:
        hosts = sorted(self.case.hosts, key=lambda one: one.school.name)
        self.school_id.choices = [choice(one.school_id, one.school.name) for one in hosts]
        self.week.choices = [
            choice(monday.isoformat(), f"{in_week(monday)} {monday.year}".replace("week", "Week", 1))
            for monday in weeks_of(self.case)
        ]
        self.person_id.choices = [choice(one.id, f"{one.name}, {one.school}") for one in trained_people()]

    def details(self) -> Details:
        about_week = self.kind.data in ABOUT_WEEKS
        week = date.fromisoformat(self.week.data) if self.week.data and about_week else None
        return DecisionDetails(
            kind=self.kind.data,
            school_id=self.school_id.data,
            week=week,
            person_id=None if about_week else self.person_id.data,
        )


def _spelt_out(formdata: Mapping[str, str] | None) -> Any:
    """The fields of a button's one value."""
    kind, _, about = (formdata or {}).get("what", "").partition(" ")
    if formdata is None or kind not in DecisionKind.__members__:
        return formdata
    member = DecisionKind[kind]
    whole = MultiDict(formdata.items())
    whole["kind"] = member.value
    whole["week" if member in ABOUT_WEEKS else "person_id"] = about
    return whole


class UndoForm(StepForm):
    """Which decision no longer holds."""

    makes = DecisionUndone
    case: ReviewRound

    decision_id = SelectField("Which decision?", coerce=int, required="Choose a decision")

    def offer_choices(self) -> None:
        self.decision_id.choices = [choice(one.id, in_words(one)) for one in self.case.decisions]


def called(run: PlanRun) -> str:
    """A plan in a list: "Plan 2: 12 of 12 schools have a place"."""
    progress = run.progress
    placed = f": {progress['placed']} of {progress['wanted']} schools have a place" if progress else ""
    return f"Plan {run.number}{placed}"


def in_words(one: RoundDecision) -> str:
    """A decision in words: "Saltmarsh Primary: Tom Achebe leads it"."""
    school, who = one.school.name, one.person.name if one.person else ""
    week = in_week(one.week) if one.week else ""
    return {
        DecisionKind.WEEK: f"{school}: in the {week}",
        DecisionKind.NEVER_WEEK: f"{school}: not in the {week}",
        DecisionKind.LEAD: f"{school}: {who} leads it",
        DecisionKind.PERSON: f"{school}: {who} is in the team",
        DecisionKind.NEVER_PERSON: f"{school}: {who} is not in the team",
    }[one.kind]
