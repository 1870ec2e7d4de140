"""One page for each step of a connect session: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.connect import ConnectActionForm, DayForm, NewHostForm, OutcomeForm, TopicForm
from forms.steps import NoteForm, ReasonForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.sign_ups.steps import SIGN_UP_STEPS
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "change_topic": Step(
        TopicForm,
        "More places go at once to those who have waited longest.",
        button="Save",
        names_no_pupils=True,
    ),
    "postpone": Step(
        ReasonForm,
        "The date leaves all diaries, and everybody is told why. They keep their places; you name a new day.",
        button="Postpone it",
    ),
    "name_day": Step(
        DayForm,
        "Everybody with a place is asked to the new day.",
        template="connect/day.html",
        button="Name this day",
    ),
    "cannot_host": Step(
        about="It is called off, and everybody who has signed up is told at once. If a colleague could host "
        "it, hand it to them instead.",
        button="I cannot host: call it off",
        warns=True,
    ),
    "call_off": Step(
        ReasonForm, "It leaves all diaries, and everybody who has signed up is told why.", warns=True
    ),
    "change_people": Step(
        NewHostForm, "They are told, and so is everybody who has signed up.", button="Hand it over"
    ),
    "say_held": Step(about="You then keep the register and say what came of it."),
    "did_not_happen": Step(ReasonForm, "It counts as called off.", warns=True),
    "write_up": Step(
        OutcomeForm,
        "Everybody who works in the trust reads it. Then this session is closed.",
        button="Save and close",
        names_no_pupils=True,
    ),
    "close_early": Step(ReasonForm, "Nobody is asked any more what came of it.", warns=True),
    "add_note": Step(NoteForm, "Everybody who works in the trust can read it.", button="Save the note"),
    "ask_for_action": Step(ConnectActionForm, "Its owner is told.", button="Agree this action"),
    **DATE_STEPS,
    **SIGN_UP_STEPS,
}
"""Each transition that a person can make, with its page."""
