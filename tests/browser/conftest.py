"""A real browser and a real server, on a database of the test's own."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from tests.needs import missing
from webapp.factory import create_app
from workflows.database import db

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


class QuietHandler(WSGIRequestHandler):
    """Leaves the log of requests to the application."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name for it
        pass


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
    with make_server(
        "127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=QuietHandler
    ) as serving:
        app = create_app(replace(settings, base_url=f"http://127.0.0.1:{serving.port}"))
        serving.app = app
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield app
        serving.shutdown()
        thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def open_browser(chromium: Browser, server: Flask) -> Iterator[Callable[..., Page]]:
    """Opens one person's window: `open_browser(width=320)`, `open_browser(java_script_enabled=False)`.

    At the end the test fails if a script of any page went wrong or a page asked for something elsewhere.
    """
    windows: list[BrowserContext] = []
    faults: list[str] = []
    base_url = server.config["SETTINGS"].base_url

    def open_window(*, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 900}
        window = chromium.new_context(base_url=base_url, viewport=size, **options)  # type: ignore[arg-type]
        windows.append(window)
        window.set_default_timeout(PATIENCE)
        window.route(lambda url: not url.startswith(base_url), _turn_away(faults))
        window.on(
            "weberror", lambda fault: faults.append(f"{fault.page.url if fault.page else ''}: {fault.error}")
        )
        return window.new_page()

    yield open_window
    for window in windows:
        window.close()
    assert faults == []


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
            " 'best-practice']})).violations.map(one => [one.id, one.help, one.nodes.map(n => n.html)])"
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
