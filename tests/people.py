"""The people of the tests: two small trusts on one installation, and browsers of theirs."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask

from tests.client import Browser
from tests.world import MONDAY, World, build
from workflows.clock import clock_at


@pytest.fixture
def monday() -> Iterator[datetime]:
    """It is a Monday morning in November 2026, in the middle of a half-term."""
    with clock_at(MONDAY):
        yield MONDAY


@pytest.fixture
def harbour(app: Flask, monday: datetime) -> World:
    """The trust of the story: three schools, and somebody of every kind (tests/world.py)."""
    with app.app_context():
        return build("harbour")


@pytest.fixture
def fellside(harbour: World, app: Flask) -> World:
    """Another trust on the same installation, with people of the same names."""
    with app.app_context():
        return build("fellside")


@pytest.fixture
def sign_in_as(app: Flask, harbour: World) -> Callable[..., Browser]:
    """`sign_in_as("priya")` gives a browser of hers; `world=fellside` for somebody of the other trust."""

    def become(name: str, world: World = harbour) -> Browser:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        return browser.sign_in(world.people[name])

    return become
