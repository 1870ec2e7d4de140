"""A year's round is set up, planned, decided on and published in a real browser, on a phone too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from notifications.plan_runs import make_plans
from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.post import setup
from tests.rounds import made_by_hand, plan_by_hand, ready_for_round
from tests.serving import Time
from tests.world import build
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.review_rounds import ReviewRound


def stays(page: Page) -> None:
    """The page of a plan may renew itself just while it is looked at."""
    if re.search(r"/plans/\d+$", page.url):
        page.goto(f"{page.url}?wait=yes")


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    with place.app_context(), scope(EVERY_TRUST):
        db.create_all()
        world = build("harbour")
        ready_for_round(world)
        db.session.commit()
    with begin_journey(world, *request.param, settle=stays) as journey:
        yield journey


def test_a_round_is_planned_watched_changed_compared_and_published(journey: Journey, time: Time) -> None:
    is_begun(journey)
    page = journey.steps("lena", "Make a plan")
    expect(page.get_by_text("It waits for a planner")).to_be_visible()
    page.get_by_role("link", name="Let it renew itself").click()
    something_is_found(journey, time)
    expect(page.get_by_role("button", name="Take the best so far")).to_be_visible()  # it came by itself
    journey.presses(page, "Take the best so far")
    page.get_by_role("link", name="Let it renew itself").click()
    planners_work(journey, time)
    expect(page.get_by_role("heading", name="Week by week")).to_be_visible()
    journey.check(page)

    page.get_by_text("Decide").first.click()
    journey.presses(page, "Not this week")
    expect(page.get_by_text("This week was ruled out by hand").first).to_be_visible()
    journey.presses(page, "Plan again from here")
    journey.presses(page, "Make a plan")
    planners_work(journey, time)
    page = journey.goes("lena", f"{journey.home}/plans/2")
    page.get_by_role("link", name="Compare with plan 1").click()
    journey.check(page)
    expect(page.get_by_text("2 reviews are the same in both")).to_be_visible()

    page = journey.goes("lena", f"{journey.home}/plans/2")
    journey.presses(page, "Choose this plan")
    journey.presses(journey.goes("lena"), "Publish the plan")
    expect(page.get_by_role("heading", name="Plan 2 opens 3 reviews")).to_be_visible()
    journey.presses(page, "Publish and tell them")
    expect(journey.goes("asha").get_by_text("3 reviews came out of this round")).to_be_visible()
    page = journey.goes("tom", "/reviews")
    expect(page.get_by_text("Saltmarsh Primary: Early reading").first).to_be_visible()


def is_begun(journey: Journey) -> None:
    """All three schools, and somebody who is away for a week."""
    page = journey.goes("lena", "/rounds/new")
    for field, value in {"starts_on": "11/1/2027", "ends_on": "12/2/2027", "reviewers": "1"}.items():
        journey.fills(page, field, value)
    journey.presses(page, "Begin the round")
    journey.home = re.sub(r"https?://[^/]+", "", page.url)
    journey.presses(page, "Choose the schools")
    for box in page.locator("[name=school_ids]").all():
        box.check(force=True)
    journey.fills(page, "first_focus", "Early reading")
    journey.presses(page, "Save the schools")
    page.get_by_role("link", name="Say who is away").click()
    for field, value in {"person_id": "Tom Harbour", "first": "11/1/2027", "last": "15/1/2027"}.items():
        journey.fills(page, field, value)
    journey.presses(page, "Save")
    page.get_by_role("link", name="Say what matters most").click()
    journey.fills(page, "travel", "strong")
    journey.presses(page, "Save")
    expect(page.get_by_text("More than usual: short journeys.")).to_be_visible()


def something_is_found(journey: Journey, time: Time) -> None:
    """As it is while a planner goes on."""
    with journey.server.app_context(), scope(journey.world.trust_id), clock_at(time.moment):
        round_ = db.session.query(ReviewRound).one()
        run, made = round_.runs[-1], made_by_hand(round_, plan_by_hand(journey.world))
        run.plan, run.progress = made.plan, {**made.progress, "gap": 0.3}
        db.session.delete(made)
        db.session.commit()


def planners_work(journey: Journey, time: Time) -> None:
    with journey.server.app_context(), clock_at(time.moment):
        make_plans(setup(plan_seconds=5))
