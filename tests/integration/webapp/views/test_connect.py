"""A connect session from the offer to what came of it, as people press their way through."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import func, select

from notifications.tokens import Purpose, token_of
from tests.client import Browser, main_words
from tests.connect import OWN_REASON, offer_session
from tests.pressing import buttons_on, fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.connect import ConnectSession
from workflows.database import db, scope
from workflows.sign_ups.model import CheckIn, Offering

DAY: Final = date(2026, 12, 2)
OFFER: Final = {
    "title": "Reading aloud every day", "what": "How it began, and what it took.", "on": "2/12/2026",
    "starts": "4pm", "ends": "5pm", "place": "The library", "places": "2",
}  # fmt: skip


class Hour:
    """Una's session, and everybody around."""

    def __init__(self, app: Flask, world: World, become: Callable[..., Browser]) -> None:
        self.app, self.world, self.become = app, world, become
        with app.app_context(), scope(world.trust_id):
            made = offer_session(world, DAY)
            self.home, self.id = f"/connect/{made.reference}", made.id
            db.session.commit()

    def reads(self, who: str, address: str = "") -> str:
        page = self.become(who).get(f"{self.home}{address}")
        assert page.status_code == 200, page.status
        return main_words(page)

    def does(self, who: str, step: str, **typed: Any) -> str:
        """Somebody fills in the page of a step; gives what the next page says."""
        browser = self.become(who)
        answer = fill_in(browser, f"{self.home}/{step}", **typed)
        assert answer.status_code == 303, main_words(answer)
        return main_words(browser.get(answer.location))

    def presses(self, who: str, button: str, address: str = "") -> str:
        """Somebody presses a button; gives what the next page says."""
        browser, where = self.become(who), address or self.home
        whole = next(one for one in buttons_on(browser.get(where)) if one.startswith(button))
        answer = fill_in(browser, where, button=whole)
        assert answer.status_code == 303, main_words(answer)
        return main_words(browser.get(answer.location))

    def count(self, kind: Any) -> int:
        with self.app.app_context(), scope(self.world.trust_id):
            return db.session.scalar(select(func.count()).select_from(kind)) or 0

    @property
    def here(self) -> str:
        """Where the code at the door leads."""
        return f"/here/{token_of(Purpose.HERE, self.id, [self.app.config['SECRET_KEY']])}"


@pytest.fixture
def hour(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Hour:
    return Hour(app, harbour, sign_in_as)


def at(day: date, hour: float) -> Any:
    """It is this day and hour."""
    return clock_at(MONDAY.replace(hour=0, minute=0) + (day - MONDAY.date()) + timedelta(hours=hour))


def test_anybody_offers_an_hour_and_what_is_missing_is_said_beside_its_field(
    hour: Hour, sign_in_as: Callable[..., Browser]
) -> None:
    given: dict[str, Any] = OFFER | {"focus_area_id": hour.world.focus_area_id}
    answer = fill_in(sign_in_as("sam"), "/connect/new", **given | {"place": "", "title": ""})
    assert answer.status_code == 422
    assert "Say in a few words what it is about" in main_words(answer)
    answer = fill_in(sign_in_as("sam"), "/connect/new", **given | {"place": ""})
    assert "Enter where you meet, or the link of an online meeting" in main_words(answer)
    answer = fill_in(sign_in_as("sam"), "/connect/new", **given)
    assert re.match(r".*/connect/CS-2026-\d{4}$", answer.location)
    listed = main_words(sign_in_as("lea").get("/connect"))
    assert "2 places left" in listed
    assert sign_in_as("gita").get("/connect").status_code == 404
    assert sign_in_as("gita").get(answer.location).status_code == 404


def test_each_is_told_what_they_have_and_the_next_gets_a_place_given_up(hour: Hour) -> None:
    assert "You have a place. It stands in your diary too." in hour.presses("sam", "Sign up")
    assert "You have a place" in hour.presses("tom", "Sign up")
    assert "You are number 1 on the waiting list" in hour.presses("dan", "Join the waiting list")
    said = hour.reads("una")
    assert "2 of 2 places taken, 1 waiting" in said
    assert "Dan Harbour, Saltmarsh Primary waiting" in said
    said = hour.reads("lea")
    assert "Dan Harbour" not in said  # who comes is for the host
    assert "I cannot come" not in said  # nobody waits for her
    assert "I cannot come" in hour.reads("tom")
    hour.presses("sam", "Give up my place")
    assert "You have a place" in hour.reads("dan")
    answer = fill_in(hour.become("una"), f"{hour.home}/change_topic", places="1")
    assert answer.status_code == 422
    assert "2 people have a place already" in main_words(answer)
    said = hour.does("dan", "apologise", reason=OWN_REASON)
    assert "Apologies sent" in said
    with at(DAY, 15.5):
        assert OWN_REASON in hour.reads("una", "/keep_register")
        assert hour.become("tom").get(f"{hour.home}/keep_register").status_code == 403
        assert OWN_REASON not in hour.reads("lena")
    with at(DAY, 17.5):
        said = hour.reads("lea")
        assert "1 place taken" in said
        assert "of 2 places" not in said


def test_workshops_and_stalls_of_a_day(hour: Hour) -> None:
    for title in ("Poems", "Plays"):
        hour.does("una", "add_offering", title=title, starts="4pm", ends="4:30pm", places="1")
    assert "You have a place" in hour.presses("sam", "Sign up Plays")
    assert "Move here from Plays" in hour.reads("sam")
    hour.presses("sam", "Move here from Plays")
    assert "Give up my place Poems" in hour.reads("sam")
    with hour.app.app_context(), scope(hour.world.trust_id):
        known = dict(db.session.execute(select(Offering.title, Offering.id)).all())
    answer = hour.become("sam").post(f"{hour.home}/sign_up", data={"offering_id": known["Plays"]})
    assert answer.status_code == 422
    assert "“Plays” is at the same time as “Poems”" in main_words(answer)
    hour.does("una", f"change_offering?offering={known['Plays']}", room="The hall")
    hour.does("una", f"withdraw_offering?offering={known['Plays']}", reason="Nobody came.")
    assert "The hall" not in hour.reads("una")

    hour.does("tom", "offer_stall", title="Word of the week", what="Cards.", for_whom="Year 2")
    with hour.app.app_context(), scope(hour.world.trust_id):
        stall = db.session.scalars(select(Offering.id).where(Offering.title == "Word of the week")).one()
    assert "Ask to visit" in hour.reads("sam")
    asked = hour.become("sam").get(f"/visits/stalls/{stall}/ask")
    assert 'value="Word of the week"' in asked.text
    assert "Keep it in the library" not in hour.reads("tom")
    hour.does("marta", f"keep_stall?offering={stall}", how="Begin with one class.")
    assert "In the library" in hour.reads("sam")
    assert "Word of the week" in main_words(hour.become("lea").get("/library"))
    answer = hour.become("priya").get(f"{hour.home}/keep_stall?offering={stall}")
    assert answer.status_code == 200


def test_the_code_at_the_door_leads_to_one_button_and_looking_at_it_changes_nothing(
    hour: Hour, client: Browser
) -> None:
    answer = client.get(hour.here)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")
    assert "next=" in answer.location
    assert "The door opens an hour before it begins" in main_words(hour.become("sam").get(hour.here))
    assert hour.become("sam").post(hour.here).status_code == 303
    assert hour.count(CheckIn) == 0
    assert hour.become("gita").get(hour.here).status_code == 404
    assert hour.become("sam").get(f"{hour.here[:-4]}aaaa").status_code == 404
    with at(DAY, 15.1):
        assert "Are you here?" in main_words(hour.become("sam").get(hour.here))
        assert hour.count(CheckIn) == 0
        assert "You are here" in hour.presses("sam", "I am here", hour.here)
        assert hour.become("sam").post(hour.here).status_code == 303  # twice is no harm
        assert hour.count(CheckIn) == 1
        assert "You are here" in hour.presses("tom", "I am here")  # the same on the page of the session
        door = hour.become("una").get(f"{hour.home}/door")
        assert hour.here in door.text
        assert "<svg" in door.text
        assert hour.become("sam").get(f"{hour.home}/door").status_code == 404
        seen = hour.reads("dan", "/attendance")
        assert "66%" in seen
        assert "2 of 3 schools are here." in seen
        assert "target is 90%." in seen
        page = hour.become("una").get(f"{hour.home}/attendance").text
        assert 'data-live="20"' in page


def test_the_register_and_what_came_of_it(hour: Hour) -> None:
    hour.presses("sam", "Sign up")
    people = hour.world.people
    with at(DAY, 17.5):
        typed = {f"mark_{people['sam']}": "here", f"mark_{people['una']}": "here", "also_id": people["lea"]}
        hour.does("una", "keep_register", **typed)
        assert "100%" in hour.reads("lena", "/attendance")
        hour.presses("una", "It took place")
        said = hour.does("una", "write_up", came_of="Three schools try it from January on.")
        assert "Thank you to whoever showed what works" in said
        assert "Three schools try it" in hour.reads("dan")
        assert main_words(hour.become("dan").get("/connect?finished=yes")).count("Closed") == 1


def test_a_host_drops_out_with_one_press_on_the_day(hour: Hour) -> None:
    hour.presses("sam", "Sign up")
    with at(DAY, 8.5):
        assert "The host cannot be there" not in hour.reads("sam")
        said = hour.presses("una", "I cannot host")
        assert "Called off, because the host cannot be there" in said
        with hour.app.app_context(), scope(hour.world.trust_id):
            assert db.session.get_one(ConnectSession, hour.id).state == "called_off"
