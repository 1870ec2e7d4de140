"""Hubs in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.views.groups import lead_changed, names_in
from webapp.words import Teller, Told, Words, day_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.hubs import HubCase
from workflows.hubs import HubFlow as Flow
from workflows.hubs.queries import HubFile

Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"edit"}))


def situation(file: HubFile, case: HubCase, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    words = (_FOR_ONESELF if mine else _FOR_OTHERS).get(case.state, "")
    return words.format(review=in_words.day(case.review_on) if case.review_on else "a day to be agreed")


def end_in_words(file: HubFile) -> str:
    """Why a hub that is over was closed."""
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


_FOR_ONESELF: Final = {
    "forming": "Meet the heads of its schools, agree on one or two things to work on, and write them down.",
    "active": "Meet, visit each other, share. On {review} you look back together at whether it has helped.",
    "reviewing": "Ask its schools what has helped and what to do differently; then go on, or close it.",
    "paused": "The hub rests. Take it up again when it suits, or close it.",
}
_FOR_OTHERS: Final = {
    "active": "The schools work together, and look back on {review}.",
}


# What happened


def _formed(details: Details) -> Words:
    schools = names_in(details, "schools")
    return "", f"With {listed(schools)}." if schools else ""


def _begun(details: Details) -> Words:
    on = day_of(details, "review_on")
    return "", paragraphs(text_of(details, "purpose"), f"They look back on {on}." if on else "")


def _looked_back(details: Details) -> Words:
    on = day_of(details, "review_on")
    helped, changes = text_of(details, "what_helped"), text_of(details, "what_changes")
    return "", paragraphs(helped, changes, f"They look back again on {on}." if on else "")


def _joined(details: Details) -> Words:
    schools, on = names_in(details, "schools"), day_of(details, "starts_on")
    return f"{listed(schools)} joins" if schools else "", f"From {on}." if on else ""


def _left(details: Details) -> Words:
    school, on = text_of(details, "school"), day_of(details, "ends_on")
    return f"{school} leaves" if school else "", f"From {on}." if on else ""


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


TELLERS: Final[dict[str, Teller]] = {
    "form": _formed,
    "begin": _begun,
    "go_on": _looked_back,
    "school_joins": _joined,
    "school_leaves": _left,
    "change_coordinator": lead_changed("coordinates"),
    "pause": _paused,
    "add_note": _note,
}
