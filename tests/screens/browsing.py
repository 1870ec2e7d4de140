"""Walks through the demo as each of its people, following links, and takes a picture of each kind of page."""

from __future__ import annotations

import os
import shutil
from asyncio import Queue, gather
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Response, async_playwright
from playwright.async_api import Error as BrowserError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser.conftest import NAMES
from tests.screens.demonstration import Demonstration, Visitor
from tests.screens.letters import letters

WIDTHS: Final = (1280, 320)
WINDOWS: Final = 4
"""Windows in which people look around at the same time."""
PATIENCE: Final = 180_000
"""Milliseconds until a page or a picture that does not come is a failure; the machine may be busy."""
TALLEST: Final = 8_000
"""Pixels of a page that are worth a picture."""
MAIL_WIDTHS: Final = (700, 320)
LINKS: Final = "links => [...new Set(links.map(link => link.href.split('#')[0]))]"
IGNORED: Final = frozenset({"static", "fault", "pages.health"})
ALIKE: Final = ("pages.", "sign_in.", "account.", "mailbox.")
"""Pages that look the same for everybody: the first who comes by takes their picture."""


@dataclass(frozen=True)
class Picture:
    """One page as one person saw it, in one width."""

    visitor: Visitor
    #: what kind of page it is
    kind: str
    path: str
    width: int
    file: Path


@dataclass
class Pictures:
    """All pictures, and what went wrong on the way."""

    folder: Path
    taken: list[Picture] = field(default_factory=list)
    #: kinds of pages that nobody else needs to look at
    alike: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    async def take(self, page: Page, visitor: Visitor, kind: str, path: str, widths: Iterable[int]) -> None:
        """Take the page in each width; one that is wider than its window is a trouble."""
        for width in widths:
            await page.set_viewport_size({"width": width, "height": 900})
            high, wide = await page.evaluate(
                "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
            )
            if wide > width:
                self.troubles.append(f"{path} as {visitor.name} is {wide} wide at {width}")
            file = self.folder / visitor.key / f"{kind}-{width}.jpg"
            file.parent.mkdir(exist_ok=True)
            clip = {"x": 0, "y": 0, "width": width, "height": max(min(high, TALLEST), 300)}
            await page.screenshot(path=file, full_page=True, clip=clip, type="jpeg", quality=85)  # type: ignore[arg-type]
            self.taken.append(Picture(visitor, kind, path, width, file))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine, or Playwright's own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=sandbox)
        try:
            yield browser
        finally:
            await browser.close()


async def walk_everywhere(demo: Demonstration, folder: Path) -> Pictures:
    """Pictures of every page and mail."""
    pictures = Pictures(folder)
    visitors: Queue[Visitor] = Queue()
    for visitor in demo.visitors:
        visitors.put_nowait(visitor)
    async with chromium() as browser:
        await gather(
            _open_letters(browser, pictures),
            *(_look_around(browser, demo, visitors, pictures) for _ in range(WINDOWS)),
        )
    return pictures


async def _look_around(
    browser: Browser, demo: Demonstration, visitors: Queue[Visitor], pictures: Pictures
) -> None:
    while not visitors.empty():
        walk = Walk(demo, visitors.get_nowait(), pictures)
        async with window(browser, demo, walk.visitor) as context:
            await walk.go(await context.new_page())


@asynccontextmanager
async def window(browser: Browser, demo: Demonstration, visitor: Visitor) -> AsyncIterator[BrowserContext]:
    """A window in which the visitor is signed in."""
    size = {"width": WIDTHS[0], "height": 900}
    context = await browser.new_context(base_url=demo.base_url, viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    if visitor.cookie:
        name = demo.app.config["SESSION_COOKIE_NAME"]
        await context.add_cookies([{"name": name, "value": visitor.cookie, "url": demo.base_url}])
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        await context.close()


class Walk:
    """One person's way through the pages: each kind of page once, whichever case it shows."""

    def __init__(self, demo: Demonstration, visitor: Visitor, pictures: Pictures) -> None:
        self.demo, self.visitor, self.pictures = demo, visitor, pictures
        self.urls = demo.app.url_map.bind("127.0.0.1")
        self.seen: set[str] = set()
        self.tried: set[str] = set()

    async def go(self, page: Page) -> None:
        """Follow links from the addresses that everybody can type, until there is nothing new."""
        page.on("pageerror", lambda error: self._trouble(page.url, str(error)))
        for kind, path in self.visitor.starts:
            await self._look(page, path, kind, at_any_rate=True)
        waiting = deque([*self._plain_addresses(), *self._cases()])
        while waiting:
            path = waiting.popleft()
            kind = self.kind_of(path)
            seen = self.pictures.alike if kind.startswith(ALIKE) else self.seen
            if not kind or kind in seen or path in self.tried:
                continue
            self.tried.add(path)
            links = await self._look(page, path, kind)
            if links:
                seen.add(kind)
                waiting.extend(links)

    def _plain_addresses(self) -> Iterator[str]:
        for rule in self.demo.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.arguments:
                yield rule.rule

    def _cases(self) -> Iterator[str]:
        return (path for trust_id, path in self.demo.states if trust_id == self.visitor.trust_id)

    def kind_of(self, path: str) -> str:
        """What kind of page an address leads to: its view, a case's state, a step's name; empty for none."""
        try:
            endpoint, values = self.urls.match(urlsplit(path).path, method="GET")
        except (HTTPException, RequestRedirect):
            return ""
        if endpoint in IGNORED:
            return ""
        reference = values.get("reference", "")
        words = [str(value) for name, value in values.items() if name in ("transition", "role")]
        if reference and endpoint.endswith(".show"):
            words = [self.demo.states.get((self.visitor.trust_id, urlsplit(path).path), "unknown")]
            words += ["turn"] if reference in self.visitor.turns else []
        return "-".join([endpoint, *words])

    async def _look(self, page: Page, path: str, kind: str, *, at_any_rate: bool = False) -> list[str]:
        """Take pictures of a page, of a refusal only `at_any_rate`; gives the addresses that it leads to."""
        await page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        try:
            answer = await page.goto(path)
        except BrowserError as error:
            if "Download is starting" not in str(error):
                self._trouble(path, str(error).splitlines()[0])
            return []
        if not (at_any_rate or self._is_worth_it(answer, path)):
            return []
        found: list[str] = await page.eval_on_selector_all("a[href]", LINKS)
        await self.pictures.take(page, self.visitor, kind, path, WIDTHS)
        own = self.demo.base_url
        return [link.removeprefix(own) for link in found if link.startswith(f"{own}/")]

    def _is_worth_it(self, answer: Response | None, path: str) -> bool:
        """Whether an answer is a page of its own: neither a refusal nor the sign-in page in its place."""
        if answer is None:
            return False
        if answer.status >= 500:
            self._trouble(path, f"answered {answer.status}")
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return is_page and answer.status < 400 and answer.request.redirected_from is None

    def _trouble(self, path: str, what: str) -> None:
        self.pictures.troubles.append(f"{path} as {self.visitor.name}: {what}")


async def _open_letters(browser: Browser, pictures: Pictures) -> None:
    """A picture of every kind of mail."""
    reader = Visitor(key="mail", name="Mail", what="One of each kind, for each sort of reader")
    context = await browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    for name, html in letters():
        await page.set_content(html)
        await pictures.take(page, reader, name.replace("/", "-"), name, MAIL_WIDTHS)
    await context.close()
