"""One page for each step of a year: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.steps import NoteForm, ReasonForm
from forms.year_plans.changing import (
    DateForm,
    HandOverForm,
    HostForm,
    MoveForm,
    PlanAgainForm,
    SeriesEndForm,
    SeriesMoveForm,
)
from forms.year_plans.wishes import GroupForm, YearForm
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "edit": Step(
        YearForm,
        "Every group takes this on. As many dates as possible stay where they are.",
        button="Save and plan again",
    ),
    "shape_group": Step(
        GroupForm, "The others stay as they are, as far as they can.", button="Save and plan again"
    ),
    "plan_again": Step(PlanAgainForm, "It takes a second or two. You can undo it.", button="Plan again"),
    "move": Step(
        MoveForm,
        "These have the least in the way. The date you choose then stays when the rest is planned again.",
        button="Move it",
    ),
    "pin": Step(DateForm, "It stays as it is, whenever the rest is planned again.", button="Keep it"),
    "let_go": Step(DateForm, "It may move when the rest is planned again.", button="Let it go"),
    "forbid": Step(DateForm, "Another day is looked for; the others stay as they are.", button="Rule it out"),
    "choose_host": Step(HostForm, button="Save the host"),
    "undo": Step(about="The plan is again as it was before the last change."),
    "send": Step(button="Send all invitations", template="year_plans/send.html"),
    "abandon": Step(ReasonForm, "Nobody is invited to anything. The dates stay here to read.", warns=True),
    "move_series": Step(
        SeriesMoveForm,
        "Each meeting ahead goes to the new day of its own week, or to the nearest week in which that day is "
        "in term. You see where each goes before anything happens.",
        button="Show where they go",
        template="year_plans/move_series.html",
    ),
    "end_series": Step(
        SeriesEndForm,
        "Every meeting that is still ahead is called off and leaves all diaries. What has been held stays.",
        button="Call them off",
        warns=True,
        template="year_plans/end_series.html",
    ),
    "close": Step(
        ReasonForm, "Meetings that are ahead stay in all diaries: each goes on by itself.", warns=True
    ),
    "hand_over": Step(HandOverForm, "They are told, and it is their turn from now on."),
    "add_note": Step(NoteForm, "Everybody who may see this year can read it.", button="Save the note"),
}
"""Each transition that a person can make, with its page."""
