"""Forums in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.views.groups import lead_changed, names_in
from webapp.words import Teller, Told, Words, day_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.forums import Forum
from workflows.forums import ForumFlow as Flow
from workflows.forums.queries import ForumFile

Details = dict[str, Any]
MOST_NAMES: Final = 6
"""So many are named in the timeline; of more, how many there were."""


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"edit"}))


def situation(file: ForumFile, case: Forum, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    words = (_FOR_ONESELF if mine else _FOR_OTHERS).get(case.state, "")
    last = f"It last met on {in_words.day(case.last_met_on)}." if case.last_met_on else "It has not met yet."
    return words.format(last=last)


def end_in_words(file: ForumFile) -> str:
    """Why a forum that is over was closed, or never began."""
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


_FOR_ONESELF: Final = {
    "proposed": "Read what it would be for, and say whether the trust starts it.",
    "active": "{last} After two terms without a meeting it would count as dormant, and you would be asked.",
    "dormant": "Two terms have passed without a meeting. Plan one, and it wakes by itself once it is held; "
    "wake it up now; or close it, which is a good end as well.",
    "paused": "The forum rests. Take it up again when it suits, or close it.",
}
_FOR_OTHERS: Final = {"active": "{last}"}


# What happened


def _people(names: list[str]) -> str:
    return listed(names) if len(names) <= MOST_NAMES else f"{len(names)} people"


def _added(details: Details) -> Words:
    joined = names_in(details, "members")
    verb = "joins" if len(joined) == 1 else "join"
    return f"{_people(joined)} {verb}" if joined else "", ""


def _named(details: Details) -> Words:
    joined, left, school = names_in(details, "members"), names_in(details, "left"), text_of(details, "school")
    comes = f"{_people(joined)} now {'comes' if len(joined) == 1 else 'come'}." if joined else ""
    gone = f"{_people(left)} no longer {'does' if len(left) == 1 else 'do'}." if left else ""
    return f"{school} says who comes" if school else "", " ".join(filter(None, (comes, gone)))


def _removed(details: Details) -> Words:
    left = names_in(details, "left")
    return f"{_people(left)} is a member no longer" if left else "", ""


def _met(details: Details) -> Words:
    on = day_of(details, "on")
    return f"Met on {on}" if on else "", ""


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "propose": _nothing_more,
    "start": _nothing_more,
    "edit": _nothing_more,
    "add_members": _added,
    "add_everyone": _added,
    "name_members": _named,
    "remove_member": _removed,
    "change_chair": lead_changed("chairs"),
    "met": _met,
    "wake_by_meeting": _nothing_more,
    "pause": _paused,
    "add_note": _note,
}
