"""One page for each step of a hub: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.hubs import BeginningForm, CoordinatorForm, EditForm, JoiningForm, LeavingForm, ReviewForm
from forms.steps import NoteForm, PauseForm, ReasonForm
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "begin": Step(
        BeginningForm,
        "Write down what the schools have agreed. All their heads are told, and can read it here.",
        names_no_pupils=True,
    ),
    "look_back": Step(about="You then write down what has helped, and what you will do differently."),
    "go_on": Step(
        ReviewForm,
        "Look back with the schools, at your next meeting or by telephone. Everybody who works in the trust "
        "can read what you make of it.",
        button="Save, and go on",
        names_no_pupils=True,
    ),
    "close": Step(
        ReasonForm,
        "Its schools leave it today, its meetings to come are called off, and everybody in it is told why. "
        "What it has done stays here to be read.",
        warns=True,
    ),
    "pause": Step(PauseForm, "The clock stops until it goes on. The heads of its schools are told."),
    "resume": Step(about="The clock goes on where it stopped."),
    "edit": Step(EditForm, button="Save", names_no_pupils=True),
    "school_joins": Step(JoiningForm, "Its head is told. It is asked to every meeting from that day on."),
    "school_leaves": Step(
        LeavingForm, "Its head is told. That it was in the hub stays to be read.", button="The school leaves"
    ),
    "change_coordinator": Step(
        CoordinatorForm,
        "They are told, as are the heads of its schools. Its meetings go over to them as well, with their "
        "dates and minutes that are not approved yet.",
    ),
    "add_note": Step(NoteForm, "Everybody who works in the trust can read it.", button="Save the note"),
}
"""Each transition that a person can make, with its page."""
