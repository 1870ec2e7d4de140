"""A real browser and a real server, on a database of the test's own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

from config import Settings
from tests import demonstration
from tests.journey import Journey
from tests.needs import missing
from tests.serving import Time, served
from tests.world import MONDAY, World

NAMES: Final = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE: Final = 15_000
"""Milliseconds until a page that does not come is a failure."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        path = path or _playwrights_own(playwright)
        if path is None:
            missing(f"no Chromium: run `make browser`, or install one of {', '.join(NAMES)}")
        sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def server(settings: Settings) -> Iterator[Flask]:
    """The application, served on a port of its own; its address is `app.config["SETTINGS"].base_url`."""
    with served(settings) as app:
        yield app


@pytest.fixture
def open_browser(chromium: Browser, server: Flask) -> Iterator[Callable[..., Page]]:
    """Opens one person's window: `open_browser(width=320)`, `open_browser(java_script_enabled=False)`.

    At the end the test fails if a script of any page went wrong or a page asked for something elsewhere.
    """
    with windows(chromium, server) as open_window:
        yield open_window


@pytest.fixture
def time() -> Time:
    """What time it is on `demo`: that Monday in November, until a test puts it on."""
    return Time(MONDAY)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo lies that tests copy; processes that share a run share it."""
    own = tmp_path_factory.getbasetemp()
    return demonstration.template(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture
def demo_settings(demo_folder: Path, tmp_path: Path) -> Settings:
    """Settings of a demo of the test's own."""
    return demonstration.copy(demo_folder, tmp_path)


@pytest.fixture
def demo(demo_settings: Settings, time: Time) -> Iterator[Flask]:
    """The demo, served."""
    with served(demo_settings, time) as app:
        yield app


@pytest.fixture
def open_demo(chromium: Browser, demo: Flask) -> Iterator[Callable[..., Page]]:
    """Opens one person's window on the demo, as `open_browser` does on an empty installation."""
    with windows(chromium, demo) as open_window:
        yield open_window


@contextmanager
def windows(chromium: Browser, server: Flask) -> Iterator[Callable[..., Page]]:
    """Opens windows on a server, closes them, and fails if any page had a fault that only a browser sees."""
    opened: list[BrowserContext] = []
    faults: list[str] = []
    base_url = server.config["SETTINGS"].base_url

    def open_window(*, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 900}
        window = chromium.new_context(base_url=base_url, viewport=size, **options)  # type: ignore[arg-type]
        opened.append(window)
        window.set_default_timeout(PATIENCE)
        window.route(lambda url: not url.startswith(base_url), _turn_away(faults))
        window.on(
            "weberror", lambda fault: faults.append(f"{fault.page.url if fault.page else ''}: {fault.error}")
        )
        return window.new_page()

    yield open_window
    for window in opened:
        window.close()
    assert faults == []


@pytest.fixture
def place(settings: Settings, time: Time) -> Iterator[Flask]:
    """The application, served at the time of the test."""
    with served(settings, time) as app:
        yield app


#: as the `params` of a journey: on a phone, on a desk, and on a phone without scripts
WAYS: Final = ((320, True), (1280, True), (320, False))


def way_in_words(way: tuple[int, bool]) -> str:
    """The `ids` of these."""
    return f"{way[0]}-{way[1]}"


@pytest.fixture
def begin_journey(
    chromium: Browser, place: Flask, time: Time, axe: Callable[[Page], list[str]]
) -> Callable[..., AbstractContextManager[Journey]]:
    """`with begin_journey(world, width, scripts) as journey`: each page is looked at as wide as that.

    `settle` makes a page keep still before it is looked at.
    """

    @contextmanager
    def begin(
        world: World, width: int, scripts: bool, *, settle: Callable[[Page], object] = lambda page: None
    ) -> Iterator[Journey]:
        def check(page: Page) -> None:
            page.wait_for_load_state()  # what a link led to may be half there
            settle(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            if scripts:
                assert axe(page) == []

        with windows(chromium, place) as open_window:
            yield Journey(
                place,
                world,
                lambda: open_window(width=width, java_script_enabled=scripts),
                check,
                time=time,
            )

    return begin


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """One window, 1280 pixels wide."""
    return open_browser()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Checks a page against WCAG 2.2 AA and gives what is wrong, one line each; needs scripts to be on."""
    if not AXE.exists():
        missing("no axe-core: run `make setup`")
    script = AXE.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice'], resultTypes: ['violations']}))"
            ".violations.map(one => [one.id, one.help, one.nodes.map(n => n.html)])"
        )
        return [f"{page.url} {name}: {help_} {places}" for name, help_, places in found]

    return violations


def _turn_away(faults: list[str]) -> Callable[[Route], None]:
    def turn_away(route: Route) -> None:
        faults.append(f"a page asked for {route.request.url}")
        route.abort()

    return turn_away


def _playwrights_own(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None
