"""Two people find each other, work together and part, in a real browser and mostly on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.pairings import offer_to_mentor
from tests.serving import Time
from tests.world import build
from workflows.database import db, scope

LOGGED = "The door was open before the task was on the board."


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    with place.app_context():
        db.create_all()
        world = build("harbour")
        with scope(world.trust_id):
            offer_to_mentor(world, "tom", "lea")
            db.session.commit()
    with begin_journey(world, *request.param) as journey:
        yield journey


def test_a_mentee_a_mentor_and_a_coordinator_do_it_all_in_the_browser(journey: Journey, time: Time) -> None:
    asked = journey.goes("sam", "/pairings/new")
    journey.fills(asked, "hopes", "Calmer lessons.")
    asked.get_by_label("Early reading").check(force=True)
    journey.presses(asked, "Ask for a mentor")
    journey.home = re.sub(r"https?://[^/]+", "", asked.url)
    expect(asked.get_by_role("heading", name="Waiting for Asha Harbour")).to_be_visible()

    names_a_mentor(journey, "asha", "Propose a mentor", "Propose Tom Harbour")
    for who in ("sam", "tom"):
        journey.presses(journey.goes(who), "Yes, this suits me")
    journey.steps("tom", "Write the contract", **{"goals-0": "Calm starts within three minutes"})
    for who in ("sam", "tom"):
        journey.presses(journey.goes(who), "Sign the contract")
    journey.steps("tom", "Agree the first session")
    expect(journey.goes("sam").locator("[aria-current=step]")).to_contain_text("Active")

    journey.later(8)
    is_logged_and_looked_back_on(journey)
    journey.steps("sam", "Log a session", focus="Greeting at the door", will="Greet every child")
    in_the_end = journey.goes("sam")
    in_the_end.get_by_role("link", name="End the pairing").click()
    journey.presses(in_the_end, "End the pairing")
    journey.steps("tom", "Close", gained="I listen more.")
    expect(journey.goes("sam").get_by_role("heading", name="Closed", level=2)).to_be_visible()
    expect(journey.goes("asha").get_by_text(LOGGED)).to_have_count(0)


def is_logged_and_looked_back_on(journey: Journey) -> None:
    journey.steps(
        "tom", "Log a session", focus="Starts", observed=LOGGED, action_step="Board first, door second"
    )
    page = journey.goes("sam")
    expect(page.get_by_text(LOGGED)).to_be_visible()
    journey.presses(page, "Done with: Board first, door second")
    expect(page.get_by_role("heading", name="To do until you meet next")).to_have_count(0)
    journey.presses(journey.goes("sam"), "Begin the review")
    review = journey.goes("tom")
    journey.presses(review, "Write the review")
    journey.fills(review, "going_well", "We meet when we say we will.")
    review.get_by_label("Calm starts within three minutes").select_option("6")
    journey.presses(review, "Save the review")
    journey.presses(journey.goes("sam"), "Propose to move to coaching")
    for who in ("tom", "sam"):
        journey.presses(journey.goes(who), "Yes, change to coaching")
    expect(journey.goes("tom").get_by_role("heading", level=1)).to_have_text("Coaching for Sam Harbour")


def test_a_session_is_said_to_have_taken_place_or_not_with_one_press(journey: Journey, time: Time) -> None:
    is_begun(journey)
    journey.later(8)
    page = journey.goes("sam")
    page.get_by_role("button", name="It did not happen").click()
    page.wait_for_load_state()
    journey.check(page)
    expect(page.get_by_text("Did not happen", exact=True)).to_be_visible()


def names_a_mentor(journey: Journey, who: str, way: str, choice: str) -> None:
    """Go to those who suit, and take one of them."""
    page = journey.goes(who)
    journey.presses(page, way)
    journey.presses(page, choice)


def is_begun(journey: Journey) -> None:
    """Two people have agreed when they meet first."""
    asked = journey.goes("sam", "/pairings/new")
    journey.fills(asked, "hopes", "Calmer lessons.")
    asked.get_by_label("Early reading").check(force=True)
    journey.presses(asked, "Ask for a mentor")
    journey.home = re.sub(r"https?://[^/]+", "", asked.url)
    names_a_mentor(journey, "sam", "Choose a mentor", "Choose this mentor Tom Harbour")
    journey.presses(journey.goes("tom"), "Yes, I will be their mentor")
    journey.steps("tom", "Write the contract", **{"goals-0": "Calm starts"})
    for who in ("sam", "tom"):
        journey.presses(journey.goes(who), "Sign the contract")
    journey.steps("tom", "Agree the first session")


@pytest.mark.parametrize("journey", [(320, True)], indirect=True)
def test_a_log_is_saved_as_it_is_typed_and_outlives_a_lost_connection(journey: Journey, time: Time) -> None:
    is_begun(journey)
    journey.later(8)
    page = journey.goes("tom", f"{journey.home}/log_session")
    saved = page.locator("[data-autosave-status]")
    page.get_by_label("What was it about?").fill("Starts")
    expect(saved).to_contain_text("Saved at")
    page.context.set_offline(True)
    page.get_by_label("What was observed?").fill(LOGGED)
    expect(saved).to_have_text("Not saved yet. Trying again soon.")
    page.context.set_offline(False)
    expect(saved).to_contain_text("Saved at", timeout=15_000)

    page = journey.goes("tom", f"{journey.home}/log_session")
    expect(page.get_by_label("What was observed?")).to_have_value(LOGGED)
    journey.presses(page, "Save, and invite us both")
    expect(page.get_by_text(LOGGED)).to_be_visible()


@pytest.mark.parametrize("journey", [(320, True)], indirect=True)
def test_an_entry_is_shown_to_one_person_until_it_is_not(journey: Journey, time: Time) -> None:
    is_begun(journey)
    journey.later(8)
    journey.steps("tom", "Log a session", focus="Starts", observed=LOGGED)
    page = journey.goes("sam")
    page.get_by_role("link", name="Share this entry").click()
    journey.fills(page, "person_id", "Priya")
    journey.presses(page, "Let them read it")
    expect(page.get_by_text("Priya Harbour can read this entry")).to_be_visible()
    shown = journey.goes("priya", "/pairings")
    shown.get_by_role("link", name="An entry of the log of Sam Harbour").click()
    journey.check(shown)
    expect(shown.get_by_text(LOGGED)).to_be_visible()
    journey.presses(page, "Stop sharing with Priya Harbour")
    answer = shown.reload()
    assert answer is not None
    assert answer.status == 404
