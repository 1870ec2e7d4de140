"""Everybody's windows on one case, as they press their way through its pages in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from tests.serving import Time
from tests.world import MONDAY, World
from workflows import accounts
from workflows.clock import clock_at, now
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person


class Journey:
    """Everybody's windows on one request, each page checked as it comes."""

    def __init__(
        self,
        server: Flask,
        world: World,
        open_window: Callable[[], Page],
        check: Callable[[Page], None],
        *,
        time: Time | None = None,
    ):
        self.server, self.world, self.time = server, world, time
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
        at = self.time.moment if self.time else now()
        with self.server.app_context(), scope(EVERY_TRUST), clock_at(at):
            token = accounts.begin(db.session.get_one(Person, self.world.people[who]), "The tests' browser")
            db.session.commit()
        signer = self.server.session_interface.get_signing_serializer(self.server)  # type: ignore[attr-defined]
        cookie = signer.dumps({"_user_id": token, "seen": int(at.timestamp())})
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

    def later(self, days: int) -> None:
        """So many days after that Monday everybody signs in anew."""
        assert self.time is not None
        self.time.moment = MONDAY + timedelta(days=days)
        for page in self.windows.values():
            page.context.close()
        self.windows.clear()

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
