"""Calendars that diaries fetch: what each shows to whom, for how long, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from notifications import feeds as rendering
from notifications.setup import stationery_of
from tests.details import Book, details_for
from tests.diaries import meeting, request_under_way, summaries
from tests.integration.webapp.views.calendar.conftest import Trust
from tests.world import MONDAY, World
from workflows.clock import today
from workflows.database import db, scope
from workflows.dates import feeds
from workflows.dates.details import AskedChange, DateOff
from workflows.dates.feeds import FeedKind
from workflows.dates.model import Audience, CalendarEntry
from workflows.details import InvalidDetails
from workflows.people import appoint, end_appointments
from workflows.places import Hub, HubMembership
from workflows.places import Trust as TrustPlace
from workflows.school_calendar import InsetDay, calendar_changed
from workflows.support_requests.details import VisitPlan

DAY = timedelta(days=1)


# What it is


def test_it_is_a_calendar_that_is_published_and_asks_nobody(trust: Trust) -> None:
    trust.has("tom", "una", agenda="Bring the data", place="Saltmarsh", link="https://meet.example/1")
    answer = trust.fetches(trust.calendar("una"))
    whole = answer.text.replace("\r\n ", "")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="alongside.ics"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for line in (
        "METHOD:PUBLISH", "X-WR-CALNAME:Alongside: my dates", "NAME:Alongside: my dates",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "SUMMARY:Planning meeting",
        "DTSTART;TZID=Europe/London:20261127T153000", "LOCATION:Saltmarsh\\, https://meet.example/1",
        "DTSTAMP:20261116T093000Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in whole
    assert "Bring the data" in whole
    assert "ATTENDEE" not in whole
    assert "ORGANIZER" not in whole
    assert "VALARM" not in whole


def test_its_lines_are_short_and_end_as_the_standard_says(trust: Trust) -> None:
    trust.has("tom", title="Ästhetik: " + "größere Wörter " * 20, agenda="Zeile\n" * 40)
    body = trust.fetches(trust.calendar("tom")).data

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    body.decode("utf-8")


def test_it_needs_no_cookie_and_gives_none(trust: Trust) -> None:
    answer = trust.fetches(trust.calendar("tom"), cookie="session=nonsense")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_asking_for_its_headers_alone_gives_them(trust: Trust) -> None:
    trust.has("tom")
    path = trust.calendar("tom")
    whole, headers = trust.fetches(path), trust.app.test_client().head(path)

    assert headers.status_code == 200
    assert headers.data == b""
    assert headers.headers["ETag"] == whole.headers["ETag"]
    assert int(headers.headers["Content-Length"]) == len(whole.data)


def test_nothing_can_be_done_to_it(trust: Trust) -> None:
    path = trust.calendar("tom")

    client = trust.app.test_client()
    assert [client.open(path, method=one).status_code for one in ("POST", "PUT", "DELETE")] == [
        405, 405, 405,
    ]  # fmt: skip


# Who gets in


def test_an_address_that_was_never_given_is_not_there(trust: Trust) -> None:
    path = trust.calendar("tom")
    number, dot, seal = path.removeprefix("/calendar/").removesuffix(".ics").partition(".")
    wrong = [
        f"{number}.{'a' * len(seal)}", f"{number}.{seal[:-1]}", f"{number}{dot}", seal, number, "",
        f"999{dot}{seal}", f"-{number}.{seal}", f"ffffffffffffff.{seal}", "x" * 400, f"{number}.{seal}%00",
        f"0{dot}{seal}", "..%2f..%2fetc%2fpasswd", f"{number}.{seal}.{seal}",
    ]  # fmt: skip

    for token in wrong:
        assert trust.fetches(f"/calendar/{token}.ics").status_code == 404, token
    assert trust.fetches(path).status_code == 200


def test_a_new_address_makes_the_old_one_worthless_and_a_stopped_calendar_is_gone(trust: Trust) -> None:
    before = trust.calendar("tom")
    trust.changes(lambda: feeds.rotate(trust.newest(), trust.world.person("tom")))
    with trust.app.app_context(), scope(trust.world.trust_id):
        after = rendering.path_of(trust.newest(), stationery_of(trust.app))
    assert [trust.fetches(one).status_code for one in (before, after)] == [404, 200]

    trust.changes(lambda: feeds.revoke(trust.newest(), trust.world.person("tom")))
    assert trust.fetches(after).status_code == 404


def test_whoever_has_left_or_holds_nothing_any_more_gets_nothing(trust: Trust) -> None:
    tom, una = trust.calendar("tom"), trust.calendar("una")

    def tom_leaves() -> None:
        trust.world.person("tom").left_on = today()

    def una_holds_nothing() -> None:
        end_appointments(trust.world.schools["cliff_view"], role="staff", on=today())

    trust.changes(tom_leaves)
    trust.changes(una_holds_nothing)
    assert [trust.fetches(one).status_code for one in (tom, una)] == [404, 404]


def test_a_calendar_of_a_school_ends_with_the_work_there_and_ones_own_goes_on(trust: Trust) -> None:
    trust.has("sam")
    saltmarsh = trust.world.schools["saltmarsh"]
    school, own = trust.calendar("sam", FeedKind.SCHOOL, place_id=saltmarsh), trust.calendar("sam")
    assert trust.shows(school) == ["Planning meeting"]

    def changes_school() -> None:
        end_appointments(saltmarsh, role="staff", person_id=trust.world.people["sam"], on=today())
        appoint(trust.world.person("sam"), "staff", trust.world.schools["cliff_view"])

    trust.changes(changes_school)
    assert trust.fetches(school).status_code == 404
    assert trust.shows(own) == ["Planning meeting"]


def test_calendars_of_two_trusts_never_mix(trust: Trust, fellside: World) -> None:
    def other_trust_has_dates() -> None:
        with scope(fellside.trust_id):
            case = request_under_way(fellside, "Theirs")
            meeting(case, fellside, audience=Audience.STAFF, title="Theirs")

    trust.has("tom", audience=Audience.STAFF, title="Ours")
    trust.changes(other_trust_has_dates)
    theirs = Trust(trust.app, fellside, 0)

    assert trust.shows(trust.calendar("lena", FeedKind.TRUST)) == ["Ours"]
    assert theirs.shows(theirs.calendar("lena", FeedKind.TRUST)) == ["Theirs"]
    saltmarsh = fellside.schools["saltmarsh"]
    assert theirs.shows(theirs.calendar("lena", FeedKind.SCHOOL, place_id=saltmarsh)) == ["Theirs"]


# What it shows


@pytest.fixture
def dates(trust: Trust) -> Trust:
    """One date for the people of the case, one for a guest, one for everybody."""
    trust.has("tom", title="On the case", agenda="Between us")
    trust.has("una", "gita", title="With guests", agenda="For guests")
    trust.has("sam", title="For all staff", audience=Audience.STAFF, agenda="For those asked")
    return trust


MINE = {
    "tom": {"On the case"},
    "una": {"With guests"},
    "sam": {"For all staff"},
    "gita": {"With guests"},
    "priya": {"On the case", "With guests", "For all staff"},  # who has arranged them
    "lena": set(),
}


@pytest.mark.parametrize("who", MINE)
def test_ones_own_calendar_shows_what_one_is_asked_to(dates: Trust, who: str) -> None:
    assert set(dates.shows(dates.calendar(who))) == MINE[who]


SCHOOL = {
    "priya": {"On the case", "With guests", "For all staff"},
    "dan": {"For all staff"},
    "sam": {"For all staff"},
    "lena": {"On the case", "With guests", "For all staff"},
    "ada": {"For all staff"},
}


@pytest.mark.parametrize("who", SCHOOL)
def test_a_schools_calendar_shows_what_its_owner_may_see_of_what_concerns_the_school(
    dates: Trust, who: str
) -> None:
    saltmarsh, cliff_view = dates.world.schools["saltmarsh"], dates.world.schools["cliff_view"]

    assert set(dates.shows(dates.calendar(who, FeedKind.SCHOOL, place_id=saltmarsh))) == SCHOOL[who]
    if who in ("lena", "ada"):
        assert dates.shows(dates.calendar(who, FeedKind.SCHOOL, place_id=cliff_view)) == []


def test_a_hubs_calendar_shows_what_concerns_the_schools_that_are_in_it_today(dates: Trust) -> None:
    def there_is_a_hub() -> None:
        hub = Hub(trust_id=dates.world.trust_id, name="East hub")
        db.session.add(hub)
        db.session.flush()
        for school, ends_on in (("cliff_view", None), ("saltmarsh", date(2026, 12, 1))):
            db.session.add(
                HubMembership(
                    trust_id=hub.trust_id, hub_id=hub.id, school_id=dates.world.schools[school],
                    starts_on=date(2026, 9, 1), ends_on=ends_on,
                )
            )  # fmt: skip
        hubs.append(hub.id)

    hubs: list[int] = []
    dates.changes(there_is_a_hub)
    path = dates.calendar("una", FeedKind.HUB, place_id=hubs[0])

    assert set(dates.shows(path)) == {"With guests", "For all staff"}
    assert "X-WR-CALNAME:Alongside: East hub" in dates.fetches(path).text
    assert dates.shows(path, at=MONDAY + 20 * DAY) == []


def test_the_trusts_calendar_shows_what_is_for_everybody_who_works_there(dates: Trust) -> None:
    for who in ("una", "tom", "lena"):
        assert dates.shows(dates.calendar(who, FeedKind.TRUST)) == ["For all staff"]


def test_an_agenda_is_for_those_asked_and_for_readers_of_the_case(dates: Trust) -> None:
    agendas = {
        who: dates.fetches(dates.calendar(who, FeedKind.TRUST)).text.count("For those asked")
        for who in ("sam", "priya", "lena", "una", "ada")
    }
    assert agendas == {"sam": 1, "priya": 1, "lena": 1, "una": 0, "ada": 0}


def test_nobody_makes_a_calendar_of_what_is_not_theirs(trust: Trust) -> None:
    saltmarsh = trust.world.schools["saltmarsh"]
    for who, kind, place in (
        ("una", FeedKind.SCHOOL, saltmarsh), ("gita", FeedKind.SCHOOL, saltmarsh),
        ("gita", FeedKind.TRUST, trust.world.trust_id), ("una", FeedKind.HUB, saltmarsh),
        ("lena", FeedKind.SCHOOL, trust.world.trust_id), ("lena", FeedKind.MINE, saltmarsh),
    ):  # fmt: skip
        with pytest.raises(InvalidDetails):
            trust.calendar(who, kind, place_id=place)


def test_whoever_is_no_longer_asked_no_longer_finds_it(dates: Trust) -> None:
    path = dates.calendar("una")
    with dates.app.app_context(), scope(dates.world.trust_id):
        entry_id = db.session.scalars(
            select(CalendarEntry.id).where(CalendarEntry.title == "With guests")
        ).one()
        details = AskedChange(entry_id=entry_id, leaving=(dates.world.people["una"],))
    assert dates.shows(path) == ["With guests"]

    dates.does("priya", "change_asked", details)
    assert dates.shows(path) == []


# For how long


def test_what_was_called_off_stays_for_thirty_days_marked_as_off(trust: Trust) -> None:
    entry_id = trust.has("tom")
    path = trust.calendar("tom")
    trust.does("priya", "call_off_date", DateOff(entry_id=entry_id, reason="Ill"), later=DAY)
    off = trust.fetches(path, at=MONDAY + DAY).text

    assert summaries(off) == ["Off: Planning meeting"]
    assert "STATUS:CANCELLED\r\n" in off
    assert "SEQUENCE:1\r\n" in off
    assert trust.shows(path, at=MONDAY + 31 * DAY) == ["Off: Planning meeting"]
    assert trust.shows(path, at=MONDAY + 32 * DAY) == []


def test_what_is_long_over_is_shown_for_more_than_a_year(trust: Trust) -> None:
    trust.has("tom")
    path = trust.calendar("tom")

    assert trust.shows(path, at=MONDAY + 400 * DAY) == ["Planning meeting"]
    assert trust.shows(path, at=MONDAY + 445 * DAY) == []


# Deadlines and terms


def test_deadlines_are_all_day_and_only_where_they_were_asked_for(trust: Trust) -> None:
    without, path = trust.calendar("tom"), trust.calendar("tom", with_deadlines=True)
    assert trust.shows(without) == []
    body = trust.fetches(path).text.replace("\r\n ", "")

    assert summaries(body) == ["Due: Plan or record the next visit for “Early reading”"]
    assert "DTSTART;VALUE=DATE:" in body
    assert "TRANSP:TRANSPARENT" in body
    assert trust.shows(trust.calendar("una", with_deadlines=True)) == []


def test_a_deadline_goes_when_it_is_met(trust: Trust) -> None:
    path = trust.calendar("tom", with_deadlines=True)
    before = trust.fetches(path)
    with trust.app.app_context(), scope(trust.world.trust_id):
        plan = details_for(VisitPlan, Book(trust.case, trust.world, MONDAY.date()))
    trust.does("tom", "plan_visit", plan)

    after = trust.fetches(path)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "Visit: Early reading" in after.text


def test_term_dates_are_those_of_the_school_and_change_with_them(trust: Trust) -> None:
    path = trust.calendar("priya", with_terms=True)
    shown = trust.shows(path)
    assert {"Autumn term begins", "Half-term", "Spring term ends", "Bank holiday: Christmas Day"} <= set(
        shown
    )
    assert "INSET day" not in shown

    def saltmarsh_has_an_inset_day() -> None:
        school = trust.world.schools["saltmarsh"]
        db.session.add(InsetDay(trust_id=trust.world.trust_id, place_id=school, day=date(2027, 1, 4)))
        calendar_changed(db.session.get_one(TrustPlace, trust.world.trust_id))

    trust.changes(saltmarsh_has_an_inset_day)
    assert "INSET day" in trust.shows(path)
    assert "INSET day" not in trust.shows(trust.calendar("marta", with_terms=True))
    gull_rock = trust.world.schools["gull_rock"]
    assert "INSET day" not in trust.shows(
        trust.calendar("lena", FeedKind.SCHOOL, place_id=gull_rock, with_terms=True)
    )
