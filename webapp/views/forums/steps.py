"""One page for each step of a forum: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.forums import (
    AboutForm,
    ChairForm,
    EveryoneForm,
    MembersForm,
    RemovalForm,
    SchoolsMembersForm,
)
from forms.steps import NoteForm, PauseForm, ReasonForm
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "approve": Step(about="Its chair and whoever proposed it are told. Then everybody can join."),
    "decline": Step(ReasonForm, "Whoever proposed it is told why. It can be proposed again."),
    "withdraw": Step(ReasonForm, "Nobody is asked about it any more.", warns=True),
    "wake": Step(about="It has two terms again in which to meet."),
    "close": Step(
        ReasonForm,
        "Its meetings to come are called off, and its members are told why. What it has done stays here.",
        warns=True,
    ),
    "pause": Step(PauseForm, "The clock stops until it goes on. Its members are told."),
    "resume": Step(about="The clock goes on where it stopped."),
    "edit": Step(AboutForm, button="Save", names_no_pupils=True),
    "join": Step(about="You are asked to its meetings from now on."),
    "leave": Step(about="You are not asked to its meetings any more. You can join again at any time."),
    "name_members": Step(
        SchoolsMembersForm,
        "They are told, and asked to its meetings from now on.",
        button="Save who comes",
        template="forums/name_members.html",
    ),
    "add_members": Step(
        MembersForm,
        "They are told, and asked to its meetings from now on.",
        button="Add them",
        template="forums/people.html",
    ),
    "add_everyone": Step(
        EveryoneForm,
        "Everybody whom this fits today becomes a member, and is told. Whoever is one already stays one.",
        button="Add them all",
    ),
    "remove_member": Step(RemovalForm, "They are told.", button="Take them out"),
    "change_chair": Step(
        ChairForm,
        "They are told. Its meetings go over to them as well, with their dates and minutes that are "
        "not approved yet.",
    ),
    "add_note": Step(NoteForm, "Everybody who works in the trust can read it.", button="Save the note"),
}
"""Each transition that a person can make, with its page."""
