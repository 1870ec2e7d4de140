"""Meetings in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.views.dates.words import ANSWERS, DATE_TELLERS
from webapp.words import Teller, Told, day_of, in_words, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.dates.model import Answer
from workflows.meetings import MeetingFlow as Flow
from workflows.meetings.queries import MeetingFile

Words = tuple[str, str]
Details = dict[str, Any]

_ONCE: Final = frozenset({"write_item", "amend_item", "order_item", "write_minutes", "drop_action"})


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=_ONCE)


def situation(file: MeetingFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    case = file.meeting
    day = in_words.day(case.on)
    words = {
        "day": day,
        "open": in_words.day(case.agenda_opens_on),
        "publish": in_words.day(case.publish_by),
        "host": case.host_school.name if case.host_school else "A school",
        "following": _following(file),
    }
    return (_FOR_ONESELF if mine else _FOR_OTHERS).get(case.state, "").format(**words)


def _following(file: MeetingFile) -> str:
    if file.following is None:
        return "No next meeting is planned yet."
    return f"The next meeting is on {in_words.day(file.following.on)}; its agenda begins with these minutes."


def end_in_words(file: MeetingFile) -> str:
    """How a meeting that is over ended."""
    case = file.meeting
    if case.state == Flow.closed.name:
        return "The members have looked back at what came of it." if case.what_came else "It is over."
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


_FOR_ONESELF: Final = {
    "host_sought": "Schools can offer on this page. After the date above, the school that hosted least "
    "recently is asked by itself.",
    "host_asked": "{host} would host on {day}. If it does not fit, say so, and the next school is asked.",
    "planned": "The agenda opens by itself on {open}; members can add to it already.",
    "agenda_open": "Put the items in order, see that they fit into the time, and publish it.",
    "published": "Members have the agenda. On the day, write the minutes here as you go.",
    "host_lost": "Everybody has been told. Hold it online or elsewhere, or call it off with one press.",
    "held": "Minutes are typed once: they become the record, the mail and the actions.",
    "minutes_drafted": "{following}",
    "approved": "In the next half-term: what has come of what you decided?",
    "postponed": "Set a new date, and everybody is invited again. The agenda is kept.",
}
_FOR_OTHERS: Final = {
    "host_sought": "A host is looked for. Heads and senior leaders of the group's schools can offer.",
    "host_asked": "{host} has been asked to host on {day}.",
    "planned": "Members can add to the agenda until it is published, by {publish}.",
    "agenda_open": "Members can add to the agenda until it is published, by {publish}.",
    "published": "The agenda is published.",
    "host_lost": "The host has dropped out. Another place is looked for; everybody who is asked hears of it.",
    "minutes_drafted": "{following}",
    "postponed": "A new date is looked for.",
}


# What happened


def _school(verb: str) -> Teller:
    def tell(details: Details) -> Words:
        school = text_of(details, "school")
        reason = text_of(details, "reason")
        return f"{school} {verb}" if school else "", reason

    return tell


def _where(details: Details) -> Words:
    return "", text_of(details, "where")


def _item(verb: str) -> Teller:
    def tell(details: Details) -> Words:
        title = text_of(details, "title")
        return f"{verb}: {title}" if title else "", ""

    return tell


def _written(details: Details) -> Words:
    title = text_of(details, "title")
    if "added" not in details:
        return f"Agenda item changed: {title}" if title else "", ""
    return f"Added to the agenda: {title}" if title else "Added to the second part", ""


def _moved(details: Details) -> Words:
    on = day_of(details, "on")
    return f"Moved to {on}" if on else "", text_of(details, "reason")


def _sent(details: Details) -> Words:
    return "", ""


def _corrected(details: Details) -> Words:
    number = details.get("version")
    return f"Minutes corrected, version {number}" if number else "", text_of(details, "reason")


def _approved(details: Details) -> Words:
    on = day_of(details, "on")
    return f"Minutes approved on {on}" if on else "", ""


def _paused(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _answered(details: Details) -> Words:
    """The answer alone: words with it are for whoever leads the meeting."""
    said = details.get("answer")
    return (f"Answered: {ANSWERS[Answer(said)].lower()}", "") if said in set(Answer) else ("", "")


def _people(details: Details) -> Words:
    joined = text_of(details, "joined")
    part = {"chair": "leads this meeting", "note_taker": "takes the minutes"}.get(
        text_of(details, "role"), ""
    )
    return f"{joined} {part}" if joined and part else "", text_of(details, "reason")


def _action(details: Details) -> Words:
    return "", paragraphs(text_of(details, "title"), text_of(details, "owner"))


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


TELLERS: Final[dict[str, Teller]] = {
    "offer_to_host": _school("hosts"),
    "step_in": _school("stepped in as host"),
    "ask_host": _school("asked to host"),
    "propose_host": _school("asked to host, as its turn has come"),
    "agree_to_host": _school("hosts"),
    "decline_to_host": _school("cannot host"),
    "no_answer": _school("did not answer"),
    "host_drops_out": _school("cannot host after all"),
    "hold_elsewhere": _where,
    "go_elsewhere": _where,
    "say_where": _where,
    "write_item": _written,
    "amend_item": _written,
    "drop_item": _item("Taken off the agenda"),
    "strike_item": _item("Taken off the agenda"),
    "write_minutes": _sent,
    "drop_action": _sent,
    "correct_minutes": _corrected,
    "approve": _approved,
    "approved_at_next": _approved,
    "move": _moved,
    "resume": _moved,
    "postpone": _paused,
    "change_people": _people,
    "change_lead": _people,
    "ask_for_action": _action,
    "look_back": lambda details: ("", text_of(details, "what_came")),
    "add_note": _note,
    **DATE_TELLERS,
    "answer_date": _answered,
}
