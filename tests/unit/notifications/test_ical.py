"""What diaries are given: by the standards, and as three other programs read it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.ical import (
    TIMEZONE,
    Attendee,
    Contact,
    Event,
    Method,
    PartStat,
    document,
    event_bytes,
    invitation,
    location,
)
from webapp.assets.build import PACKAGES, _tool
from workflows.clock import LONDON, local

AGREED_TIMEZONE: Final = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
EVENT: Final = Event(
    uid="7f3c2a52@alongside",
    sequence=2,
    stamp=datetime(2026, 11, 16, 9, 30, 12, 345678, tzinfo=UTC),
    title="Planning meeting",
    starts_at=datetime(2026, 11, 27, 15, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 27, 16, 30, tzinfo=UTC),
    place="Room 3",
    link="https://meet.example/room",
    agenda="First this,\nthen that",
    page="https://alongside.example.org/dates/7",
    organiser=Contact("Asha Bell", "dates+1f.abc@alongside.example.org"),
    attendee=Attendee("Tom Achebe", "tom@harbour.example"),
)
MIDWINTER, MIDSUMMER = date(2027, 1, 14), date(2027, 6, 18)
CLOCKS_GO_BACK, CLOCKS_GO_FORWARD = date(2026, 10, 25), date(2027, 3, 28)


def whole(ics: bytes) -> list[str]:
    """Its content lines, unfolded."""
    return ics.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def read(ics: bytes) -> Any:
    """The one event in it, as the icalendar library reads it."""
    [event] = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    return event


def on(day: date, starts: time, ends: time) -> Event:
    return replace(EVENT, starts_at=local(day, starts), ends_at=local(day, ends))


def all_day(first: date, last: date) -> Event:
    midnight = time(0, 0)
    return replace(
        EVENT,
        starts_at=local(first, midnight),
        ends_at=local(last + timedelta(days=1), midnight),
        all_day=True,
    )


def test_the_time_zone_is_london_by_rule() -> None:
    assert TIMEZONE.decode() == AGREED_TIMEZONE.replace("\n", "\r\n")
    assert TIMEZONE in invitation(EVENT, Method.REQUEST)


def test_an_invitation_has_one_event_and_nothing_that_is_the_readers_own_affair() -> None:
    lines = whole(invitation(EVENT, Method.REQUEST))

    assert lines.count("BEGIN:VEVENT") == lines.count("METHOD:REQUEST") == 1
    assert lines.count("BEGIN:VTIMEZONE") == 1
    assert "BEGIN:VALARM" not in lines
    inside = lines[lines.index("BEGIN:VEVENT") :]
    assert not [line for line in inside if line.startswith(("RRULE", "RDATE", "EXDATE"))]


def test_the_number_and_the_stamp_are_those_of_the_mail_in_whole_seconds_of_utc() -> None:
    lines = whole(invitation(EVENT, Method.REQUEST))

    assert "SEQUENCE:2" in lines
    assert "DTSTAMP:20261116T093012Z" in lines
    assert "UID:7f3c2a52@alongside" in lines


def test_times_name_their_zone_and_days_have_none() -> None:
    timed = whole(event_bytes(on(MIDSUMMER, time(15, 30), time(16, 30))))
    days = whole(event_bytes(all_day(MIDSUMMER, MIDSUMMER + timedelta(days=1))))

    assert "DTSTART;TZID=Europe/London:20270618T153000" in timed
    assert "DTEND;TZID=Europe/London:20270618T163000" in timed
    assert "DTSTART;VALUE=DATE:20270618" in days
    assert "DTEND;VALUE=DATE:20270620" in days


def test_there_is_one_attendee_who_is_asked_for_an_answer() -> None:
    event = read(invitation(EVENT, Method.REQUEST))

    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:tom@harbour.example"
    assert dict(attendee.params) == {
        "CN": "Tom Achebe",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert str(event["ORGANIZER"]) == "mailto:dates+1f.abc@alongside.example.org"
    assert event["ORGANIZER"].params["CN"] == "Asha Bell"


@pytest.mark.parametrize("answer", list(PartStat))
def test_an_answer_that_still_counts_stands_in_it(answer: PartStat) -> None:
    asked = replace(EVENT, attendee=Attendee("Tom", "tom@harbour.example", answer))

    assert read(invitation(asked, Method.REQUEST))["ATTENDEE"].params["PARTSTAT"] == answer


def test_a_cancellation_names_the_same_event_people_and_zone() -> None:
    asked = read(invitation(EVENT, Method.REQUEST))
    off = replace(EVENT, is_off=True, sequence=3)
    lines, event = whole(invitation(off, Method.CANCEL)), read(invitation(off, Method.CANCEL))

    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines
    assert [event[name] for name in ("UID", "ORGANIZER", "ATTENDEE")] == [
        asked[name] for name in ("UID", "ORGANIZER", "ATTENDEE")
    ]


def test_where_it_is_stands_on_one_line_with_the_link() -> None:
    event = read(invitation(EVENT, Method.REQUEST))

    assert str(event["LOCATION"]) == "Room 3, https://meet.example/room"
    assert str(event["URL"]) == "https://meet.example/room"
    assert location("", "https://meet.example/room") == "https://meet.example/room"
    assert location("The hall\r\nupstairs", "") == "The hall upstairs"
    assert "LOCATION" not in read(event_bytes_of(replace(EVENT, place="", link="")))


def test_the_agenda_keeps_its_lines_and_the_page_follows() -> None:
    said = str(read(invitation(EVENT, Method.REQUEST))["DESCRIPTION"])

    assert said.splitlines()[:2] == ["First this,", "then that"]
    assert "Join online: https://meet.example/room" in said
    assert said.endswith("On Alongside: https://alongside.example.org/dates/7")


def test_an_agenda_of_many_pages_is_cut() -> None:
    said = str(read(invitation(replace(EVENT, agenda="word " * 4000), Method.REQUEST))["DESCRIPTION"])

    assert len(said) < 4200
    assert "…" in said


def event_bytes_of(event: Event) -> bytes:
    return document([event_bytes(event)], method=Method.PUBLISH)


def test_a_feed_has_nobody_in_it_and_the_same_event_gives_the_same_bytes() -> None:
    alone = replace(EVENT, organiser=None, attendee=None)
    ics = document(
        [event_bytes(alone)],
        method=Method.PUBLISH,
        properties={"X-WR-CALNAME": "Dates; of\r\nTom, Ltd", "REFRESH-INTERVAL": timedelta(hours=1)},
    )

    assert ics == document(
        [event_bytes(alone)],
        method=Method.PUBLISH,
        properties={"X-WR-CALNAME": "Dates; of\r\nTom, Ltd", "REFRESH-INTERVAL": timedelta(hours=1)},
    )
    lines = whole(ics)
    assert not [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER"))]
    assert "X-WR-CALNAME:Dates\\; of Tom\\, Ltd" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines


def test_a_deadline_makes_nobody_busy() -> None:
    assert "TRANSP:TRANSPARENT" in whole(event_bytes(replace(EVENT, is_free=True)))
    assert "TRANSP:OPAQUE" in whole(event_bytes(EVENT))


# What people type

NASTY = st.text(
    st.one_of(
        st.sampled_from("\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029\ud800\udfff;,:\\\"'^=\ufeff\u202e "),
        st.characters(),
    ),
    max_size=80,
)
INJECTED = "\r\nATTENDEE:mailto:eve@example.org\nEND:VEVENT\rBEGIN:VALARM"
ALLOWED = {
    "BEGIN", "END", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
    "LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


def assert_sound(typed: str) -> None:
    event = replace(
        EVENT,
        title=typed,
        place=typed,
        agenda=typed,
        link=typed,
        organiser=Contact(typed, "dates+1@x.example"),
        attendee=Attendee(typed, "tom@harbour.example"),
    )
    ics = invitation(event, Method.REQUEST)

    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert set(ics.replace(b"\r\n", b"")) & set(range(32)) == set()
    lines = whole(event_bytes(event))
    assert lines == [line for one in lines for line in one.splitlines()]  # whatever counts as a line's end
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    assert set(names) <= ALLOWED
    assert names.count("ATTENDEE") == names.count("ORGANIZER") == names.count("SUMMARY") == 1
    assert names.count("BEGIN") == names.count("END") == 1
    found = read(ics)
    assert str(found["ATTENDEE"]) == "mailto:tom@harbour.example"
    assert found["DTSTART"].dt == EVENT.starts_at


@given(NASTY)
@settings(max_examples=300)
def test_nothing_that_is_typed_gets_out_of_its_property(typed: str) -> None:
    assert_sound(typed)


@pytest.mark.parametrize("typed", [INJECTED, "\ud83d" * 50, "é" * 200, '"' * 9, "a;b,c:d\\n", "\\", ""])
def test_what_is_known_to_break_others_does_not_break_it(typed: str) -> None:
    assert_sound(typed)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), max_size=60))
def test_a_title_is_read_as_it_was_typed(typed: str) -> None:
    assert str(read(event_bytes_of(replace(EVENT, title=typed)))["SUMMARY"]) == typed


# As others read it

TIMES: Final = {
    "winter": on(MIDWINTER, time(9, 0), time(10, 15)),
    "summer": on(MIDSUMMER, time(9, 0), time(10, 15)),
    "the day on which clocks go back": on(CLOCKS_GO_BACK, time(9, 0), time(17, 0)),
    "the day on which clocks go forward": on(CLOCKS_GO_FORWARD, time(9, 0), time(17, 0)),
    "the day before": on(CLOCKS_GO_FORWARD - timedelta(days=1), time(23, 0), time(23, 30)),
}
DAYS: Final = {"a winter day": (MIDWINTER, MIDWINTER), "summer days": (MIDSUMMER, date(2027, 6, 20))}
SCRIPT: Final = """
import ICAL from FILE;
let text = "";
for await (const chunk of process.stdin) text += chunk;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
const seen = (time) => time.isDate ? time.toString() : time.toJSDate().toISOString();
console.log(JSON.stringify({
    starts: seen(event.startDate), ends: seen(event.endDate), title: event.summary,
    where: event.location, attendees: event.attendees.map((one) => one.getFirstValue()),
}));
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("node") / "read.mjs"
    library = (PACKAGES / "ical.js" / "dist" / "ical.js").as_uri()
    path.write_text(SCRIPT.replace("FILE", json.dumps(library)), encoding="utf-8")
    return path


def in_node(script: Path, ics: bytes) -> dict[str, Any]:
    """What ical.js, with which Thunderbird reads, makes of it."""
    done = subprocess.run(
        [*_tool("node"), str(script)], input=ics, capture_output=True, check=True, timeout=60
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def zulu(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


@pytest.mark.parametrize("event", TIMES.values(), ids=TIMES.keys())
def test_three_programs_read_the_same_moments(event: Event, script: Path) -> None:
    ics = invitation(event, Method.REQUEST)
    ours, theirs = read(ics), vobject.readOne(ics.decode()).vevent

    for name, wanted in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        assert ours[name].dt == wanted
        assert theirs.contents[name.lower()][0].value.astimezone(UTC) == wanted
    seen = in_node(script, ics)
    assert (seen["starts"], seen["ends"]) == (zulu(event.starts_at), zulu(event.ends_at))
    assert seen["where"] == "Room 3, https://meet.example/room"
    assert seen["attendees"] == ["mailto:tom@harbour.example"]


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS.keys())
def test_three_programs_read_the_same_days(days: tuple[date, date], script: Path) -> None:
    first, last = days
    ics = invitation(all_day(first, last), Method.REQUEST)
    ours, theirs = read(ics), vobject.readOne(ics.decode()).vevent

    after = last + timedelta(days=1)
    assert (ours["DTSTART"].dt, ours["DTEND"].dt) == (first, after)
    assert (theirs.dtstart.value, theirs.dtend.value) == (first, after)
    seen = in_node(script, ics)
    assert (seen["starts"], seen["ends"]) == (first.isoformat(), after.isoformat())


@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.times().map(lambda at: at.replace(microsecond=0)))
@settings(max_examples=60)
def test_our_zone_agrees_with_london_at_every_hour(day: date, at: time) -> None:
    starts = local(day, at)
    event = replace(EVENT, starts_at=starts, ends_at=starts + timedelta(hours=1))
    theirs = vobject.readOne(invitation(event, Method.REQUEST).decode()).vevent

    shown = theirs.dtstart.value
    assert shown.replace(tzinfo=None) == starts.astimezone(LONDON).replace(tzinfo=None)
    twice = day.month in (3, 10) and day.day > 24 and at < time(3)  # the hours that clocks skip or repeat
    assert twice or shown.astimezone(UTC) == starts


def test_what_stands_in_it_reads_well_elsewhere(script: Path) -> None:
    event = replace(EVENT, title="Visit; “Early reading”, part 2 \\ née", place="Hall, upstairs; left")
    ics = invitation(event, Method.REQUEST)

    assert vobject.readOne(ics.decode()).vevent.summary.value == event.title
    assert in_node(script, ics)["title"] == event.title
