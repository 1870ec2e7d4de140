"""What can be done about sign-ups on any case: a workflow takes all of it on in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from workflows.machine import EVERYBODY, THE_CLOCK, Effect, Role, State, States, Steps, Transition, roles_in
from workflows.sign_ups import attending, offering, places
from workflows.sign_ups.details import (
    ApologyDetails,
    CheckInDetails,
    Chosen,
    OfferingChange,
    OfferingDetails,
    OfferingOff,
    PersonGone,
    PlaceMoved,
    RegisterDetails,
    StallChange,
    StallDetails,
    StallKept,
)

BESIDE: Final = frozenset(
    {"sign_up", "give_up_place", "move_place", "free_places", "check_in", "apologise", "offer_stall"}
)
"""For `goes_on_beside`: what colleagues do makes nobody's form stale."""


def sign_up_steps(
    states: State | States,
    *,
    by: tuple[Role, ...],
    open_to: Role | tuple[Role, ...] = EVERYBODY,
    register_in: State | States | None = None,
    arrange_in: State | States | None = None,
) -> Steps:
    """Offerings, places, waiting lists and being there, possible in these states.

    `by` arrange what is offered and keep the register; `open_to` sign up, and offer stalls. The register,
    and what heads keep of stalls in the library, is possible in `register_in` rather than in `states` where
    that is given; what is offered is arranged in `arrange_in`, where that begins before people sign up. Put
    `BESIDE` into the workflow's `goes_on_beside`, and `places.follow_answer` on its `answer_date`, so that a
    No in somebody's diary frees their place.
    """
    step, there = _steps_in(states), attendance_steps(states, by=by, open_to=open_to, register_in=register_in)
    anybody = (*by, *(one for one in roles_in(open_to) if one not in by))
    later = step if register_in is None else _steps_in(register_in)
    before = step if arrange_in is None else _steps_in(arrange_in)
    own = {
        "add_offering": before(by, OfferingDetails, "Add to the programme", "Added to the programme"),
        "change_offering": before(
            anybody, OfferingChange, "Change what is offered", "Changed what is offered"
        ),
        "withdraw_offering": before(anybody, OfferingOff, "Withdraw what is offered", "Withdrawn"),
        "offer_stall": before(anybody, StallDetails, "Offer a stall", "Stall offered"),
        "change_stall": before(anybody, StallChange, "Change a stall", "Stall changed"),
        "keep_stall": later(open_to, StallKept, "Keep it in the library", "Kept in the library"),
        "sign_up": step(open_to, Chosen, "Sign up", "Signed up"),
        "give_up_place": step(open_to, Chosen, "Give up a place", "Place given up"),
        "move_place": step(open_to, PlaceMoved, "Move to another workshop", "Moved to another workshop"),
        "free_places": step(THE_CLOCK, PersonGone, "Somebody leaves the trust", "Places given on"),
    }
    effects: dict[str, Effect] = {
        "add_offering": offering.add,
        "change_offering": offering.change(by),
        "withdraw_offering": offering.withdraw(by),
        "offer_stall": offering.offer_stall,
        "change_stall": offering.change_stall(by),
        "keep_stall": offering.keep_stall,
        "sign_up": places.sign_up,
        "give_up_place": places.give_up,
        "move_place": places.move,
        "free_places": places.free_places_of_leaver,
    }
    return Steps(own | there.transitions, effects | there.effects)


def attendance_steps(
    states: State | States,
    *,
    by: tuple[Role, ...],
    open_to: Role | tuple[Role, ...] = EVERYBODY,
    register_in: State | States | None = None,
) -> Steps:
    """Being there and apologies alone, for what people are asked to rather than sign up for."""
    step = _steps_in(states)
    register = step if register_in is None else _steps_in(register_in)
    return Steps(
        {
            "check_in": step(open_to, CheckInDetails, "I am here", "Checked in"),
            "apologise": step(open_to, ApologyDetails, "I cannot come", "Apologies sent"),
            "keep_register": register(by, RegisterDetails, "Keep the register", "Register kept"),
        },
        {
            "check_in": attending.check_in,
            "apologise": attending.apologise,
            "keep_register": attending.keep_register,
        },
    )


def _steps_in(states: State | States) -> Callable[[Any, Any, str, str], Transition]:
    def step(who: Any, needs: Any, label: str, done: str) -> Transition:
        return states.stays(by=who, needs=needs, label=label, done=done, aside=True)

    return step
