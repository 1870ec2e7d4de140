"""What pages gain where scripts run: nothing typed is lost, nothing is sent twice, and keys are enough."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from workflows.accounts import SignIn
from workflows.database import EVERY_TRUST, db, scope
from workflows.support_requests import SupportRequest

NEED = "A third of Year 1 cannot blend yet."


def become(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Become {name}").click()
    page.wait_for_url("/")


def requests_called(demo: Flask, title: str) -> int:
    with demo.app_context(), scope(EVERY_TRUST):
        found = db.session.scalar(
            select(func.count()).select_from(SupportRequest).where(SupportRequest.title == title)
        )
        db.session.remove()
    return found or 0


def test_what_is_typed_is_saved_and_still_there_after_the_line_was_lost(
    open_demo: Callable[..., Page],
) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    page.goto("/support/new")
    saved = page.locator("[data-autosave-status]")
    page.get_by_label("Give it a short title").fill("Phonics")
    expect(saved).to_contain_text("Saved at")

    page.context.set_offline(True)
    page.get_by_label("What do you need help with?").fill(NEED)
    expect(saved).to_have_text("Not saved yet. Trying again soon.")
    page.context.set_offline(False)
    expect(saved).to_contain_text("Saved at", timeout=15_000)

    page.goto("/")
    page.goto("/support/new")
    expect(page.get_by_label("Give it a short title")).to_have_value("Phonics")
    expect(page.get_by_label("What do you need help with?")).to_have_value(NEED)
    page.get_by_role("link", name="Start afresh").click()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_label("Give it a short title")).to_have_value("")


def test_what_was_typed_comes_back_after_signing_in_again(
    demo: Flask, open_demo: Callable[..., Page]
) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    page.goto("/support/new")
    page.get_by_label("Give it a short title").fill("Phonics")
    end_every_sign_in(demo)
    page.get_by_label("What do you need help with?").fill(NEED)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Not saved yet")

    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("main")).to_contain_text("what you typed is kept")
    page.get_by_role("button", name="Become Priya Nair").click()
    page.wait_for_url("/support/new")
    expect(page.get_by_label("What do you need help with?")).to_have_value(NEED)
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("main")).to_contain_text("Saved as a draft")
    assert requests_called(demo, "Phonics") == 1


def end_every_sign_in(demo: Flask) -> None:
    with demo.app_context(), scope(EVERY_TRUST):
        for one in db.session.scalars(select(SignIn)):
            db.session.delete(one)
        db.session.commit()
        db.session.remove()


def test_a_button_pressed_twice_in_a_hurry_counts_once(demo: Flask, open_demo: Callable[..., Page]) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    page.goto("/support/new")
    page.get_by_label("Give it a short title").fill("Phonics, twice")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.is_navigation_request() else None)
    page.get_by_role("button", name="Save and come back later").dblclick()
    expect(page.get_by_role("main")).to_contain_text("Saved as a draft")
    assert [url for url in sent if url.endswith("/support/new")] == sent[:1]
    assert requests_called(demo, "Phonics, twice") == 1


def test_the_menu_opens_and_closes_by_keys_and_gives_the_focus_back(open_demo: Callable[..., Page]) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    menu = page.locator("details[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Your account")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")


def test_the_first_key_leads_past_the_frame_to_the_page(open_demo: Callable[..., Page]) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_list_of_problems_takes_the_focus_and_leads_to_the_fields(open_demo: Callable[..., Page]) -> None:
    page = open_demo()
    become(page, "Priya Nair")
    page.goto("/support/new")
    page.get_by_label("From", exact=True).fill("tomorrow")
    page.get_by_role("button", name="Save and continue").click()
    problems = page.locator(".govuk-error-summary")
    expect(problems).to_be_focused()
    expect(page).to_have_title(re.compile(r"^Ask for support.*there is a problem"))
    problems.get_by_role("link", name="Give the request a short title").click()
    expect(page.get_by_label("Give it a short title")).to_be_focused()
    expect(page.get_by_label("From", exact=True)).to_have_value("tomorrow")


def test_a_letter_is_shown_whole_in_its_frame_and_runs_nothing(open_demo: Callable[..., Page]) -> None:
    page = open_demo(width=320)
    become(page, "Priya Nair")
    page.goto("/mailbox")
    page.locator(".app-letters__subject").first.click()
    frame = page.locator("iframe[data-letter]")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Alongside")
    page.wait_for_function(
        "() => { const frame = document.querySelector('iframe');"
        " return frame.clientHeight >= frame.contentDocument.documentElement.scrollHeight }"
    )
    assert "allow-scripts" not in (frame.get_attribute("sandbox") or "")
