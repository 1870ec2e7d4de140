"""Dates as diaries read them: iCalendar (RFC 5545), for invitations by mail (RFC 5546, 6047) and for feeds.

Everything here takes plain data, and whatever people have typed stays inside its own property: no line break,
control character or half of a surrogate pair gets through. A document is put together from the bytes of its
events, so that a feed can keep those and build only what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

import icalendar

from notifications.mail import one_line, unbroken
from notifications.wording import short
from workflows.clock import LONDON

PRODUCT: Final = "-//Alongside//Alongside//EN"
ZONE: Final = "Europe/London"
LONGEST_TITLE: Final = 200
LONGEST_WORDS: Final = 4_000
"""Characters of an agenda that go into a diary; the page has all of it."""

_END: Final = b"END:VCALENDAR\r\n"

TIMEZONE: Final = (
    b"BEGIN:VTIMEZONE\r\n"
    b"TZID:Europe/London\r\n"
    b"BEGIN:STANDARD\r\n"
    b"DTSTART:19961027T020000\r\n"
    b"TZOFFSETFROM:+0100\r\n"
    b"TZOFFSETTO:+0000\r\n"
    b"TZNAME:GMT\r\n"
    b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    b"END:STANDARD\r\n"
    b"BEGIN:DAYLIGHT\r\n"
    b"DTSTART:19810329T010000\r\n"
    b"TZOFFSETFROM:+0000\r\n"
    b"TZOFFSETTO:+0100\r\n"
    b"TZNAME:BST\r\n"
    b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    b"END:DAYLIGHT\r\n"
    b"END:VTIMEZONE\r\n"
)
"""London by rule, for good. A zone of listed days, as `Calendar.add_missing_timezones()` writes it, makes
Thunderbird, ical.js and vobject show meetings in winter an hour early."""


class Method(StrEnum):
    """What a document asks of the diary that reads it (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class PartStat(StrEnum):
    """What somebody who is asked has answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


@dataclass(frozen=True)
class Contact:
    """A person as diaries know them: a name, and an address that mail reaches."""

    name: str
    address: str


@dataclass(frozen=True)
class Attendee(Contact):
    """Whoever is asked."""

    answer: PartStat = PartStat.NEEDS_ACTION


@dataclass(frozen=True, kw_only=True)
class Event:
    """What stands in a diary. `organiser` and `attendee` are for invitations alone, never for a feed."""

    #: the same for as long as the date lives
    uid: str
    sequence: int
    #: DTSTAMP, UTC, counted in whole seconds: of an invitation later with every mail, of a feed the moment
    #: of the last change
    stamp: datetime
    title: str
    #: UTC; of an all-day date, midnight in London before its first day and after its last
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    #: where people meet; one line
    place: str = ""
    #: an http(s) address of an online meeting
    link: str = ""
    agenda: str = ""
    #: our page about it, whole: "https://alongside.example.org/dates/7"
    page: str = ""
    #: it does not take place, or not for this reader
    is_off: bool = False
    #: it does not make anybody busy: a deadline, a term date
    is_free: bool = False
    organiser: Contact | None = None
    attendee: Attendee | None = None


def invitation(event: Event, method: Method) -> bytes:
    """The document that goes with a mail: one event, and who asks whom."""
    return document([event_bytes(event)], method=method)


def document(
    events: Iterable[bytes], *, method: Method, properties: Mapping[str, str | timedelta] | None = None
) -> bytes:
    """A whole document around events as `event_bytes` gives them.

    `properties` are more properties of the calendar itself, such as `{"X-WR-CALNAME": "Tom's dates"}`, which
    may be what people have typed; a length of time is written as a duration, with its VALUE.
    """
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    for name, value in (properties or {}).items():
        calendar[name] = _property(value)
    head = calendar.to_ical().removesuffix(_END)
    return b"".join((head, TIMEZONE, *events, _END))


def event_bytes(event: Event) -> bytes:
    """One VEVENT with CRLF line ends and lines of at most 75 octets. The same event gives the same bytes."""
    return bytes(event_of(event).to_ical())


def event_of(event: Event) -> icalendar.Event:
    """One VEVENT: no alarm, which is each reader's own affair, and no rule by which it recurs."""
    made = icalendar.Event()
    made.add("UID", one_line(event.uid))
    made.add("SEQUENCE", event.sequence)
    made.add("DTSTAMP", event.stamp.astimezone(UTC).replace(microsecond=0))
    made.add("DTSTART", _moment(event.starts_at, all_day=event.all_day))
    made.add("DTEND", _moment(event.ends_at, all_day=event.all_day))
    made.add("SUMMARY", short(_line(event.title), LONGEST_TITLE))
    made.add("STATUS", "CANCELLED" if event.is_off else "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT" if event.is_off or event.is_free else "OPAQUE")
    if where := location(event.place, event.link):
        made.add("LOCATION", where)
    if description := _description(event):
        made.add("DESCRIPTION", description)
    if address := event.link or event.page:
        made.add("URL", _line(address))
    _add_people(made, event)
    return made


def location(place: str, link: str) -> str:
    """Where it is, on one line: the place, the address of the online meeting, or both."""
    return ", ".join(filter(None, (_line(place), _line(link))))


def _property(value: str | timedelta) -> icalendar.vText | icalendar.vDuration:
    if isinstance(value, str):
        return icalendar.vText(_line(value))
    return icalendar.vDuration(value, params={"VALUE": "DURATION"})


def _moment(moment: datetime, *, all_day: bool) -> date | datetime:
    """A day, or a time on London's clocks, which names its zone when it is written."""
    here = moment.astimezone(LONDON)
    return here.date() if all_day else here


def _description(event: Event) -> str:
    agenda = "\n".join(unbroken(line).rstrip() for line in _sound(event.agenda).splitlines()).strip()
    cut = agenda if len(agenda) <= LONGEST_WORDS else f"{agenda[:LONGEST_WORDS].rstrip()}…"
    join = f"Join online: {_line(event.link)}" if event.link else ""
    page = f"On Alongside: {_line(event.page)}" if event.page else ""
    return "\n\n".join(filter(None, (cut, join, page)))


def _add_people(made: icalendar.Event, event: Event) -> None:
    if event.organiser is not None:
        made.add("ORGANIZER", _person(event.organiser))
    if event.attendee is not None:
        asked = {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": event.attendee.answer.value,
            "RSVP": "TRUE",
        }
        made.add("ATTENDEE", _person(event.attendee, **asked))


def _person(contact: Contact, **parameters: str) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{_line(contact.address)}")
    # Not every diary undoes the quotes that RFC 6868 hides in a parameter, so a name has none.
    name = _line(contact.name).replace('"', "'").replace("^", "")
    person.params.update({**parameters, **({"CN": name} if name else {})})
    return person


def _line(value: str) -> str:
    return one_line(_sound(value))


def _sound(value: str) -> str:
    """Text that can be encoded: half of a surrogate pair becomes a question mark."""
    return value.encode("utf-8", "replace").decode("utf-8")
