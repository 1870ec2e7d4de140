"""Mail about dates: what the reader sees first, how they answer, and what their diary is told (RFC 6047)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from notifications import wording
from notifications.ical import Attendee, Contact, Event, Method, PartStat, invitation
from notifications.mail import CalendarPart, unbroken
from notifications.telling import AboutDate, AboutTimes, Telling
from notifications.tokens import Purpose
from workflows.dates.details import Span, is_web_address
from workflows.dates.model import Answer
from workflows.messages import Reason
from workflows.pairings.afterwards import HELD, MISSED
from workflows.sign_ups.places import PLACE_MAIL

if TYPE_CHECKING:
    from notifications.rendering import Stationery

INVITED, CHANGED = "dates/invited", "dates/changed"
CALLED_OFF, NO_LONGER_ASKED = "dates/called_off", "dates/no_longer_asked"
PLACE = PLACE_MAIL
TIMES_OFFERED, TIMES_DROPPED = "dates/times_offered", "dates/times_dropped"
REMINDER, TIMES_REMINDER = "dates/reminder", "dates/times_reminder"
TOOK_PLACE = "dates/took_place"

METHODS: Final = {
    INVITED: Method.REQUEST,
    PLACE: Method.REQUEST,
    CHANGED: Method.REQUEST,
    CALLED_OFF: Method.CANCEL,
    NO_LONGER_ASKED: Method.CANCEL,
}
"""The kinds of mail that a diary reads too, and what each asks of it."""

WORDS: Final = (("yes", HELD.label), ("no", MISSED.label))
"""What can be said of a date that is over, as the address of its page has it, and on the button."""
ANSWERS: Final = ((Answer.YES, "Yes"), (Answer.MAYBE, "Maybe"), (Answer.NO, "No"))
MOST_LINES: Final = 40
"""Lines of an agenda that stand in a mail; the page has all of them."""
NOBODY_READS: Final = "Please do not reply to this mail: nobody reads the answers."

_PARTSTATS: Final = {
    Answer.NONE: PartStat.NEEDS_ACTION,
    Answer.YES: PartStat.ACCEPTED,
    Answer.MAYBE: PartStat.TENTATIVE,
    Answer.NO: PartStat.DECLINED,
}
_SAID: Final = {Answer.YES: "yes", Answer.MAYBE: "maybe", Answer.NO: "no"}


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    url: str


@dataclass(frozen=True)
class Row:
    """A line of the panel."""

    name: str
    value: str
    #: whether the value is an address that can be followed
    is_link: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """When, what, where and who: the first thing that is read of a date."""

    title: str
    heading: str
    #: it does not take place
    is_off: bool = False
    #: it is no longer the reader's affair
    is_over: bool = False
    rows: tuple[Row, ...] = ()
    agenda: tuple[str, ...] = ()
    #: times on offer
    options: tuple[str, ...] = ()


# For the reader's diary


def calendar_part(telling: Telling, stationery: Stationery) -> CalendarPart | None:
    """What the reader's diary is to do, if this is mail that it reads."""
    date, method = telling.date, METHODS.get(telling.kind)
    if date is None or method is None or telling.reason is not Reason.DATE:
        return None
    event = Event(
        uid=date.uid,
        sequence=int(telling.facts["sequence"]),
        stamp=datetime.fromisoformat(telling.facts["stamp"]),
        title=date.title,
        starts_at=date.span.starts_at,
        ends_at=date.span.ends_at,
        all_day=date.span.all_day,
        place=date.place,
        link=date.link,
        agenda=date.agenda,
        page=stationery.link(date.path),
        is_off=method is Method.CANCEL,
        organiser=Contact(date.organiser, reply_address(telling, stationery)),
        attendee=Attendee(telling.reader.name, telling.reader.address, _partstat(telling, date)),
    )
    return CalendarPart(method.value, invitation(event, method))


def _partstat(telling: Telling, date: AboutDate) -> PartStat:
    """An answer stands as long as the time does; whoever signed up for a place has answered by that."""
    keeps = telling.kind == PLACE or (telling.kind == CHANGED and not telling.facts.get("moved"))
    return _PARTSTATS[date.answer] if keeps else PartStat.NEEDS_ACTION


def reply_address(telling: Telling, stationery: Stationery) -> str:
    """Where an answer goes: an address that only this reader of this date has; empty for other mail.

    Whoever is asked about a date that is over is not to write about it by mail.
    """
    if telling.date is None or telling.kind == TOOK_PLACE:
        return ""
    return stationery.own_address(Purpose.REPLY, telling.date.attendance_id)


# For the reader


def panel(telling: Telling) -> Panel | None:
    """What stands at the top of a mail about a date, or about times on offer."""
    if telling.date is not None:
        return _date_panel(telling, telling.date)
    return _times_panel(telling, telling.times) if telling.times is not None else None


def _date_panel(telling: Telling, date: AboutDate) -> Panel:
    is_over = METHODS.get(telling.kind) is Method.CANCEL
    return Panel(
        title=wording.short(date.title, 200),
        heading=wording.span(date.span, telling.today),
        is_off=telling.kind == CALLED_OFF,
        is_over=is_over,
        rows=tuple(() if is_over else _rows(telling, date)),
        agenda=() if is_over else _lines(date.agenda),
    )


def _rows(telling: Telling, date: AboutDate) -> Iterator[Row]:
    if telling.kind == TOOK_PLACE:
        yield Row("With", wording.names(_others(telling, date)))
        return
    if was := was_at(telling):
        yield Row("Before", was)
    yield from _where(date)
    if not date.is_organiser:
        yield Row("Organiser", date.organiser)
    if telling.kind == REMINDER and date.is_organiser:
        yield from answered(date)
    else:
        others = [one.name for one in date.asked if one.person_id != telling.reader.person_id]
        if others:
            yield Row("Asked" if date.is_organiser else "Also asked", wording.names(others))


def _others(telling: Telling, date: AboutDate) -> list[str]:
    """Everybody on the date but the reader, whoever arranged it first."""
    arranged = [] if date.is_organiser else [date.organiser]
    return arranged + [one.name for one in date.asked if one.person_id != telling.reader.person_id]


def _where(about: AboutDate | AboutTimes) -> Iterator[Row]:
    if about.place:
        yield Row("Where", wording.short(about.place, 200))
    if is_web_address(about.link):
        yield Row("Online", about.link, is_link=True)


def answered(date: AboutDate) -> Iterator[Row]:
    """Who has answered what, and who has not."""
    labels = {**dict(ANSWERS), Answer.NONE: "No answer yet"}
    for answer, label in labels.items():
        who = [one.name for one in date.asked if one.answer is answer]
        if who:
            yield Row(label, ", ".join(who))


def _times_panel(telling: Telling, times: AboutTimes) -> Panel:
    is_off = telling.kind == TIMES_DROPPED
    asks = "No time was found" if is_off else f"Answer by {wording.day(times.answer_by, telling.today)}"
    return Panel(
        title=wording.short(times.title, 200),
        heading=asks,
        is_over=is_off,
        rows=(*(() if is_off else _where(times)), Row("Organiser", times.organiser)),
        agenda=() if is_off else _lines(times.agenda),
        options=() if is_off else tuple(wording.span(one, telling.today) for one in times.spans),
    )


def was_at(telling: Telling) -> str:
    """When it was to be before it was moved: "Thursday 26 November at 15:30"; empty if it was not."""
    if telling.kind != CHANGED or telling.date is None or not telling.facts.get("moved"):
        return ""
    before = datetime.fromisoformat(telling.facts["was"])
    return wording.begins(Span(before, before, telling.date.span.all_day), telling.today)


def _lines(agenda: str) -> tuple[str, ...]:
    lines = [line for one in agenda.splitlines() if (line := " ".join(unbroken(one).split()))]
    return (*lines[:MOST_LINES], "…") if len(lines) > MOST_LINES else tuple(lines)


def answers(telling: Telling, stationery: Stationery) -> list[Link]:
    """The ways to answer without signing in; opening one shows a page with a button, and changes nothing."""
    date = telling.date
    if date is not None and telling.kind == TOOK_PLACE:
        return [Link(label, f"{_word_url(date, stationery)}?said={said}") for said, label in WORDS]
    unsure = date is not None and date.answer in (Answer.NONE, Answer.MAYBE)
    asks = telling.kind in (INVITED, CHANGED) or (telling.kind == REMINDER and unsure)
    if date is None or date.is_organiser or not asks:
        return []
    path = f"/answer/{stationery.token(Purpose.ANSWER, date.attendance_id)}"
    return [Link(label, stationery.link(f"{path}?answer={answer}")) for answer, label in ANSWERS]


def _word_url(date: AboutDate, stationery: Stationery) -> str:
    """Where the reader says whether it took place."""
    return stationery.link(f"/took-place/{stationery.token(Purpose.HELD, date.attendance_id)}")


def _has_answered(telling: Telling) -> bool:
    return telling.date is not None and telling.date.answer is not Answer.NONE


def question(telling: Telling) -> str:
    """What stands above the answers."""
    if telling.kind == TOOK_PLACE:
        return "Did it take place?"
    if _has_answered(telling) and telling.date is not None:
        return f"You have answered {_SAID[telling.date.answer]}. If that has changed:"
    return "Can you come?"


def way_in(telling: Telling, stationery: Stationery) -> Link | None:
    """Where the mail's button leads; None for mail that is not about dates."""
    if telling.times is not None:
        if telling.kind == TIMES_DROPPED:
            return Link("Open Alongside", stationery.link("/"))
        token = stationery.token(Purpose.TIMES, telling.times.asked_id)
        return Link("Say which times suit you", stationery.link(f"/times/{token}"))
    if telling.date is None:
        return None
    if telling.kind == NO_LONGER_ASKED:
        return Link("Open Alongside", stationery.link("/"))
    if telling.kind == TOOK_PLACE:
        return Link("Open the page to say so", _word_url(telling.date, stationery))
    return Link("Open this date", stationery.link(telling.date.path))


def why(telling: Telling) -> str:
    """Why the reader gets it; empty for mail that is not about dates."""
    if telling.times is not None:
        verb = "were" if telling.kind == TIMES_DROPPED else "are"
        return f"You get this mail because you {verb} asked which times suit you."
    if telling.date is None:
        return ""
    if telling.date.is_organiser and telling.kind != TOOK_PLACE:
        return "You get this mail because you have arranged this date."
    if telling.kind == PLACE:
        return "You get this mail because you have signed up for this."
    is_over = telling.kind == TOOK_PLACE or METHODS.get(telling.kind) is Method.CANCEL
    return f"You get this mail because you {'were' if is_over else 'are'} asked to this date."


def about_replies(telling: Telling, stationery: Stationery) -> str:
    """What becomes of a reply."""
    date = telling.date
    if date is None or telling.kind == TOOK_PLACE:
        return NOBODY_READS
    if date.is_organiser:
        return "You need not reply to this mail: the answers of the others come to you."
    ways = "Please use the answers above. " if answers(telling, stationery) else ""
    if not stationery.takes_mail:
        return f"{ways}Replies to this mail are not read."
    if ways:
        return f"What you answer here or in your diary counts; a letter in reply reaches {date.organiser}."
    return f"If you reply to this mail, {date.organiser} reads it."
