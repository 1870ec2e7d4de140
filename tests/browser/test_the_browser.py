"""What the browser tests stand on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


def test_a_page_without_fault_is_opened_and_checked(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/sign-in")

    assert page.locator("h1").count() == 1
    assert axe(page) == []


def test_a_page_with_a_fault_is_found_by_axe(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/sign-in")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=data:,>')")

    (violation,) = axe(page)

    assert "image-alt" in violation


@pytest.mark.parametrize("width", [1280, 320])
def test_a_window_is_as_wide_as_asked(width: int, open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=width)
    page.goto("/sign-in")

    assert page.evaluate("window.innerWidth") == width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_works_with_scripts_switched_off(open_browser: Callable[..., Page]) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto("/sign-in")

    assert page.locator("h1").is_visible()
