"""Pairings in words: what happened, what is going on now, and the names of what the two write down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from webapp.components import plural
from webapp.views.dates.words import DATE_TELLERS, on_in_words
from webapp.words import Teller, Told, day_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.pairings import PairingFlow as Flow
from workflows.pairings.details import Mode
from workflows.pairings.model import SessionStatus
from workflows.pairings.queries import PairingFile

Words = tuple[str, str]
Details = dict[str, Any]

FIELDS: Final = {
    "focus": "About",
    "observed": "Observed",
    "advice": "Advice",
    "action_step": "Action step",
    "rehearsal": "Rehearsal",
    "next_look": "Next look",
    "goal": "Goal",
    "reality": "Reality",
    "options": "Options",
    "will": "Will",
}
"""What the parts of an entry of the log are called, in both modes."""
STATUSES: Final = {
    SessionStatus.PLANNED: ("Planned", "info"),
    SessionStatus.HELD: ("Took place", "good"),
    SessionStatus.MISSED: ("Did not happen", "plain"),
    SessionStatus.OFF: ("Called off", "plain"),
}
"""What became of a session, and the tone of its tag."""
MODES: Final = {Mode.MENTORING: "Mentoring", Mode.COACHING: "Coaching"}


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"edit", "finish_step", "write_contract"}))


def meanwhile(changes: Iterable[Happening], session_id: int | None) -> str:
    """That somebody else has logged the same session, and what becomes of one's own words."""
    logged = [one for one in changes if one.kind in ("log_first", "log_session")]
    names = [one.by for one in logged if session_id in (0, None, one.details.get("session_id"))]
    if not names:
        return ""
    return (
        f"{listed(dict.fromkeys(names))} has logged this session meanwhile. "
        "What you wrote is added as an entry of your own as soon as you save it."
    )


def duration(minutes: int) -> str:
    """ "50 minutes", "1 hour", "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    return " ".join([*parts, plural(rest, "minute")] if rest or not hours else parts)


# What happened


def _named(verb: str) -> Teller:
    def tell(details: Details) -> Words:
        who = text_of(details, "mentor")
        return f"{who} {verb}" if who else "", text_of(details, "note")

    return tell


def _planned(details: Details) -> Words:
    on = on_in_words(details)
    return f"Session agreed for {on}" if on else "", ""


def _moved(details: Details) -> Words:
    was, now = day_of(details, "was_on"), on_in_words(details)
    return f"Session of {was} moved to {now}" if was and now else "", ""


def _of_session(what: str) -> Teller:
    def tell(details: Details) -> Words:
        on = day_of(details, "on") or day_of(details, "held_on")
        return f"Session of {on} {what}" if on else "", ""

    return tell


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "choose": _named("asked to be the mentor"),
    "propose": _named("proposed as the mentor"),
    "decline": _nothing_more,
    "plan_first": _planned,
    "plan_session": _planned,
    "move_session": _moved,
    "call_off_session": _of_session("called off"),
    "confirm_session": _of_session("took place"),
    "miss_session": _of_session("did not happen"),
    "log_first": _of_session("logged"),
    "log_session": _of_session("logged"),
    "pause": _paused,
    "edit": _nothing_more,
    **DATE_TELLERS,
}


# What is going on


def situation(file: PairingFile, *, mine: bool) -> str:
    """A sentence or two on where things stand, for whoever's turn it is (`mine`) or for the others."""
    return _SITUATIONS[file.pairing.state](file, mine) if file.pairing.state in _SITUATIONS else ""


def end_in_words(file: PairingFile) -> str:
    """How it ended, below the name of the state."""
    last = next(iter(file.moves), None)
    if last is None:
        return ""
    sessions = plural(len(file.held), "session")
    return f"Since {in_words.day(last.at)}. {sessions} took place." if file.held else ""


def _requested(file: PairingFile, mine: bool) -> str:  # noqa: FBT001 - one of a table of the same shape
    name = file.pairing.mentee.name
    if mine:
        return f"{name} would like a mentor. Propose one who suits what is asked for below."
    return "You can choose a mentor yourself, or wait for somebody to be proposed." if file.private else ""


def _asked(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    if mine:
        return f"{file.pairing.mentee.name} would like you as their mentor. What they hope for is below."
    return f"{_mentor(file)} is asked whether they will be the mentor."


def _proposed(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    said = next((one for one in file.history if one.kind == "propose"), None)
    note = text_of(said.details, "note") if said else ""
    pair = f"{_mentor(file)} is proposed as the mentor of {file.pairing.mentee.name}."
    if not mine:
        return pair
    return f"{pair} Does this suit you? It begins once both of you say yes." + (f" “{note}”" if note else "")


def _accepted(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    if file.pairing.contract is None:
        return (
            "Meet, agree how you will work together, and write it down. Then both of you sign."
            if mine
            else ""
        )
    signed = signatures(file)
    if not signed:
        return "The contract is written. Read it below, then sign it or change it." if mine else ""
    return f"{listed(signed)} has signed the contract." + (" It needs your signature." if mine else "")


def signatures(file: PairingFile) -> list[str]:
    """Who has signed the contract as it now stands, in the order of signing."""
    names: list[str] = []
    for one in file.history:
        if one.kind in ("write_contract", "take_on", "accept"):
            break
        if one.kind == "sign":
            names.insert(0, one.by)
    return list(dict.fromkeys(names))


def _contracted(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    return (
        "Both of you have signed. Agree when you meet first, or log a session that you have had."
        if mine
        else ""
    )


def _active(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    planned = file.pairing.planned
    if planned and planned[0].on <= in_words.today():
        return f"The session of {in_words.day(planned[0].on)} waits for its log."
    if not planned and file.pairing.next_ask.startswith("Log"):
        return "A session that took place waits for its log."
    if not mine:
        return f"The next session is on {in_words.day(planned[0].on)}." if planned else ""
    if file.pairing.next_ask.startswith("Begin"):
        return "It is time for the review: look back together, and agree how to go on."
    if planned:
        return f"You meet next on {in_words.day(planned[0].on)}."
    held = f"You last met on {in_words.day(file.held[0].on)}. " if file.held else ""
    return f"{held}Agree when you meet next."


def _review(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    if not mine or file.private is None:
        return ""
    if file.private.review_in_hand is None:
        return (
            "Look back together, and write down what goes well and what changes. Then both of you agree it."
        )
    return "The review is written. Read it below, then agree it or change it."


def _changing(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    return (
        "Moving from mentoring to coaching is proposed. It changes once both of you confirm it."
        if mine
        else ""
    )


def _rests(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    stopped = next((one for one in file.history if one.kind == "pause"), None)
    return f"Paused: {text_of(stopped.details, 'reason')}" if stopped else ""


def _ending(file: PairingFile, mine: bool) -> str:  # noqa: FBT001
    if file.private is None:
        return ""
    if mine:
        return "The pairing has ended. Close it, with a last word if you like, or find a new mentor."
    return "The pairing has ended. It is closed by itself in a few days."


def _mentor(file: PairingFile) -> str:
    return file.pairing.mentor.name if file.pairing.mentor else "Somebody"


_SITUATIONS: Final[dict[str, Callable[[PairingFile, bool], str]]] = {
    "requested": _requested,
    "asked": _asked,
    "proposed": _proposed,
    "accepted": _accepted,
    "contracted": _contracted,
    "active": _active,
    "review": _review,
    "changing": _changing,
    "paused": _rests,
    "ending": _ending,
}
