"""The evidence log on a phone, with and without reception: nothing is lost, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from config import Settings
from tests.browser.conftest import windows
from tests.journey import Journey
from tests.peer_reviews import bring_to, plan_a_review, ready_to_review
from tests.serving import Time, served
from tests.world import MONDAY, build
from workflows.accounts import SignIn
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.evidence import log_of

FIRST, SECOND, THIRD = "Every child had a book.", "Who reads with whom?", "The corner was quiet."
ONLY_HERE = "saved on this phone only"
ALL_THERE = "Everything you wrote has reached the trust."


@pytest.fixture
def place(settings: Settings, time: Time) -> Iterator[Flask]:
    with served(settings, time) as app:
        yield app


@pytest.fixture(params=[(320, True)], ids=lambda p: f"{p[0]}-{p[1]}")
def journey(
    request: pytest.FixtureRequest,
    chromium: Browser,
    place: Flask,
    time: Time,
    axe: Callable[[Page], list[str]],
) -> Iterator[Journey]:
    """It is the first day of a review's visit."""
    width, scripts = request.param
    with place.app_context():
        db.create_all()
        world = build("harbour")
        with scope(world.trust_id), clock_at(MONDAY):
            ready_to_review(world)
            review = plan_a_review(world)
            db.session.commit()
            bring_to(review, "ready", world)
            home = f"/reviews/{review.reference}/evidence"
            time.moment = MONDAY.replace(month=12, day=review.visit_starts_on.day)
            db.session.remove()

    def check(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if scripts:
            assert axe(page) == []

    with windows(chromium, place) as open_window:
        made = Journey(
            place,
            world,
            lambda: open_window(width=width, java_script_enabled=scripts),
            check,
            time=time,
        )
        made.home = home
        yield made


def logged(journey: Journey) -> list[str]:
    """What has reached the trust."""
    with journey.server.app_context(), scope(journey.world.trust_id):
        found = [one.seen for one in log_of(db.session.scalars(select(PeerReview)).one())]
        db.session.remove()
    return sorted(found)


def opens(journey: Journey, who: str = "una") -> Page:
    """Open the log with reception, until the phone can do without."""
    page = journey.goes(who)
    expect(page.locator("[data-on-phone]")).to_have_count(1)
    return page


def writes(page: Page, seen: str, kind: str = "A strength") -> None:
    page.get_by_label("What did you see?").fill(seen)
    page.get_by_label(kind, exact=True).check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("What did you see?")).to_have_value("")


def bar(page: Page) -> object:
    return page.locator("[data-reach-said]")


def test_what_is_logged_without_reception_is_there_once_there_is(journey: Journey) -> None:
    page = opens(journey)
    writes(page, FIRST)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE)
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()

    page.context.set_offline(True)
    writes(page, SECOND, "A query")
    expect(page.locator("[data-reach-said]")).to_contain_text(f"1 entry is {ONLY_HERE}")
    page.reload()
    expect(page.locator("[data-queue]").get_by_text(SECOND)).to_be_visible()
    expect(page.locator("[data-log]").get_by_text(FIRST)).to_be_visible()
    writes(page, THIRD)
    expect(page.locator("[data-reach-said]")).to_contain_text(f"2 entries are {ONLY_HERE}")
    expect(page.locator("[data-reach-why]")).to_contain_text("There is no reception just now")
    journey.check(page)
    assert logged(journey) == [FIRST]

    page.context.set_offline(False)
    expect(page.locator("[data-reach-said]")).to_contain_text(ALL_THERE, timeout=15_000)
    expect(page.locator("[data-queue]")).to_be_hidden()
    for seen in (FIRST, SECOND, THIRD):
        expect(page.get_by_text(seen)).to_have_count(1)
    assert logged(journey) == sorted([FIRST, SECOND, THIRD])
    journey.check(page)
    page.reload()
    assert logged(journey) == sorted([FIRST, SECOND, THIRD])
