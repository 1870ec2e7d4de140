"""The main journey in a real browser: wide and narrow, with scripts and without, nothing for axe to find."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.world import World, build
from workflows import accounts
from workflows.clock import now, today
from workflows.database import EVERY_TRUST, db, scope
from workflows.giving import Expertise
from workflows.people import Person

TITLE = "Early reading: phonics catch-up in Year 1"


class Journey:
    """Everybody's windows on one request, each page checked as it comes."""

    def __init__(
        self, server: Flask, world: World, open_window: Callable[[], Page], check: Callable[[Page], None]
    ):
        self.server, self.world = server, world
        self.open_window, self.check = open_window, check
        self.home = ""
        self.windows: dict[str, Page] = {}

    def of(self, who: str) -> Page:
        """Somebody's window, signed in."""
        if who not in self.windows:
            page = self.open_window()
            page.context.add_cookies([self._sign_in(who)])
            self.windows[who] = page
        return self.windows[who]

    def _sign_in(self, who: str) -> Any:
        with self.server.app_context(), scope(EVERY_TRUST):
            token = accounts.begin(db.session.get_one(Person, self.world.people[who]), "The tests' browser")
            db.session.commit()
        signer = self.server.session_interface.get_signing_serializer(self.server)  # type: ignore[attr-defined]
        cookie = signer.dumps({"_user_id": token, "seen": int(now().timestamp())})
        settings = self.server.config["SETTINGS"]
        name = self.server.config["SESSION_COOKIE_NAME"]
        return {"name": name, "value": cookie, "url": settings.base_url}

    def goes(self, who: str, address: str = "") -> Page:
        """Open a page as somebody, and look it over."""
        page = self.of(who)
        answer = page.goto(address or self.home)
        assert answer is not None
        assert answer.status == 200
        self.check(page)
        return page

    def presses(self, page: Page, name: str) -> None:
        """Press a button or a link that looks like one, and look over what comes."""
        page.get_by_role("button", name=name, exact=True).first.click()
        page.wait_for_load_state()
        self.check(page)

    def steps(self, who: str, name: str, **typed: str) -> Page:
        """Open a step from the request's page, fill it in and press its main button."""
        page = self.goes(who)
        self.presses(page, name)
        for field, value in typed.items():
            self.fills(page, field, value)
        page.locator("main form[method=post] > .app-buttons button").first.click()
        page.wait_for_load_state()
        self.check(page)
        expect(page.locator(".govuk-error-summary")).to_have_count(0)
        return page

    def fills(self, page: Page, field: str, value: str) -> None:
        """Type, choose or tick, whatever the field is."""
        found = page.locator(f"main [name='{field}']").first
        kind = found.evaluate("one => one.type || one.tagName.toLowerCase()")
        if kind == "radio":
            page.locator(f"main [name='{field}'][value='{value}']").check(force=True)
        elif kind == "select-one":
            option = found.locator("option", has_text=value).first
            found.select_option(value=option.get_attribute("value"))
        else:
            found.fill(value)


@pytest.fixture(
    params=[(1280, True), (320, True), (1280, False), (320, False)], ids=lambda p: f"{p[0]}-{p[1]}"
)
def journey(
    request: pytest.FixtureRequest,
    server: Flask,
    open_browser: Callable[..., Page],
    axe: Callable[[Page], list[str]],
) -> Journey:
    width, scripts = request.param
    with server.app_context():
        db.create_all()
        world = build("harbour")
        with scope(world.trust_id):
            person, focus = world.people["tom"], world.focus_area_id
            db.session.add(Expertise(trust_id=world.trust_id, person_id=person, focus_area_id=focus))
            db.session.commit()

    def check(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if scripts:
            assert axe(page) == []

    return Journey(server, world, lambda: open_browser(width=width, java_script_enabled=scripts), check)


def test_a_head_asks_and_gets_support(journey: Journey) -> None:
    asked = journey.goes("priya", "/support/new")
    answers = {
        "title": TITLE,
        "focus_area_id": "Early reading",
        "need": "Children in Year 1 do not blend sounds.",
        "difference": "They read simple words with confidence.",
        "evidence": "Phonics data of the autumn.",
        "wanted_from": f"{today().day}/{today().month}/{today().year}",
        "wanted_until": "31/12/2099",
        "contact": "Sam, in the school office",
    }
    for field, value in answers.items():
        journey.fills(asked, field, value)
    journey.presses(asked, "Save and continue")
    expect(asked.get_by_role("heading", level=1)).to_have_text("Check your answers")
    journey.presses(asked, "Send the request")
    journey.home = re.sub(r"https?://[^/]+", "", asked.url)
    expect(asked.get_by_role("heading", name="Waiting for Lena Harbour")).to_be_visible()

    journey.steps(
        "lena", "Accept and choose a coordinator", route="deployment", priority="soon", coordinator_id="Asha"
    )
    finding = journey.goes("asha")
    expect(finding.get_by_role("heading", name="Tom Harbour")).to_be_visible()
    journey.presses(finding, "Ask Gull Rock Primary about Tom Harbour")
    journey.fills(finding, "days", "3")
    journey.presses(finding, "Ask this school")
    journey.steps("marta", "Release a giver")
    journey.steps(
        "tom", "Write the plan", focus="Systematic phonics", frequency="one day a fortnight",
        exit_plan="The phonics lead carries on.", first_contact_on=answers["wanted_from"],
        **{"measures-0": "80% of pupils reach the standard"},
    )  # fmt: skip
    for who in ("tom", "priya", "marta"):
        journey.presses(journey.goes(who), "Sign the plan")
    signed = journey.goes("priya")
    expect(signed.locator("[aria-current=step]")).to_contain_text("Under way")
    journey.steps(
        "tom", "Record a visit", held_on=answers["wanted_from"], days="1",
        what_happened="Taught two lessons together.", next_steps="Sam tries the routine.",
    )  # fmt: skip
    journey.steps("tom", "Finish the support")
    is_judged_and_closed(journey)


def is_judged_and_closed(journey: Journey) -> None:
    judged = journey.goes("priya")
    journey.presses(judged, "Evaluate")
    judged.get_by_label("Achieved").check(force=True)
    judged.get_by_label("How do you know?").first.fill("Seen in every lesson.")
    judged.get_by_label("Yes", exact=True).check(force=True)
    journey.presses(judged, "Save the evaluation")
    journey.steps("priya", "It is sustained", now="It lasts.")
    journey.steps("priya", "It is still sustained", now="It still lasts.")
    closed = journey.goes("priya")
    expect(closed.get_by_role("heading", name="Closed")).to_be_visible()


def test_what_is_wrong_is_said_at_the_top_and_beside_its_field(journey: Journey) -> None:
    page = journey.goes("priya", "/support/new")
    journey.fills(page, "wanted_from", "soon")
    journey.fills(page, "need", "Do not lose these words.")
    journey.presses(page, "Save and continue")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Give the request a short title")
    expect(summary).to_contain_text("From must be a date, such as 27/11/2026")
    expect(page.locator("[name=need]")).to_have_value("Do not lose these words.")
    summary.get_by_role("link").first.click()
    expect(page.locator("[name=title]")).to_be_focused()


def open_filter(page: Page) -> None:
    """On a phone the list comes first, and the filter is folded."""
    if not page.locator("[name=words]").is_visible():
        page.locator(".app-filter summary").click()


def test_the_list_is_filtered_without_a_script(journey: Journey) -> None:
    page = journey.goes("priya", "/support/new")
    journey.fills(page, "title", TITLE)
    journey.presses(page, "Save and come back later")
    page = journey.goes("priya", "/support")
    open_filter(page)
    journey.fills(page, "words", "phonics")
    journey.presses(page, "Show")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    open_filter(page)
    page.get_by_role("link", name="Clear the filter").click()
    page.wait_for_load_state()
    journey.check(page)
