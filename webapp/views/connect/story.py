"""Connect sessions in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.views.dates.words import DATE_TELLERS
from webapp.views.sign_ups.words import SIGN_UP_TELLERS
from webapp.words import Teller, Told, in_words, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.connect import ConnectFlow as Flow
from workflows.connect.queries import ConnectFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"change_topic", "keep_register"}))


def situation(file: ConnectFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    session = file.session
    day = in_words.day(session.on) if session.on else "a day to be found"
    return (
        (_FOR_HOSTS if mine else _FOR_OTHERS).get(session.state, "").format(day=day, host=session.host.name)
    )


def end_in_words(file: ConnectFile) -> str:
    """How a session that is over ended."""
    if file.session.state == Flow.closed.name:
        return "Thank you to whoever showed what works, and to everybody who came."
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    if last is None:
        return ""
    return text_of(last.details, "reason") or Flow.transitions[last.kind].done + "."


_FOR_HOSTS: Final = {
    "offered": "You host this on {day}. Below you see who is coming; the code for the door is beside it.",
    "postponed": "Everybody keeps their place. Name a new day, and they are asked to it.",
    "held": "Keep the register, and say in a few lines what came of it, for those who could not come.",
}
_FOR_OTHERS: Final = {
    "offered": "{host} hosts this on {day}.",
    "postponed": "{host} looks for a new day. Whoever has a place keeps it.",
    "held": "{host} writes up what came of it.",
}


def _handed_over(details: Details) -> Words:
    joined = text_of(details, "joined")
    return f"{joined} hosts it now" if joined else "", text_of(details, "reason")


def _action(details: Details) -> Words:
    return "", paragraphs(text_of(details, "title"), text_of(details, "owner"))


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "offer": _nothing_more,
    "change_topic": _nothing_more,
    "change_people": _handed_over,
    "write_up": _nothing_more,
    "add_note": lambda details: ("", text_of(details, "text")),
    "ask_for_action": _action,
    **DATE_TELLERS,
    **SIGN_UP_TELLERS,
}
