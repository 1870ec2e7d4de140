"""One page for each step of a round: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.review_rounds.planning import DecisionForm, PlanForm, RunForm, UndoForm
from forms.review_rounds.setting_up import (
    AbsenceForm,
    AbsenceOffForm,
    HostForm,
    HostsForm,
    LookBackForm,
    RoundForm,
    WeightsForm,
)
from forms.steps import ReasonForm
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "edit": Step(RoundForm, "Plans that are there already stay as they are.", button="Save"),
    "weigh": Step(
        WeightsForm,
        "Every plan keeps the rules: nobody reviews where they have a conflict or manage somebody, no two "
        "schools swap, every team has somebody strong in the focus. Beside those, these are wishes.",
        button="Save",
    ),
    "choose_hosts": Step(
        HostsForm,
        "Those that are new in the round get the focus and the days below; you can change each afterwards.",
        button="Save the schools",
    ),
    "change_host": Step(HostForm, button="Save"),
    "add_absence": Step(
        AbsenceForm, "Nobody is sent to a review on days on which they are away.", button="Save"
    ),
    "end_absence": Step(AbsenceOffForm, button="They are there after all"),
    "decide": Step(
        DecisionForm,
        "Every plan that is made from now on keeps to it. It takes the place of whatever contradicts it.",
        button="Save",
    ),
    "undo": Step(UndoForm, "The next plan is free to do otherwise.", button="Undo it"),
    "ask_for_plan": Step(
        PlanForm,
        "It takes up to a minute. You can watch how far it is, and take the best so far at any time.",
        button="Make a plan",
    ),
    "take_early": Step(RunForm, "The search ends with the best that it has found."),
    "choose_plan": Step(RunForm, "It is the one that is published. You can still choose another."),
    "publish": Step(
        about="Every school with a place gets its review, with its team, and the days go into all diaries.",
        button="Publish and tell them",
        template="review_rounds/publish.html",
    ),
    "look_back": Step(
        LookBackForm, "Coordinators read it, and whoever plans the next round.", button="Close"
    ),
    "abandon": Step(ReasonForm, "No review is opened. What was planned stays here to read.", warns=True),
}
"""Each transition that a person can make, with its page."""
