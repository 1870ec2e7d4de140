"""Calendars to subscribe to, in programs that others wrote: each shows London's times, winter and summer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

import icalendar
import pytest
import vobject

from config import Settings
from notifications.feeds import path_of
from notifications.setup import stationery_of
from tests.diaries import FRIDAY, SUMMER, meeting, request_under_way, subscribe
from tests.radicale_server import radicale
from tests.serving import Time, served
from tests.world import MONDAY, World, build
from webapp.assets.build import PACKAGES, _tool
from workflows.clock import clock_at
from workflows.database import db, scope
from workflows.dates.details import DateChange, DateOff
from workflows.dates.model import CalendarEntry
from workflows.perform import perform

SECONDS: Final = 60
BIN: Final = Path(sys.executable).parent
TITLE: Final = "Planning; “Early reading”, part 2 \\ née"
MOMENTS: Final = {
    TITLE: datetime(2026, 11, 27, 15, 30, tzinfo=UTC),
    "In summer": datetime(2027, 6, 18, 8, 15, tzinfo=UTC),
    "Clocks go back tonight": datetime(2027, 10, 30, 22, 30, tzinfo=UTC),
}
"""When each date begins; on London's clocks 15:30, 9:15 and 23:30."""


@dataclass
class Subscribed:
    """Tom's calendar, as it is served; what is done about it is done as people do it."""

    app: Any
    world: World
    clock: Time
    entries: dict[str, int] = field(default_factory=dict)
    url: str = ""

    def prepare(self) -> None:
        with self._inside():
            case = request_under_way(self.world)
            self.dated(case, TITLE, FRIDAY, time(15, 30), time(16, 30), place="Room 3; upstairs, left")
            self.dated(case, "In summer", SUMMER, time(9, 15), time(10, 0), link="https://meet.example/1")
            self.dated(case, "Clocks go back tonight", date(2027, 10, 30), time(23, 30), time(23, 45))
            self.dated(case, "Two days", date(2026, 12, 3), None, None, until=date(2026, 12, 4))
            feed = subscribe(self.world, "tom", with_deadlines=True, with_terms=True)
            stationery = stationery_of(self.app)
            self.url = stationery.link(path_of(feed, stationery))
            db.session.commit()

    def dated(
        self, case: Any, title: str, on: date, starts: time | None, ends: time | None, **more: Any
    ) -> None:
        made = meeting(
            case, self.world, title=title, on=on, starts=starts, ends=ends, agenda="Zeile\n" * 20, **more
        )
        self.entries[title] = made.id

    def does(self, step: str, details: Any) -> None:
        with self._inside():
            entry = db.session.get_one(CalendarEntry, details.entry_id)
            perform(entry.case, step, self.world.person("priya"), details)
            db.session.commit()

    @contextmanager
    def _inside(self) -> Iterator[None]:
        with self.app.app_context(), scope(self.world.trust_id), clock_at(self.clock.moment):
            yield

    def fetched(self) -> bytes:
        with urlopen(self.url, timeout=SECONDS) as answer:
            body: bytes = answer.read()
        return body


@pytest.fixture
def subscribed(settings: Settings) -> Iterator[Subscribed]:
    """Tom's own calendar with dates in winter and in summer, over HTTP on Monday morning."""
    at = Time(MONDAY)
    with served(settings, at) as app:
        with app.app_context(), clock_at(MONDAY):
            world = build()
        made = Subscribed(app, world, at)
        made.prepare()
        yield made


# Read


def zulu(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


WANTED: Final = {title: zulu(moment) for title, moment in MOMENTS.items()}


def test_icalendar_reads_the_same_moments(subscribed: Subscribed) -> None:
    whole: Any = icalendar.Calendar.from_ical(subscribed.fetched())
    events: dict[str, Any] = {str(one["SUMMARY"]): one for one in whole.walk("VEVENT")}

    assert {title: zulu(events[title]["DTSTART"].dt) for title in MOMENTS} == WANTED
    assert (events["Two days"]["DTSTART"].dt, events["Two days"]["DTEND"].dt) == (
        date(2026, 12, 3),
        date(2026, 12, 5),
    )
    assert len({str(one["UID"]) for one in whole.walk("VEVENT")}) == len(whole.walk("VEVENT"))


def test_vobject_reads_the_same_moments(subscribed: Subscribed) -> None:
    whole = vobject.readOne(subscribed.fetched().decode())
    events = {one.summary.value: one for one in whole.vevent_list}

    assert {title: zulu(events[title].dtstart.value) for title in MOMENTS} == WANTED
    assert events["Spring term begins"].dtstart.value == date(2027, 1, 4)


SCRIPT: Final = """
import ICAL from FILE;
let text = "";
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) text += chunk;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
const seen = (time) => time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", "");
console.log(JSON.stringify({
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    refresh: calendar.getFirstPropertyValue("refresh-interval").toString(),
    events: Object.fromEntries(events.map((one) => [one.summary, seen(one.startDate)])),
}));
"""


def test_what_thunderbird_reads_with_reads_the_same_moments(subscribed: Subscribed, tmp_path: Path) -> None:
    library, script = (PACKAGES / "ical.js" / "dist" / "ical.js").as_uri(), tmp_path / "read.mjs"
    script.write_text(SCRIPT.replace("FILE", json.dumps(library)), encoding="utf-8")
    command = [*_tool("node"), str(script)]
    done = subprocess.run(
        command, input=subscribed.fetched(), capture_output=True, check=True, timeout=SECONDS
    )
    seen = json.loads(done.stdout)

    assert (seen["name"], seen["refresh"]) == ("Alongside: my dates", "PT1H")
    assert {title: seen["events"][title] for title in MOMENTS} == WANTED
    assert seen["events"]["Two days"] == "2026-12-03"


# Subscribed to


CONFIG: Final = """
[general]
status_path = "{folder}/status/"
[pair dates]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/dates/"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""
KHAL: Final = """
[calendars]
[[dates]]
path = {folder}/dates/
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/London
default_timezone = Europe/London
[sqlite]
path = {folder}/khal.db
"""


@dataclass
class Diary:
    """vdirsyncer fetches, and khal shows."""

    folder: Path

    def subscribe(self, url: str) -> None:
        for name in ("status", "dates"):
            (self.folder / name).mkdir()
        (self.folder / "vdirsyncer").write_text(CONFIG.format(folder=self.folder, url=url))
        (self.folder / "khal").write_text(KHAL.format(folder=self.folder))
        self._run("vdirsyncer", "discover")

    def refresh(self) -> None:
        self._run("vdirsyncer", "sync")

    def shows(self, first: date, last: date) -> list[str]:
        form = "{start-date} {start-time}-{end-time} {title}"
        after = (last + timedelta(days=1)).isoformat()
        listed = self._run("khal", "list", "--day-format", "", "--format", form, first.isoformat(), after)
        return [line for line in listed.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(BIN / program), "-c", str(self.folder / program), *arguments]
        where = dict.fromkeys(
            ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(self.folder)
        )
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, text=True, check=False, stdin=subprocess.DEVNULL,
            env={"PATH": str(BIN), "LC_ALL": "C.UTF-8", "TZ": "Europe/London", **where},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    folder = tmp_path / "diary"
    folder.mkdir()
    return Diary(folder)


def test_a_diary_that_subscribes_shows_londons_times_and_follows_every_change(
    subscribed: Subscribed, diary: Diary
) -> None:
    diary.subscribe(subscribed.url)
    diary.refresh()
    assert f"2026-11-27 15:30-16:30 {TITLE}" in diary.shows(FRIDAY, FRIDAY)
    assert diary.shows(SUMMER, SUMMER) == ["2027-06-18 09:15-10:00 In summer"]
    assert "2027-10-30 23:30-23:45 Clocks go back tonight" in diary.shows(
        date(2027, 10, 30), date(2027, 10, 30)
    )

    subscribed.clock.moment += timedelta(hours=1)
    summer = subscribed.entries["In summer"]
    moved = DateChange(
        entry_id=summer, title="In summer", on=SUMMER + timedelta(days=3), starts=time(13), ends=time(14)
    )
    subscribed.does("change_date", moved)
    subscribed.does("call_off_date", DateOff(entry_id=subscribed.entries[TITLE], reason="Ill"))
    diary.refresh()
    assert diary.shows(SUMMER, SUMMER) == []
    assert diary.shows(moved.on, moved.on) == ["2027-06-21 13:00-14:00 In summer"]
    assert f"2026-11-27 15:30-16:30 Off: {TITLE}" in diary.shows(FRIDAY, FRIDAY)

    subscribed.clock.moment += timedelta(days=31)
    diary.refresh()
    assert not [line for line in diary.shows(FRIDAY, FRIDAY) if TITLE in line]


def test_a_calendar_server_stores_our_events_and_finds_them_at_their_hour(
    subscribed: Subscribed, tmp_path: Path
) -> None:
    with radicale(tmp_path / "radicale") as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.caldav_client", url],
            input=subscribed.fetched(), capture_output=True, timeout=2 * SECONDS, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = {title: one for one in json.loads(done.stdout) for title in one["titles"]}

    assert {title: found[title]["starts"] for title in MOMENTS} == {
        title: [moment.isoformat()] for title, moment in MOMENTS.items()
    }
    assert all(found[title]["before"] == [] for title in MOMENTS)
