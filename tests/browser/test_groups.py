"""A hub is formed and begun, and a forum gets its members: in a real browser, also on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.world import build
from workflows.database import db


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    with place.app_context():
        db.create_all()
        world = build("harbour")
    with begin_journey(world, *request.param) as journey:
        yield journey


def test_a_hub_begins_and_a_forum_gets_its_members(journey: Journey) -> None:
    page = journey.goes("lena", "/hubs/new")
    fills(journey, page, name="Coast hub", purpose="We plan reading.", coordinator_id="Asha")
    for school in ("Saltmarsh Primary", "Gull Rock Primary"):
        page.get_by_label(school).check(force=True)
    journey.presses(page, "Form this hub")
    journey.home = address_of(page)
    journey.steps("asha", "Begin working together", purpose="One way of phonics.", review_on="1/7/2027")
    expect(journey.goes("priya").get_by_text("One way of phonics.").first).to_be_visible()
    journey.goes("una", "/hubs")

    page = journey.goes("sam", "/forums/new")
    fills(journey, page, name="Maths forum", kind="subject", purpose="Moderation.", chair_id="Tom")
    journey.presses(page, "Propose this forum")
    journey.home = address_of(page)
    journey.presses(journey.goes("lena"), "Yes, start it")
    journey.presses(journey.goes("una"), "Join")
    page = journey.goes("priya", f"{journey.home}/name_members")
    page.get_by_label("Sam Harbour").check(force=True)
    journey.presses(page, "Save who comes")
    expect(page.get_by_text("Every school has a member.")).to_be_visible()
    journey.goes("una", "/forums")


def fills(journey: Journey, page: Page, **typed: str) -> None:
    for field, value in typed.items():
        journey.fills(page, field, value)


def address_of(page: Page) -> str:
    """The page of what has just been opened."""
    found = re.search(r"/(hubs/HB|forums/SF)-\d{4}-\d{4}", page.url)
    assert found, page.url
    return found[0]
