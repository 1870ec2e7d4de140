"""One page for each step of a visit: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.steps import NoteForm, PauseForm, ReasonForm
from forms.visits.afterwards import (
    AdoptionForm,
    EntryForm,
    ReflectionForm,
    TakeOverForm,
    VisitActionForm,
)
from forms.visits.asking import HostNameForm, OfferForm, PartyForm, WantForm
from forms.visits.hosting import AssuranceForm, HostForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "change_offer": Step(
        OfferForm,
        "Everybody who works in the trust sees the change at once. A later last day renews the offer.",
        button="Save the offer",
        template="visits/offer_step.html",
        names_no_pupils=True,
    ),
    "end_offer": Step(
        ReasonForm, "Nobody can ask by it any more. Visits that were asked for already go on.", warns=True
    ),
    "edit": Step(WantForm, button="Save", template="visits/want.html", names_no_pupils=True),
    "agree_cover": Step(about="You agree that they are away for the visit, and the school is asked."),
    "agree_and_seek": Step(about="You agree that they are away for a visit. A school is looked for."),
    "refuse_cover": Step(ReasonForm, "The visit is not asked for, and whoever wanted it is told why."),
    "name_host": Step(
        HostNameForm,
        "Its head has five working days to answer.",
        button="Ask this school",
        template="visits/name_host.html",
    ),
    "accept": Step(
        HostForm,
        "The visitors confirm the day; then it goes into all diaries.",
        template="visits/accept.html",
        button="Say yes",
    ),
    "decline": Step(ReasonForm, "That is all right. Another school is looked for, and they are told why."),
    "move_on": Step(ReasonForm, "The school that was asked is told, and another is looked for."),
    "confirm": Step(about="It goes into the diaries of everybody who comes, and of your host."),
    "ask_another_date": Step(ReasonForm, "The host is asked for another day.", button="Ask for another date"),
    "change_party": Step(
        PartyForm,
        "The host confirms who is coming anew.",
        button="Save who comes",
        template="visits/party.html",
    ),
    "confirm_party": Step(
        AssuranceForm,
        "Look at who comes, on the page of the visit, and tick both.",
        button="Everybody is confirmed",
    ),
    "say_visited": Step(about="The visitor then writes down what they make of it."),
    "did_not_happen": Step(ReasonForm, "The host is asked for another day."),
    "reflect": Step(
        ReflectionForm,
        "Three short answers while it is fresh. They belong to you and your school; you then choose whether "
        "the host reads them.",
        button="Save the reflection",
        names_no_pupils=True,
    ),
    "share": Step(about="They read what you have learned, what you will try and what you would ask."),
    "offer_entry": Step(
        EntryForm,
        "Write it for somebody who was not there. Both heads read it and have to agree; then everybody who "
        "works in the trust can. The host reads your reflection as well.",
        button="Ask both heads",
        names_no_pupils=True,
    ),
    "keep": Step(about="The host does not read it. You can still share it later."),
    "consent": Step(about="It goes into the library once both heads have agreed."),
    "refuse_entry": Step(ReasonForm, "It does not go into the library. Whoever wrote it is told why."),
    "take_back": Step(about="It does not go into the library, and both heads are told."),
    "adopt": Step(
        AdoptionForm,
        "Then this visit is closed. Your head reads it too.",
        button="Save and close",
        names_no_pupils=True,
    ),
    "close_early": Step(ReasonForm, "Nobody is asked any more what came of it.", warns=True),
    "call_off": Step(
        ReasonForm, "The date leaves all diaries, the visitors are told why, and look elsewhere.", warns=True
    ),
    "withdraw": Step(ReasonForm, "Everybody concerned is told, and the date leaves all diaries.", warns=True),
    "pause": Step(PauseForm, "The clock stops until it goes on. Everybody concerned is told."),
    "resume": Step(about="The clock goes on where it stopped."),
    "add_note": Step(NoteForm, "Everybody who may see this visit can read it.", button="Save the note"),
    "change_people": Step(
        TakeOverForm, "They are told, and the date goes into their diary.", template="visits/take_over.html"
    ),
    "ask_for_action": Step(VisitActionForm, "Its owner is told.", button="Agree this action"),
    **DATE_STEPS,
}
"""Each transition that a person can make, with its page."""
