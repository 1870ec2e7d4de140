"""What diaries send back (RFC 5546), as they really write it: from bytes, in bounded work, never raising.

Only the few lines that matter are given to icalendar: no time zone of theirs is computed and no recurrence is
expanded. Where it cannot make sense of them, the lines are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any, Final

from icalendar import Calendar

from notifications.inbound.contents import Answered, Countered, Delegated, Reply, Undecided
from notifications.inbound.parts import address_in, clean, decoded
from workflows.clock import LONDON, local
from workflows.dates.model import Answer

LARGEST: Final = 256 * 1024
"""Bytes of a calendar that are read at all."""
LONGEST_COMMENT: Final = 2_000
MOST_EVENTS: Final = 20
MOST_LINES: Final = 60
"""Of one event."""
MOST_LINES_READ: Final = 10_000
LONGEST_LINE: Final = 4_000

ANSWERS: Final = {"ACCEPTED": Answer.YES, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NO}
WANTED: Final = frozenset(
    {"UID", "ATTENDEE", "DTSTAMP", "SEQUENCE", "COMMENT", "DTSTART", "DTEND", "DURATION"}
)
LEFT_OUT: Final = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"})
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z-]{0,39}(?=[;:])")
_STAMP: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?\s*$")
_PARTSTAT: Final = re.compile(r'PARTSTAT\s*=\s*"?([A-Za-z-]{1,40})', re.IGNORECASE)
_DELEGATED_TO: Final = re.compile(r'DELEGATED-TO\s*=\s*"?(?:mailto:)?([^";:,\s]{1,254})', re.IGNORECASE)
_GOOGLES_NOTE: Final = re.compile(r'X-RESPONSE-COMMENT=(?:"([^"]{1,3000})"|([^";:]{1,3000}))', re.IGNORECASE)
_MICROSOFTS_UTC: Final = re.compile(r';TZID="?tzone://Microsoft/Utc"?(?=[;:])', re.IGNORECASE)
_MAILTO: Final = re.compile(r"mailto:\s*(\S{1,300})", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """A calendar as it came: its method, and of each of its events the lines that matter."""

    method: str
    events: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Guest:
    """Somebody asked, as one ATTENDEE line has them."""

    address: str
    partstat: str = ""
    delegated_to: str = ""
    #: what Google keeps of a note, where others have a COMMENT
    note: str = ""


@dataclass
class Fields:
    """What one event says."""

    uid: str = ""
    guests: list[Guest] = field(default_factory=list)
    sequence: int | None = None
    stamp: datetime | None = None
    comment: str = ""
    starts: date | None = None
    ends: date | None = None


def body_of(data: bytes, *, charset: str = "", method: str = "") -> Body:
    """Find the lines that matter; `method` is that of the Content-Type, for bodies that leave it out."""
    found, events = "", list[list[str]]()
    inside: list[str] = []
    for line in _lines(decoded(_unfolded(data), charset)):
        name = _name(line)
        value = line.rpartition(":")[2].strip().upper()
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT" and len(events) < MOST_EVENTS:
                events.append([])
        elif name == "END" and inside:
            inside.pop()
        elif name == "METHOD":
            found = found or value
        elif name in WANTED and not LEFT_OUT.intersection(inside):
            _keep(line, events)
    kept = tuple(tuple(lines) for lines in events if lines)
    return Body(found or method.strip().upper(), kept)


def replies_in(body: Body) -> list[Reply]:
    """Every reply in it, each once, those with an answer alone where there are any."""
    found = [reply for lines in body.events for reply in _replies(_fields(lines), body.method)]
    decided = [one for one in found if not isinstance(one, Undecided)]
    return list(dict.fromkeys(decided or found))


def _keep(line: str, events: list[list[str]]) -> None:
    """Lines without an event around them make one: whoever left BEGIN:VEVENT out meant it."""
    if not events:
        events.append([])
    plain, in_utc = _MICROSOFTS_UTC.subn("", line)
    if len(events[-1]) < MOST_LINES:
        events[-1].append(f"{plain}Z"[:LONGEST_LINE] if in_utc else line[:LONGEST_LINE])


def _unfolded(data: bytes) -> bytes:
    """Joined before it is read: some diaries fold in the middle of a character. Not so in UTF-16."""
    return data if b"\x00" in data else _FOLD.sub(b"", data)


def _lines(text: str) -> Iterator[str]:
    unfolded = clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", ""))
    return (line.strip() for line in unfolded.split("\n", MOST_LINES_READ)[:MOST_LINES_READ])


def _name(line: str) -> str:
    match = _NAME.match(line)
    return match[0].upper() if match else ""


def _fields(lines: tuple[str, ...]) -> Fields:
    try:
        return _by_icalendar(lines)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the lines themselves are still there
        return _by_line(lines)


def _by_icalendar(lines: tuple[str, ...]) -> Fields:
    """Raises whatever icalendar raises, and ValueError where it lost what the lines have."""
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))
    calendar = Calendar.from_ical(text.encode())
    [event] = calendar.walk("VEVENT")
    plain = _by_line(lines)
    guests = [_guest(one) for one in _each(event.get("ATTENDEE"))]
    if str(event.get("UID", "")) != plain.uid or len(guests) != len(plain.guests):
        raise ValueError("icalendar has left something out")
    return Fields(
        uid=plain.uid,
        guests=[
            replace(one, note=other.note) if one.partstat else other
            for one, other in zip(guests, plain.guests, strict=True)
        ],
        sequence=plain.sequence,
        stamp=_moment_of(event, "DTSTAMP"),
        comment=_comment(str(one) for one in _each(event.get("COMMENT"))),
        starts=_day_or_moment(event, "DTSTART"),
        ends=_day_or_moment(event, "DTEND") or _after(event),
    )


def _guest(value: Any) -> Guest:
    parameters = value.params
    to = _each(parameters.get("DELEGATED-TO"))
    return Guest(
        address_in(str(value)),
        str(parameters.get("PARTSTAT", "")).strip().upper(),
        address_in(str(to[0])) if to else "",
    )


def _each(value: Any) -> list[Any]:
    """What icalendar gives as nothing, as one, or as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _day_or_moment(event: Any, name: str) -> date | None:
    found = event.get(name)
    value = None if found is None else found.dt
    return value if isinstance(value, date) else None


def _moment_of(event: Any, name: str) -> datetime | None:
    value = _day_or_moment(event, name)
    return moment(value) if isinstance(value, datetime) else None


def _after(event: Any) -> date | None:
    starts, lasting = _day_or_moment(event, "DTSTART"), event.get("DURATION")
    return starts + lasting.dt if starts and lasting is not None else None


def _by_line(lines: tuple[str, ...]) -> Fields:
    values: dict[str, list[str]] = {}
    for line in lines:
        values.setdefault(_name(line), []).append(line.partition(":")[2].strip())
    first = {name: found[0] for name, found in values.items()}
    stamp = _read_moment(first.get("DTSTAMP", ""))
    sequence = first.get("SEQUENCE", "")
    return Fields(
        uid=first.get("UID", "")[:255],
        guests=[_guest_in(line) for line in lines if _name(line) == "ATTENDEE"],
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else None,
        stamp=moment(stamp) if isinstance(stamp, datetime) else None,
        comment=_comment(_unescaped(one) for one in values.get("COMMENT", ())),
        starts=_read_moment(first.get("DTSTART", "")),
        ends=_read_moment(first.get("DTEND", "")),
    )


def _guest_in(line: str) -> Guest:
    addresses = _MAILTO.findall(line) or [line.rpartition(":")[2]]
    partstat, to = _PARTSTAT.search(line), _DELEGATED_TO.search(line)
    return Guest(
        address_in(addresses[-1]),
        partstat[1].upper() if partstat else "",
        address_in(to[1]) if to else "",
        _note(line),
    )


def _note(line: str) -> str:
    """Google writes it as for a page, and with the backslashes of a text (RFC 5545, 3.3.11) on top."""
    found = _GOOGLES_NOTE.search(line)
    return _comment([unescape(_unescaped(found[1] or found[2]))]) if found else ""


def _read_moment(value: str) -> date | None:
    """A day, a moment in UTC, or a time on some clock, which is taken for London's."""
    match = _STAMP.search(value)
    if match is None:
        return None
    try:
        if match[2] is None:
            return datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC).date()
        read = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 - its zone comes next
        return read.replace(tzinfo=UTC if match[3] else LONDON)
    except ValueError:
        return None


def _unescaped(value: str) -> str:
    """A text value as somebody typed it (RFC 5545, 3.3.11)."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def _comment(comments: Any) -> str:
    return clean("\n".join(dict.fromkeys(one.strip() for one in comments))).strip()[:LONGEST_COMMENT]


def _replies(fields: Fields, method: str) -> Iterator[Reply]:
    for guest in fields.guests or [Guest("")]:
        common: dict[str, Any] = {
            "uid": fields.uid,
            "attendee": guest.address,
            "answer": ANSWERS.get(guest.partstat, Answer.NONE),
            "comment": fields.comment or guest.note,
            "sequence": fields.sequence,
            "stamp": fields.stamp,
        }
        if method == "COUNTER":
            yield Countered(**common, **_proposal(fields))
        elif guest.partstat == "DELEGATED":
            yield Delegated(**common, to=guest.delegated_to)
        else:
            yield (Answered if guest.partstat in ANSWERS else Undecided)(**common)


def _proposal(fields: Fields) -> dict[str, Any]:
    """The time that is proposed; nothing where it cannot be meant."""
    starts_at, ends_at = moment(fields.starts), moment(fields.ends)
    all_day = fields.starts is not None and not isinstance(fields.starts, datetime)
    if starts_at is None:
        return {}
    if ends_at is None and all_day:
        ends_at = starts_at + timedelta(days=1)
    if ends_at is not None and ends_at <= starts_at:
        ends_at = None
    return {"starts_at": starts_at, "ends_at": ends_at, "all_day": all_day}


def moment(value: date | None) -> datetime | None:
    """A moment in UTC; of a day, midnight in London; of a clock without a zone, London's. None if absurd."""
    if value is None:
        return None
    try:
        if not isinstance(value, datetime):
            found = local(value, time(0))
        else:
            found = (value if value.tzinfo else value.replace(tzinfo=LONDON)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if EARLIEST < found < LATEST else None
