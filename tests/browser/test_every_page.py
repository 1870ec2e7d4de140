"""Every page that the people of the story can reach, in a browser wide and narrow, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page, Response
from sqlalchemy import select
from werkzeug.test import TestResponse

from config import Settings
from tests.application import application
from tests.client import Browser, parsed
from tests.pressing import sent_by
from tests.serving import Time
from tests.ways import Ways
from webapp.demo.people import PARTS
from workflows.cases import Case
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person

PEOPLE: Final = [part.email.partition("@")[0] for part in PARTS]
MAIN_PAGES: Final = (
    "/",
    "/support",
    "/support/new",
    "/pairings",
    "/visits",
    "/visits/offers",
    "/sessions",
    "/meetings",
    "/library",
    "/actions",
    "/calendar",
    "/directory",
    "/account",
)
FOR_STRANGERS: Final = {
    "/sign-in": 200,
    "/forgotten-password": 200,
    "/forgotten-password/sent": 200,
    "/welcome/no-such-link": 404,
    "/help": 200,
    "/nowhere": 404,
}
SAYING_NO: Final = {
    "/nowhere": 404,
    "/sign-out": 405,
    "/support/%00": 404,
    "/typed/throw-away?form=/support/new": 200,
}
DOWNLOADS: Final = re.compile(r"/files/\d+$|/download$|/pdf$|\.pdf$|\.(csv|xlsx)$")
MOST_PER_KIND: Final = 4
"""How many pages of one kind each person asks for without a browser; in it, one of each is looked at."""


@pytest.fixture
def states(demo_settings: Settings) -> dict[str, str]:
    """The state of every case of the demo, by its reference."""
    with application(demo_settings) as app, app.app_context(), scope(EVERY_TRUST):
        return {row.reference: row.state for row in db.session.execute(select(Case.reference, Case.state))}


def person(app: Flask, who: str) -> Person:
    """Somebody of the story."""
    with app.app_context(), scope(EVERY_TRUST):
        found = db.session.scalars(select(Person).where(Person.email.startswith(f"{who}@"))).one()
        db.session.remove()
    return found


def ways_of(app: Flask, who: str, states: dict[str, str], *, most: int) -> Ways:
    """Where somebody begins: on Today, and with their own school, whose page has more on it than others."""
    ways = Ways(states, most=most)
    ways.add("/", "/")
    school_id = person(app, who).school_id
    if school_id is not None:
        ways.add(f"/directory/schools/{school_id}", "/")
    return ways


# In a browser


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_sound_wide_and_narrow(
    who: str,
    demo: Flask,
    states: dict[str, str],
    open_demo: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    shapes: Path,
) -> None:
    page = open_demo()
    faults = Faults(page)
    become(page, who)
    ways = ways_of(demo, who, states, most=1)
    for address in ways:
        if DOWNLOADS.search(urlsplit(address).path):
            continue
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            faults.add([f"{answer and answer.status}, linked from {ways.linked_from[address]}"])
        for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            ways.add(href, address)
        is_new = is_of_new_shape(page, shapes)
        faults.add(axe(page) if is_new else [])
        page.set_viewport_size({"width": 320, "height": 800})
        if is_new:
            page.reload()
            faults.add(axe(page))
        faults.add(too_wide(page))
        faults.add(wrong_headings(page))
    assert len(ways.kinds) > 10
    assert faults.found == []


@dataclass
class Faults:
    """What is wrong with the pages seen so far."""

    page: Page
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._check_answer)
        self.page.on("console", self._check_console)

    def add(self, faults: list[str]) -> None:
        self.found += [f"{self.page.url}: {fault}" for fault in faults]

    def _check_console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.add([f"console: {said.text}"])

    def _check_answer(self, answer: Response) -> None:
        if answer.status >= 400:
            self.found.append(f"{answer.url}: {answer.status}, from {self.page.url}")


def become(page: Page, who: str) -> None:
    """Sign in as one of the people of the story, as a visitor of the demo does."""
    page.goto("/sign-in")
    name = who.replace(".", " ").title()
    page.get_by_role("button", name=name).click()
    page.wait_for_url("/")


@pytest.fixture(scope="session")
def shapes(demo_folder: Path) -> Path:
    """Names the shapes of the pages that axe has looked at in this run, whoever's and whichever process's."""
    folder = demo_folder.parent / "shapes"
    folder.mkdir(exist_ok=True)
    return folder


def is_of_new_shape(page: Page, shapes: Path) -> bool:
    """Whether no page made of the same parts has been looked at: others differ in their words alone.

    Parts are elements with all that style and assistive technology go by; like ones in a row count once.
    """
    shape: str = page.evaluate(
        """() => {
            const told = /^(class|role|type|scope|open|hidden|disabled|checked|aria-(?!label$).*)$/
            const says = one => told.test(one.name) && !/[0-9]/.test(one.value) ? one.value : ""
            const shape = one => {
                const within = [...one.children].map(shape)
                const marks = [...one.attributes].map(mark => mark.name + says(mark))
                const words = [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim())
                return one.tagName + marks.sort() + words
                    + "(" + within.filter((part, place) => part !== within[place - 1]) + ")"
            }
            return shape(document.body)
        }"""
    )
    try:
        (shapes / sha256(shape.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def too_wide(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    wide: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= width) return []
            const beyond = [...document.querySelectorAll("body *")].filter(
                one => one.getBoundingClientRect().right > width + 1)
            return ["wider than its window: " + (beyond.at(-1) ?? document.body).outerHTML.slice(0, 200)]
        }"""
    )
    return wide


def wrong_headings(page: Page) -> list[str]:
    headings = page.locator("h1").all_inner_texts()
    return [] if len(headings) == 1 else [f"main headings: {headings}"]


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_for_strangers_and_pages_that_say_no_are_sound(
    width: int, open_demo: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    stranger, priya = open_demo(width=width), open_demo(width=width)
    become(priya, "priya.nair")
    faults: list[str] = []
    for page, addresses in ((stranger, FOR_STRANGERS), (priya, SAYING_NO)):
        for address, status in addresses.items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == status, address
            faults += axe(page) + too_wide(page) + wrong_headings(page)
    assert faults == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_main_pages_are_whole_with_text_twice_as_large(
    width: int, demo: Flask, open_demo: Callable[..., Page]
) -> None:
    page = open_demo(width=width)
    become(page, "priya.nair")
    for address in MAIN_PAGES:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert too_wide(page) + cut_off(page) == [], address


def cut_off(page: Page) -> list[str]:
    """Words that do not fit into what holds them and cannot be scrolled to."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, nav *")].filter(one => {
            const style = getComputedStyle(one)
            const hides = ["hidden", "clip"].includes(style.overflowX) && style.position !== "absolute"
            return hides && one.innerText && one.scrollWidth > one.clientWidth + 1
        }).map(one => "cut off: " + one.outerHTML.slice(0, 200))"""
    )
    return found


# Without scripts


@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_leads_to_a_page_without_scripts_too(
    who: str, demo_settings: Settings, states: dict[str, str], time: Time
) -> None:
    faults: list[str] = []
    with application(demo_settings) as app, clock_at(time.moment):
        browser = app.test_client()
        assert isinstance(browser, Browser)
        browser.sign_in(person(app, who).id)
        ways = ways_of(app, who, states, most=MOST_PER_KIND)
        for address in ways:
            with closing(browser.get(address)) as answer:
                faults += _problems_with(answer, address, ways)
    assert len(ways.kinds) > 10
    assert faults == []


def _problems_with(answer: TestResponse, address: str, ways: Ways) -> Iterator[str]:
    """What is wrong with an answer; the links on it, and its questions as they stand, are ways on."""
    if answer.status_code != 200:
        where = f" to {answer.location}" if answer.location else ""
        yield f"{address}: {answer.status_code}{where}, linked from {ways.linked_from[address]}"
    elif answer.mimetype == "text/html":
        page = parsed(answer)
        ids = {one.get("id") for one in page.iter()}
        for link in page.iter("a"):
            href = link.get("href", "")
            ways.add(href, address)
            if href.startswith("#") and href[1:] not in ids:
                yield f"{address}: nothing there is called {href}"
        for form in page.iter("form"):
            if form.get("method", "get") == "get":
                ways.add(f"{form.get('action') or address}?{urlencode(sent_by(form))}", address)
