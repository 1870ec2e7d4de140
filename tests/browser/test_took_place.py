"""Saying on a phone, from the mail and without signing in, whether a session took place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from config import Settings
from notifications.tokens import Purpose, token_of
from tests.a_pair import TITLE, signed_pair
from tests.browser.conftest import windows
from tests.serving import Time, served
from tests.world import MONDAY, build
from workflows.clock import clock_at, local
from workflows.database import EVERY_TRUST, scope

AFTER = local(date(2026, 11, 30), time(7, 30))


@pytest.fixture
def after(settings: Settings) -> Iterator[Flask]:
    """The application on the Monday after a session on Friday."""
    with served(settings, Time(AFTER)) as app:
        yield app


@pytest.fixture
def link(after: Flask) -> str:
    with after.app_context(), scope(EVERY_TRUST), clock_at(MONDAY):
        pair = signed_pair(build())
        pair.plans()
        number = pair.part("sam").id
    return f"/took-place/{token_of(Purpose.HELD, number, [after.config['SECRET_KEY']])}"


@pytest.mark.parametrize("width", [1280, 320])
def test_one_press_says_it_and_the_page_is_sound_before_and_after(
    chromium: Browser, after: Flask, link: str, axe: Callable[[Page], list[str]], width: int
) -> None:
    with windows(chromium, after) as open_window:
        page = open_window(width=width)
        page.goto(f"{link}?said=yes")
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        assert axe(page) == []
        page.get_by_role("button", name="It took place").click()
        expect(page.get_by_role("heading", name="This session took place")).to_be_visible()
        expect(page.get_by_role("button", name="Write it up")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_scripts(chromium: Browser, after: Flask, link: str) -> None:
    with windows(chromium, after) as open_window:
        page = open_window(width=320, java_script_enabled=False)
        page.goto(f"{link}?said=no")
        page.get_by_role("button", name="It did not happen").click()
        expect(page.get_by_role("heading", name="This session did not happen")).to_be_visible()
