"""Dates in words: when they are, what stands in the way, who has answered, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from webapp.components import plural
from webapp.words import Teller, in_words, listed, paragraphs, text_of
from workflows.clock import LONDON, local
from workflows.dates.clashes import Clash, Hindrance, days_of
from workflows.dates.details import Span
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    PollOption,
    ReplyKind,
    ReplyToSettle,
    Tick,
    Via,
)
from workflows.dates.pages import suits

Words = tuple[str, str]
Details = dict[str, Any]

ANSWERS: Final = {Answer.NONE: "No answer yet", Answer.YES: "Yes", Answer.MAYBE: "Maybe", Answer.NO: "No"}
TONES: Final = {Answer.NONE: "soon", Answer.YES: "good", Answer.MAYBE: "info", Answer.NO: "late"}
TICKS: Final = {Tick.YES: "Yes", Tick.IF_NEED_BE: "If need be", Tick.NO: "No"}
VIAS: Final = {
    Via.DIARY: "from their diary",
    Via.LINK: "by the link in the message",
    Via.PAGE: "here",
}
REPLIES: Final = {
    ReplyKind.COUNTER: "proposes another time",
    ReplyKind.DELEGATE: "would send somebody else",
    ReplyKind.STRANGER: "Somebody else answered for",
    ReplyKind.UNREADABLE: "sent a reply that could not be read",
    ReplyKind.WORDS: "A letter, and no answer, came to the invitation of",
}


# When it is


def span_in_words(span: Span) -> str:
    """ "Friday 27 November, 9am to 3:30pm", "Friday 27 November, all day", or from one day to another."""
    days = days_of(span)
    first = in_words.day(days[0])
    if span.all_day:
        return f"{first} to {in_words.day(days[-1])}" if days[1:] else f"{first}, all day"
    ends = in_words.clock(span.ends_at)
    until = ends if not days[1:] else f"{in_words.day(days[-1])}, {ends}"
    return f"{first}, {in_words.clock(span.starts_at)} to {until}"


def when(entry: CalendarEntry | PollOption) -> str:
    """When a date is, or would be."""
    return span_in_words(Span(entry.starts_at, entry.ends_at, entry.all_day))


def hours(span: Span) -> str:
    """Of a date on one day, its hours: "9am to 3:30pm" or "all day"."""
    return "all day" if span.all_day else in_words.clock_range(span.starts_at, span.ends_at)


def coming(entry: CalendarEntry, *, href: str, tags: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A date as the component `coming_up` shows it."""
    return {
        "on": entry.first_day,
        "at": None if entry.all_day else entry.starts_at,
        "until": None if entry.all_day else entry.ends_at,
        "title": entry.title,
        "href": href,
        "place": entry.place or ("Online" if entry.link else ""),
        "tags": tags or [],
        "off": entry.cancelled_at is not None,
    }


# What stands in the way


def clashes_in_words(clashes: Iterable[Clash], reader_id: int, wanted: Span) -> list[str]:
    """What stands in the way of a time, each thing as a sentence."""
    told = (_clash_in_words(clash, reader_id, one_day=len(days_of(wanted)) == 1) for clash in clashes)
    return list(dict.fromkeys(told))


def _clash_in_words(clash: Clash, reader_id: int, *, one_day: bool) -> str:
    day = in_words.day(clash.on) if clash.on else ""
    if clash.kind is Hindrance.BUSY and clash.span is not None:
        who = "You are" if clash.person_id == reader_id else f"{clash.name} is"
        return f"{who} already asked to something {_during(clash.span, one_day=one_day)}."
    return {
        Hindrance.CLOSED: f"{clash.name or 'The central team'} is closed on {day}.",
        Hindrance.HOLIDAY: f"{day} is a bank holiday: {clash.name}.",
        Hindrance.WEEKEND: f"{day} is at the weekend.",
        Hindrance.HOURS: f"{hours(clash.span)} is outside working hours." if clash.span else "",
    }.get(clash.kind, "")


def _during(span: Span, *, one_day: bool) -> str:
    """When somebody is busy; the day goes without saying where only one can be meant."""
    days = days_of(span)
    if days[1:]:
        return f"from {span_in_words(span)}"
    said = "all day" if span.all_day else f"from {hours(span)}"
    return said if one_day else f"{said} on {in_words.day(days[0])}"


# Answers


def answer_tag(attendance: Attendance) -> dict[str, str]:
    """ "Tom: yes" for beside a date."""
    said = "waiting" if attendance.answer is Answer.NONE else ANSWERS[attendance.answer].lower()
    return {"text": f"{attendance.person.first_name}: {said}", "tone": TONES[attendance.answer]}


def option_words(option: PollOption) -> Words:
    """One of the times on offer, and how many it suits."""
    yes, perhaps = suits(option)
    more = f", {perhaps} if need be" if perhaps else ""
    return when(option), f"Suits {plural(yes, 'person', 'people')}{more}"


def reply_in_words(reply: ReplyToSettle) -> str:
    """What kind of reply it is, as a sentence."""
    whose, kind = reply.person.name, REPLIES[reply.kind]
    if reply.kind in (ReplyKind.STRANGER, ReplyKind.WORDS):
        return f"{kind} {whose}."
    return f"{whose} {kind}."


# What happened


def _at(details: Details, name: str) -> str:
    """A moment among the details as "Friday 27 November, 3:30pm"; empty where there is none."""
    try:
        moment = datetime.fromisoformat(text_of(details, name)).astimezone(LONDON)
    except ValueError:
        return ""
    midnight = moment.time() == time(0)
    return in_words.day(moment) if midnight else f"{in_words.day(moment)}, {in_words.clock(moment)}"


def on_in_words(details: Details) -> str:
    """The date in details of the kind `Timed`."""
    try:
        day = date.fromisoformat(text_of(details, "on"))
        starts = text_of(details, "starts")
        begins = in_words.clock(local(day, time.fromisoformat(starts))) if starts else ""
    except ValueError:
        return ""
    return ", ".join(part for part in (in_words.day(day), begins) if part)


def _added(details: Details) -> Words:
    title, on = text_of(details, "title"), on_in_words(details)
    return f"{title} on {on}" if title and on else "", _where(details)


def _where(details: Details) -> str:
    place, link = text_of(details, "place"), text_of(details, "link")
    return f"At {place}." if place else "Online." if link else ""


def _changed(details: Details) -> Words:
    title, on, was = text_of(details, "title"), on_in_words(details), _at(details, "was")
    reason = text_of(details, "reason")
    if title and details.get("moved") and on and was and on != was:
        return f"{title} moved to {on}", paragraphs(f"It was on {was}.", reason)
    return f"{title} changed" if title else "", paragraphs(_where(details), reason)


def _off(details: Details) -> Words:
    title, was = text_of(details, "title"), _at(details, "was")
    return (
        f"{title} of {was} called off" if title and was else ""
    ), text_of(details, "reason")  # fmt: skip


def _asked(details: Details) -> Words:
    title = text_of(details, "title")
    more, fewer = details.get("joining") or [], details.get("leaving") or []
    parts = [
        f"{plural(len(more), 'person', 'people')} asked as well" if more else "",
        f"{plural(len(fewer), 'person', 'people')} no longer asked" if fewer else "",
    ]
    said = listed(part for part in parts if part)
    return f"Changed who is asked to {title}" if title else "", f"{said}." if said else ""


def _answered(details: Details) -> Words:
    title, said = text_of(details, "title"), text_of(details, "answer")
    known = ANSWERS.get(Answer(said)) if said in set(Answer) else None
    late = "It answers an earlier time, so it does not count." if details.get("counts") is False else ""
    return f"{known} to {title}" if known and title else "", paragraphs(late, text_of(details, "comment"))


def _offered(details: Details) -> Words:
    title, options = text_of(details, "title"), details.get("options") or []
    return f"{plural(len(options), 'time')} offered for {title}" if title and options else "", ""


def _ticked(details: Details) -> Words:
    title = text_of(details, "title")
    return f"Said which times suit for {title}" if title else "", text_of(details, "comment")


def _chosen(details: Details) -> Words:
    title, on = text_of(details, "title"), _at(details, "on")
    return f"{title} will be on {on}" if title and on else "", ""


def _dropped(details: Details) -> Words:
    title = text_of(details, "title")
    return f"No time was found for {title}" if title else "", text_of(details, "reason")


def _replied(details: Details) -> Words:
    title, whose = text_of(details, "title"), text_of(details, "whose")
    return f"A reply for {whose} about {title} needs a look" if title and whose else "", ""


def _settled(details: Details) -> Words:
    title, whose = text_of(details, "title"), text_of(details, "whose")
    said = ANSWERS.get(Answer(details["answer"])) if details.get("answer") in set(Answer) else ""
    taken = f"Its answer counts: {said.lower()}." if said and details.get("taken") is True else ""
    named = f"Reply for {whose} about {title} settled" if title and whose else ""
    return named, paragraphs(taken, text_of(details, "note"))


DATE_TELLERS: Final[dict[str, Teller]] = {
    "add_date": _added,
    "change_date": _changed,
    "call_off_date": _off,
    "change_asked": _asked,
    "answer_date": _answered,
    "offer_times": _offered,
    "tick_times": _ticked,
    "choose_time": _chosen,
    "drop_times": _dropped,
    "reply_arrived": _replied,
    "settle_reply": _settled,
}
"""What happened to the dates of any case, in words."""


def proposed(reply: ReplyToSettle) -> str:
    """The time that a reply proposes; empty where it proposes none."""
    if reply.proposed_starts_at is None or reply.proposed_ends_at is None:
        return ""
    return span_in_words(Span(reply.proposed_starts_at, reply.proposed_ends_at))
