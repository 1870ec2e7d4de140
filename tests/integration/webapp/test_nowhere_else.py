"""Whatever page, file, feed or search others than the pair open: what the two wrote stands in none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import canary
from tests.canary import PRIVATE
from tests.client import Browser, parsed
from tests.pairs import LOGGED, TO_COACHING, pair_up
from tests.post import round_at, setup
from tests.ways import Ways
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db

OUTSIDERS: Final = ("priya", "dan", "gita", "marta", "una", "asha", "lena", "ada")
MOST: Final = 2
"""Pages of one kind that are opened."""
STARTS: Final = (
    "/",
    "/pairings",
    "/directory/people",
    "/calendar",
    "/mailbox",
    "/administration",
    "/openings",
)
HERON: Final = "heron"
"""Another of the private words: what is searched for stands on the page that is searched."""
NO_PAGES: Final = ("/static/", "/pairings/shared/")
"""Of an entry that is shown to somebody, nothing is hidden from them."""


@pytest.fixture
def written(app: Flask, harbour: World) -> World:
    """Two pairings: one that has gone all the way to coaching, one that has just begun; mails have left."""
    with app.app_context():
        for path in (TO_COACHING, LOGGED):
            pair_up(harbour, path)
        with clock_at(MONDAY):
            round_at(MONDAY, setup())
        db.session.rollback()
    return harbour


def crawl(browser: Browser) -> Iterator[tuple[str, TestResponse]]:
    """Every kind of page that links lead to, with what each search finds and each list gives as a file."""
    ways = Ways({}, MOST)
    for start in STARTS:
        ways.add(start, "/")
    for address in ways:
        if not address.startswith(NO_PAGES):
            answer = browser.get(address)
            yield address, answer
            if answer.mimetype == "text/html" and answer.status_code == 200:
                _follow(ways, address, answer)


def _follow(ways: Ways, address: str, page: TestResponse) -> None:
    for element in parsed(page).iter():
        if element.tag == "a" and element.get("href"):
            link = str(element.get("href")).removeprefix("http://127.0.0.1:8000")
            ways.add(link.replace("webcal://127.0.0.1:8000", ""), address)
        if element.tag == "input" and element.get("type") in ("search", "text") and element.get("name"):
            ways.add(f"{urlsplit(address).path}?{element.get('name')}={HERON}", address)


def contents(answer: TestResponse) -> Iterator[bytes]:
    """What an answer holds; of a spreadsheet, what is packed in it."""
    yield answer.data
    if answer.data.startswith(b"PK"):
        with ZipFile(BytesIO(answer.data)) as packed:
            yield from map(packed.read, packed.namelist())


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_but_the_pair_comes_upon_their_words(
    written: World, sign_in_as: Callable[..., Browser], who: str
) -> None:
    seen = dict(crawl(sign_in_as(who)))

    found = [address for address, answer in seen.items() if any(map(canary.is_in, contents(answer)))]
    assert found == []
    assert len([one for one in seen.values() if one.status_code == 200]) > 10
    if who in ("asha", "lena"):  # they were there, and saw its outline
        assert any("/pairings/MC-" in address for address in seen)
    else:
        assert not [
            address
            for address, answer in seen.items()
            if "/pairings/MC-" in address and answer.status_code == 200
        ]


def test_the_pair_themselves_do_come_upon_them(written: World, sign_in_as: Callable[..., Browser]) -> None:
    """Otherwise the test above would prove nothing."""
    for who in ("sam", "tom"):
        pages = [address for address, answer in crawl(sign_in_as(who)) if canary.is_in(answer.data)]
        assert pages
        assert all(page.startswith("/pairings/") for page in pages), pages


def test_an_address_that_is_guessed_opens_nothing(written: World, sign_in_as: Callable[..., Browser]) -> None:
    for who in ("priya", "dan", "gita", "una", "ada"):
        browser = sign_in_as(who)
        for number in (1, 2):
            for step in ("", "/log_session", "/write_contract", "/rate_goals", "/share", "/record"):
                answer = browser.get(f"/pairings/MC-2026-000{number}{step}")
                assert answer.status_code == 404
                assert not canary.is_in(answer.data)
        assert PRIVATE not in browser.get("/pairings/shared/99").text


@pytest.mark.parametrize("command", [("workflows",), ("audit", "verify"), ("backup",)])
def test_no_command_says_or_writes_them(
    app: Flask, written: World, command: tuple[str, ...], tmp_path: object
) -> None:
    """What commands say, and the files they leave, is looked through after every test."""
    target = [f"{tmp_path}/backup.tgz"] if command == ("backup",) else []
    result = app.test_cli_runner().invoke(args=[*command, *target])

    assert result.exit_code == 0, result.output
