"""A coordinator lays out a hub's year in a real browser, on a phone too: in so many presses, and minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.world import MONDAY, build
from tests.year_plans import a_hub
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope

PRESSES: Final = 4
"""From the list of years to invitations in every diary, with everything as it is filled in."""


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    with place.app_context(), scope(EVERY_TRUST):
        db.create_all()
        world = build("harbour")
        with clock_at(MONDAY), scope(world.trust_id):
            a_hub(world)
            db.session.commit()
    with begin_journey(world, *request.param) as journey:
        yield journey


def test_a_year_is_laid_out_looked_at_changed_and_sent_in_a_few_presses(journey: Journey) -> None:
    presses = ["Lay out a year", "Lay out the year", "Send the invitations", "Send all invitations"]
    assert len(presses) == PRESSES
    page = journey.goes("asha", "/years")
    journey.presses(page, presses[0])
    journey.presses(page, presses[1])
    journey.home = re.sub(r"https?://[^/]+", "", page.url)
    expect(page.get_by_text("5 meetings laid out.").first).to_be_visible()
    expect(page.locator(".app-glance__day")).to_have_count(5)

    page.locator("summary", has_text="Change").first.click()
    page.get_by_role("link", name="Move it").first.click()
    journey.check(page)
    page.locator("[name=slot]").first.check(force=True)
    journey.presses(page, "Move it")
    expect(page.get_by_text("Kept").first).to_be_visible()

    journey.presses(page, presses[2])
    expect(page.get_by_text("5 meetings are opened")).to_be_visible()
    journey.presses(page, presses[3])
    expect(page.get_by_text("5 meetings ahead").first).to_be_visible()
    journey.presses(page, "Move them to another day or time")
    for field, value in {"weekday": "4", "starts": "4pm", "reason": "Fridays suit better."}.items():
        journey.fills(page, field, value)
    journey.presses(page, "Show where they go")
    expect(page.get_by_text("Nothing has been changed yet")).to_be_visible()
    journey.presses(page, "Move them all")
    expect(page.get_by_text("Series moved").first).to_be_visible()
