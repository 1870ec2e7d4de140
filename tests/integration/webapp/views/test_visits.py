"""A visit from the first wish to the look back, as its people press their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import visits
from tests.client import Browser, main_words
from tests.details import Book
from tests.looking import at_once
from tests.pressing import buttons_on, fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at, today
from workflows.database import db, scope
from workflows.library import LibraryEntry
from workflows.perform import perform
from workflows.visits import Visit

WISH: Final = {
    "title": "Phonics in small groups",
    "purpose": "We want one way in all classes.",
    "questions": "How are groups made?",
    "question_2": "Who checks?",
}
YES: Final = {
    "on": "2/12/2026", "starts": "9am", "ends": "12:00", "places": "2", "arrive_at": "Main office",
    "timetable": "9am phonics", "off_limits": "Nothing is", "identity": "y", "dbs": "y",
}  # fmt: skip


class Journey:
    """Sam of Saltmarsh, who wants to see something at Gull Rock, and everybody around."""

    def __init__(self, app: Flask, world: World, become: Callable[..., Browser]) -> None:
        self.app, self.world, self.become = app, world, become
        self.browsers: dict[str, Browser] = {}
        self.home = ""

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.become(who)
        return self.browsers[who]

    def reads(self, who: str, address: str = "") -> str:
        page = self.of(who).get(address or self.home)
        assert page.status_code == 200, page.status
        return main_words(page)

    def status(self, who: str, address: str = "") -> int:
        return self.of(who).get(address or self.home).status_code

    def asks(self, who: str = "sam", address: str = "/visits/new", **typed: Any) -> None:
        given: dict[str, Any] = WISH | {"focus_area_ids": self.world.focus_area_id} | typed
        if address == "/visits/new" and "host_school_id" not in typed:
            given["host_school_id"] = self.world.schools["gull_rock"]
        self.opens(fill_in(self.of(who), address, **given))

    def offers(self, who: str = "marta", **typed: Any) -> None:
        given: dict[str, Any] = {
            "title": "Story time", "can_see": "Every class reads.", "when_it_suits": "Tuesdays",
            "places": "2", "open_until": "18/12/2026", "focus_area_ids": self.world.focus_area_id,
        }  # fmt: skip
        self.opens(fill_in(self.of(who), "/visits/offers/new", **given | typed))

    def opens(self, answer: TestResponse) -> None:
        assert answer.status_code == 303, main_words(answer)
        found = re.search(r"/visits/SV-\d{4}-\d{4}", answer.location)
        assert found, answer.location
        self.home = found[0]

    def sends(self, who: str, step: str, **typed: Any) -> TestResponse:
        return fill_in(self.of(who), f"{self.home}/{step}", **typed)

    def does(self, who: str, step: str, **typed: Any) -> None:
        answer = self.sends(who, step, **typed)
        assert answer.status_code == 303, main_words(answer)

    def presses(self, who: str, button: str) -> None:
        whole = next(one for one in buttons_on(self.of(who).get(self.home)) if one.startswith(button))
        assert fill_in(self.of(who), self.home, button=whole).status_code == 303

    def goes(self, steps: list[tuple[str, str]]) -> None:
        """Go on past the pages, with what sensible people would fill in."""
        with self.app.app_context(), scope(self.world.trust_id):
            for name, who in steps:
                case = self.case
                needs = case.flow.transitions[name].needs
                details = Book(case, self.world, today()).make(needs) if needs else None
                perform(case, name, self.world.person(who) if who else None, details)
            db.session.commit()

    @property
    def case(self) -> Visit:
        reference = self.home.rpartition("/")[2]
        return db.session.scalars(select(Visit).where(Visit.reference == reference)).one()

    @property
    def state(self) -> str:
        with self.app.app_context(), scope(self.world.trust_id):
            return self.case.state

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """It is that day, and everybody signs in anew."""
        self.browsers.clear()
        with clock_at(MONDAY + (day - MONDAY.date())):
            yield
        self.browsers.clear()


@pytest.fixture
def journey(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Journey:
    return Journey(app, harbour, sign_in_as)


def test_a_visit_from_the_wish_to_the_look_back(journey: Journey) -> None:
    journey.asks(party_ids=journey.world.people["dan"])
    assert "Sam Harbour would like to visit Gull Rock Primary: 2 people would be away." in journey.reads(
        "priya"
    )
    journey.presses("priya", "Agree cover")
    journey.does("marta", "accept", **YES | {"contact_id": journey.world.people["tom"]})
    assert "Gull Rock Primary would be glad to have you on Wednesday 2 December." in journey.reads("sam")
    journey.presses("sam", "Confirm the visit")
    assert "Confirmed by the host" in journey.reads("tom")
    with journey.on(date(2026, 12, 2)):
        journey.presses("tom", "It took place")
        journey.does("sam", "reflect", learned="Small groups.", will_try="One class.", would_ask="Who pays?")
        assert "Small groups." in journey.reads("priya")
        assert "Small groups." not in journey.reads("tom")
        journey.presses("sam", "Share it with the host")
        assert "Small groups." in journey.reads("tom")
        journey.does("sam", "offer_entry", what="They change groups.", how="Begin with one class.")
        journey.presses("priya", "Yes, put it into the library")
        journey.presses("marta", "Yes, put it into the library")
        assert "Phonics in small groups" in journey.reads("una", "/library")
    with journey.on(date(2027, 1, 13)):
        journey.does("sam", "adopt", tried="One class, daily.", stuck="yes")
        assert journey.state == "closed"
        assert "One class, daily." in journey.reads("priya")


def test_a_day_without_lessons_is_answered_beside_the_date_with_days_that_suit(journey: Journey) -> None:
    journey.asks()
    journey.goes([("agree_cover", "priya")])
    answer = journey.sends(
        "marta", "accept", **YES | {"contact_id": journey.world.people["tom"], "on": "22/12/2026"}
    )
    assert answer.status_code == 422
    said = main_words(answer)
    assert "That day is in the school holidays, so there are no lessons to see." in said
    assert "The next days that suit both schools: Monday 4 January" in said


def test_the_host_cannot_say_yes_without_ticking_identity_and_dbs(journey: Journey) -> None:
    journey.asks()
    journey.goes([("agree_cover", "priya")])
    given = {name: value for name, value in YES.items() if name != "dbs"}
    answer = journey.sends("marta", "accept", **given | {"contact_id": journey.world.people["tom"]})
    assert answer.status_code == 422
    assert "Ask their employer for assurance" in main_words(answer)
    assert 'type="file"' not in answer.text


def test_a_head_who_asks_skips_their_own_cover(journey: Journey) -> None:
    journey.asks("priya")
    assert journey.state == "requested"


def test_without_a_school_the_central_team_finds_one(journey: Journey) -> None:
    journey.asks(host_school_id="")
    journey.presses("priya", "Agree cover and look for a school")
    assert "Ask a school: look at what is offered" in journey.reads("lena")
    journey.does("lena", "name_host", host_school_id=journey.world.schools["gull_rock"])
    assert journey.state == "requested"


def test_the_host_moves_the_visit_on_its_dates_page(journey: Journey) -> None:
    journey.asks()
    journey.goes(visits.AGREED)
    page = journey.reads("tom")
    assert "Move the visit" in page
    with journey.app.app_context(), scope(journey.world.trust_id):
        entry_id = journey.case.entry_id
    answer = journey.sends("tom", f"change_date?entry={entry_id}", on="3/12/2026", starts="9am", ends="12:00")
    assert answer.status_code == 303
    assert "You visit Gull Rock Primary on Thursday 3 December." in journey.reads("sam")


def test_somebody_takes_over_from_whoever_leaves(journey: Journey) -> None:
    journey.asks()
    journey.goes(visits.AGREED)
    assert "Whose part passes on?" in journey.reads("lena", f"{journey.home}/change_people")
    assert "Whose part passes on?" not in journey.reads("priya", f"{journey.home}/change_people")
    journey.does("priya", "change_people", joining_id=journey.world.people["dan"])
    assert journey.status("dan") == 200
    assert journey.status("sam") == 404


# Who sees what


@pytest.mark.parametrize("who", ["una", "carol", "gita", "asha", "ada"])
def test_whoever_has_no_part_in_a_visit_does_not_find_it(journey: Journey, who: str) -> None:
    journey.asks()
    journey.goes(visits.AGREED)
    assert journey.status(who) == 404
    assert journey.status(who, f"{journey.home}/confirm") == 404


@pytest.mark.parametrize("who", ["sam", "priya", "tom", "marta", "lea", "lena"])
def test_team_heads_leaders_and_the_central_team_read_a_visit(journey: Journey, who: str) -> None:
    journey.asks()
    journey.goes(visits.AGREED)
    assert "Phonics in small groups" in journey.reads(who)


@pytest.mark.parametrize("address", ["/visits", "/visits/offers", "/library", "/visits/new", "/library/1"])
def test_governors_find_neither_visits_nor_the_library(journey: Journey, address: str) -> None:
    assert journey.status("gita", address) == 404


def test_lists_show_ones_own_visits_and_those_of_ones_school(journey: Journey) -> None:
    journey.asks()
    assert "Phonics in small groups" in journey.reads("sam", "/visits")
    before_own = journey.reads("priya", "/visits").split("Your visits")[0]
    assert "It is your turn Visits in which it is your turn" in before_own
    assert "Phonics in small groups" in before_own
    assert "Phonics in small groups" in journey.reads("priya", "/visits?show=school")
    assert "It is your turn" not in journey.reads("lena", "/visits")
    assert "Phonics in small groups" in journey.reads("lena", "/visits")
    assert "Phonics in small groups" not in journey.reads("una", "/visits?show=school")
    journey.goes([("withdraw", "sam")])
    assert "Phonics in small groups" not in journey.reads("sam", "/visits")
    assert "Phonics in small groups" in journey.reads("sam", "/visits?finished=yes")


# Offers


def test_everybody_sees_an_offer_and_asks_by_it_until_it_is_full(journey: Journey) -> None:
    journey.offers()
    public = journey.home.replace("/visits/", "/visits/offers/")
    assert "2 places left" in journey.reads("una", "/visits/offers")
    assert "Every class reads." in journey.reads("una", public)
    offered = journey.home
    journey.asks("sam", f"{public}/ask", party_ids=journey.world.people["dan"])
    with journey.app.app_context(), scope(journey.world.trust_id):
        visit = journey.case
        assert visit.host_school_id == journey.world.schools["gull_rock"]
        assert [area.id for area in visit.focus_areas] == [journey.world.focus_area_id]
    assert "This offer is full" in journey.reads("una", public)
    answer = fill_in(journey.of("una"), f"{public}/ask", **WISH)
    assert answer.status_code == 422
    assert "This offer is full by now." in main_words(answer)
    journey.home = offered
    assert "2 of 2 taken Full" in journey.reads("marta")


def test_of_two_who_ask_for_the_last_place_at_once_one_gets_it(journey: Journey) -> None:
    journey.offers(places="1")
    address = journey.home.replace("/visits/", "/visits/offers/") + "/ask"
    browsers = [journey.of("sam"), journey.of("una")]

    answers = at_once([lambda one=one: fill_in(one, address, **WISH).status_code for one in browsers])  # type: ignore[misc]

    assert sorted(answers) == [303, 422]


def test_an_offer_that_has_ended_leads_to_what_is_offered_now(journey: Journey) -> None:
    journey.offers()
    public = journey.home.replace("/visits/", "/visits/offers/")
    journey.goes([("end_offer", "marta")])
    assert journey.of("una").get(public).location == "/visits/offers"
    assert journey.of("una").get(f"{public}/ask").location == "/visits/offers"


@pytest.mark.parametrize(("who", "status"), [("marta", 200), ("lea", 200), ("tom", 404), ("lena", 404)])
def test_heads_and_leaders_offer_their_school(journey: Journey, who: str, status: int) -> None:
    assert journey.status(who, "/visits/offers/new") == status


# The library


@pytest.fixture
def entry(journey: Journey) -> str:
    """The address of an entry of Gull Rock's."""
    journey.asks()
    journey.goes([*visits.SHARED, ("offer_entry", "sam"), ("consent", "priya"), ("consent", "marta")])
    with journey.app.app_context(), scope(journey.world.trust_id):
        reference = db.session.scalar(select(LibraryEntry.reference))
    return f"/library/{reference}"


def test_an_entry_is_read_by_everybody_and_leads_to_a_visit_with_all_filled_in(
    journey: Journey, entry: str
) -> None:
    said = journey.reads("una", entry)
    assert "Groups change every three weeks." in said
    assert "Comes from" not in said
    page = journey.of("una").get(f"{entry}/ask").text
    assert 'value="Phonics in small groups"' in page
    school = journey.world.schools["gull_rock"]
    assert re.search(rf'<option value="{school}" selected', page)
    assert re.search(rf'<option value="{journey.world.focus_area_id}" selected', page)
    journey.asks("una", f"{entry}/ask")
    assert "An entry of the library" in journey.reads("una")


def test_whoever_may_see_the_visit_finds_it_from_the_entry(journey: Journey, entry: str) -> None:
    assert "Comes from" in journey.reads("sam", entry)
    assert "Ask to visit" not in journey.reads("tom", entry)


def test_a_date_in_two_weeks_is_a_wednesday() -> None:
    assert visits.in_two_weeks(MONDAY.date()) == MONDAY.date() + timedelta(days=16)
