"""The main journey in a real browser: wide and narrow, with scripts and without, nothing for axe to find."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.journey import Journey
from tests.world import build
from workflows.clock import today
from workflows.database import db, scope
from workflows.giving import Expertise

TITLE = "Early reading: phonics catch-up in Year 1"


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
