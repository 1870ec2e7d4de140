"""One page for each step about sign-ups on any case: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.sign_ups import (
    ApologyForm,
    CheckInForm,
    GiveUpForm,
    MoveForm,
    OfferingChangeForm,
    OfferingForm,
    OfferingOffForm,
    RegisterForm,
    SignUpForm,
    StallChangeForm,
    StallForm,
    StallKeptForm,
    register_form,
)
from webapp.reader import current
from webapp.views.dates.steps import MadeFor
from webapp.views.steps import Step
from workflows.cases import Case
from workflows.sign_ups.details import Standing
from workflows.sign_ups.queries import board_of


def what_they_have(case: Case) -> str:
    """What the press has brought whoever made it: a place, or a number on the waiting list."""
    board = board_of(case, current.person.id)
    own = [one for one in (board.whole, *board.workshops) if one is not None and one.own is not None]
    waiting = [one for one in own if one.own is Standing.WAITING]
    if not waiting:
        return "You have a place. It stands in your diary too."
    newest = waiting[-1]
    return (
        f"All places in “{newest.offering.title}” are taken at present. You are number {newest.position} on "
        "the waiting list, and hear by mail as soon as one is yours."
    )


ATTENDANCE_STEPS: Final[Mapping[str, Step]] = {
    "check_in": Step(CheckInForm, "From an hour before it begins until it ends.", button="I am here"),
    "apologise": Step(
        ApologyForm,
        "If you have a place, whoever is next on the waiting list gets it at once.",
        button="Send my apologies",
    ),
    "keep_register": Step(
        MadeFor(RegisterForm.makes, register_form),
        "For those without a phone, and for whoever forgot. Of whom you say nothing, nothing changes.",
        template="sign_ups/register.html",
        button="Save the register",
    ),
}
"""Being there, and apologies, of any case."""

SIGN_UP_STEPS: Final[Mapping[str, Step]] = {
    "sign_up": Step(
        SignUpForm,
        "If it is full, you are put on the waiting list, in the order of arrival.",
        button="Sign up",
        said=what_they_have,
    ),
    "give_up_place": Step(
        GiveUpForm, "Whoever is next on the waiting list gets the place at once.", button="Give it up"
    ),
    "move_place": Step(
        MoveForm, "You keep the place that you have until the other is yours.", button="Move me"
    ),
    "add_offering": Step(
        OfferingForm,
        "Everybody who can see this finds it in the programme.",
        template="sign_ups/offering.html",
    ),
    "change_offering": Step(
        OfferingChangeForm,
        "A new time or room is told to everybody whose name is down. More places go to those who wait.",
        template="sign_ups/offering.html",
        button="Save",
    ),
    "withdraw_offering": Step(
        OfferingOffForm, "Everybody whose name is down is told why.", button="Withdraw it", warns=True
    ),
    "offer_stall": Step(
        StallForm,
        "A quick win that others can take home: one thing, shown in five minutes.",
        button="Offer this stall",
        names_no_pupils=True,
    ),
    "change_stall": Step(StallChangeForm, button="Save", names_no_pupils=True),
    "keep_stall": Step(
        StallKeptForm,
        "You agree, as head, that everybody who works in the trust can read it in the library.",
        button="Keep it in the library",
        names_no_pupils=True,
    ),
    **ATTENDANCE_STEPS,
}
"""All about sign-ups, of any case."""
