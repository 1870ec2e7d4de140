"""Visits in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.components import plural
from webapp.views.dates.words import DATE_TELLERS
from webapp.words import Teller, Told, day_of, in_words, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.visits import VisitFlow as Flow
from workflows.visits.model import Visit
from workflows.visits.queries import VisitFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"edit", "change_offer"}))


def situation(file: VisitFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    visit = file.visit
    if not mine:
        return _FOR_OTHERS.get(visit.state, "").format(day=_day(visit))
    if any(turn.ask == Flow.change_party.also_ask for turn in file.own_turns):
        return "Who comes has changed. Look at the names, and confirm identity and DBS assurance anew."
    if visit.state == Flow.wanted.name:
        who = visit.visitor.name if visit.visitor else "Somebody"
        return f"{who} would like to visit {_host(visit)}: {_people(visit)} would be away."
    return _FOR_ONESELF.get(visit.state, "").format(day=_day(visit), host=_host(visit))


def end_in_words(file: VisitFile) -> str:
    """How a visit that is over ended."""
    if file.visit.state == Flow.closed.name:
        return "Thank you for opening your doors, and for going to see."
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


_FOR_ONESELF: Final = {
    "offered": "Everybody who works in the trust can see this offer and ask to come.",
    "seeking": "Ask a school: look at what is offered, and at who is strong in this.",
    "requested": "If it suits, name a day with lessons, who looks after them and what they see.",
    "accepted": "{host} would be glad to have you on {day}. Confirm it, and it goes into all diaries.",
    "confirmed": "You visit {host} on {day}. Read the timetable and what is off limits once more.",
    "visited": "While it is fresh: what have you learned, what will you try, what would you ask now?",
    "reflected": "It is yours so far. Share it with the host, offer what you saw to the library, or keep it.",
    "consenting": "Read what is to go into the library, below. It goes in once both heads agree.",
    "shared": "What did you try, and has it stuck? You are asked in the next half-term.",
    "paused": "This visit waits. Take it up again when it suits, or call it off.",
    "kept": "What did you try, and has it stuck? You are asked in the next half-term.",
}
_FOR_OTHERS: Final = {
    "accepted": "The host has named {day}; the visitor confirms it.",
    "confirmed": "The visit is on {day}.",
}


def _day(visit: Visit) -> str:
    return in_words.day(visit.on) if visit.on else "a day to be found"


def _host(visit: Visit) -> str:
    return visit.host_school.name if visit.host_school else "another school"


def _people(visit: Visit) -> str:
    return plural(visit.coming, "person", "people")


# What happened


def _asked_school(details: Details) -> Words:
    school = text_of(details, "school")
    return f"{school} asked" if school else "", ""


def _let_go(verb: str) -> Teller:
    def tell(details: Details) -> Words:
        school = text_of(details, "school")
        return f"{school} {verb}" if school else "", text_of(details, "reason")

    return tell


def _accepted(details: Details) -> Words:
    on, contact = day_of(details, "on"), text_of(details, "contact")
    return f"Accepted for {on}" if on else "", f"{contact} looks after the visitors." if contact else ""


def _party(details: Details) -> Words:
    count = details.get("coming")
    return "", f"{plural(count, 'person', 'people')} in all." if isinstance(count, int) else ""


def _taken_over(details: Details) -> Words:
    joined = text_of(details, "joined")
    return f"{joined} took over" if joined else "", text_of(details, "reason")


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _action(details: Details) -> Words:
    return "", paragraphs(text_of(details, "title"), text_of(details, "owner"))


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "want": _nothing_more,
    "edit": _nothing_more,
    "agree_cover": _nothing_more,
    "name_host": _asked_school,
    "decline": _let_go("declined"),
    "move_on": _let_go("is no longer asked"),
    "call_off": _let_go("called it off"),
    "accept": _accepted,
    "change_party": _party,
    "change_people": _taken_over,
    "pause": _paused,
    "ask_for_action": _action,
    "add_note": _note,
    **DATE_TELLERS,
}
