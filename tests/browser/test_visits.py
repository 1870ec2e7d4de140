"""A school is visited, and what was seen there goes into the library: in a real browser, also on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.serving import Time
from tests.world import build
from workflows.database import db

LEARNED = "Groups change every three weeks, and nobody minds."


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    with place.app_context():
        db.create_all()
        world = build("harbour")
    with begin_journey(world, *request.param) as journey:
        yield journey


def test_an_offer_is_taken_up_visited_and_shared_with_everybody(journey: Journey, time: Time) -> None:
    is_offered(journey)
    is_asked_for(journey)
    is_agreed(journey)

    journey.later(16)
    journey.presses(journey.goes("tom"), "It took place")
    journey.steps(
        "sam", "Write the reflection", learned=LEARNED, will_try="One class", would_ask="Who checks?"
    )
    expect(journey.goes("tom").get_by_text(LEARNED)).to_have_count(0)
    journey.steps("sam", "Offer it to the library", what="They regroup.", how="Begin with one class.")
    for who in ("marta", "priya"):
        journey.presses(journey.goes(who), "Yes, put it into the library")
    expect(journey.goes("tom").get_by_text(LEARNED)).to_be_visible()

    shelf = journey.goes("una", "/library")
    shelf.get_by_role("link", name="Story time").click()
    journey.check(shelf)
    journey.presses(shelf, "Ask to visit")
    expect(shelf.get_by_label("What would you like to see?")).to_have_value("Story time")

    journey.later(58)
    journey.steps("sam", "Say what you tried", tried="One class, every day", stuck="yes")
    expect(journey.goes("priya").get_by_role("heading", name="Closed", level=2)).to_be_visible()


def is_offered(journey: Journey) -> None:
    page = journey.goes("marta", "/visits/offers/new")
    for field, value in {
        "title": "Story time",
        "can_see": "Every class reads.",
        "focus_area_ids": "Early reading",
        "when_it_suits": "Mornings",
        "places": "2",
        "open_until": "18/12/2026",
    }.items():
        journey.fills(page, field, value)
    journey.presses(page, "Offer this")


def is_asked_for(journey: Journey) -> None:
    """Sam finds the offer, and asks by it."""
    page = journey.goes("sam", "/visits/offers")
    page.get_by_role("link", name="Story time").click()
    journey.check(page)
    journey.presses(page, "Ask to visit")
    journey.fills(page, "purpose", "We would like to begin too.")
    journey.fills(page, "questions", "Who chooses the books?")
    journey.presses(page, "Ask to visit")
    journey.home = re.sub(r"https?://[^/]+", "", page.url)


def is_agreed(journey: Journey) -> None:
    """Cover is agreed, the host tries a closed day first, and the visitor confirms."""
    journey.presses(journey.goes("priya"), "Agree cover and ask the school")
    page = journey.goes("marta")
    journey.presses(page, "Yes, come and visit us")
    for field, value in {
        "on": "22/12/2026",
        "starts": "9am",
        "ends": "12:00",
        "contact_id": "Tom Harbour",
        "arrive_at": "Main office",
        "timetable": "9am reading in Year 2",
        "off_limits": "Nothing is",
    }.items():
        journey.fills(page, field, value)
    for box in ("identity", "dbs"):
        page.locator(f"[name={box}]").check(force=True)
    journey.presses(page, "Say yes")
    expect(page.get_by_text("so there are no lessons to see").first).to_be_visible()
    journey.fills(page, "on", "2/12/2026")
    journey.presses(page, "Say yes")
    journey.presses(journey.goes("sam"), "Confirm the visit")
    expect(journey.goes("tom").locator("[aria-current=step]")).to_contain_text("Confirmed")
