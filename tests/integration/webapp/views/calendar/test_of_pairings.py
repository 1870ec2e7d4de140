"""Who finds a pairing's session in the calendar and in the calendars that diaries fetch, and what it says."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.a_pair import TITLE, signed_pair
from tests.client import main_words
from tests.integration.webapp.views.calendar.conftest import Become, Trust
from tests.pairings import PRIVATE
from tests.world import World
from workflows.database import EVERY_TRUST, scope
from workflows.dates.feeds import FeedKind

SEES = ("sam", "tom")
"""The two."""
SEES_NOT = ("asha", "lena", "priya", "marta", "dan", "lea", "una", "carol", "gita", "ada")
"""Those who look after pairings, the heads of both schools, and everybody else there."""


@pytest.fixture
def session(trust: Trust, app: Flask, harbour: World) -> Trust:
    """Sam of Saltmarsh meets Tom of Gull Rock on Friday."""
    with app.app_context(), scope(EVERY_TRUST):
        signed_pair(harbour).plans()
    return trust


@pytest.mark.parametrize("who", SEES + SEES_NOT)
def test_the_calendar_shows_a_session_to_the_two_and_to_nobody_else(
    session: Trust, sign_in_as: Become, who: str
) -> None:
    browser = sign_in_as(who)
    for page in ("/calendar/list", "/calendar/month?month=2026-11", "/calendar/list?mine=1"):
        found = main_words(browser.get(page))
        assert (TITLE in found) == (who in SEES), page
        assert "Mentoring for" not in found


@pytest.mark.parametrize(
    ("who", "school", "shown"),
    [
        ("sam", "saltmarsh", True), ("priya", "saltmarsh", False), ("dan", "saltmarsh", False),
        ("tom", "gull_rock", True), ("marta", "gull_rock", False), ("lea", "gull_rock", False),
        ("asha", "saltmarsh", False), ("asha", "gull_rock", False), ("lena", "saltmarsh", False),
        ("ada", "saltmarsh", False),
    ],
)  # fmt: skip
def test_a_schools_calendar_has_its_sessions_for_those_who_may_see_them_alone(
    session: Trust, who: str, school: str, *, shown: bool
) -> None:
    path = session.calendar(who, FeedKind.SCHOOL, place_id=session.world.schools[school])
    assert (TITLE in session.shows(path)) == shown


def test_ones_own_calendar_has_it_and_the_trusts_has_it_not(session: Trust) -> None:
    assert session.shows(session.calendar("sam")) == [TITLE]
    assert session.shows(session.calendar("priya")) == []
    assert session.shows(session.calendar("sam", FeedKind.TRUST)) == []


def test_an_event_says_who_meets_and_nothing_of_what_for(session: Trust) -> None:
    for who in ("sam", "tom"):
        whole = session.fetches(session.calendar(who)).text.replace("\r\n ", "")
        assert f"\r\nSUMMARY:{TITLE}\r\n" in whole
        for word in (PRIVATE[:20], "Calmer lessons", "Early reading", "Mentoring for", "MC-2026", "hopes"):
            assert word not in whole
