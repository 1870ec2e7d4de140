"""Dates in words: one day or several, winter and summer, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.world import MONDAY
from webapp.views.dates.words import clashes_in_words, span_in_words
from workflows.clock import clock_at
from workflows.dates.clashes import Clash, Hindrance
from workflows.dates.details import Span


def utc(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


MEETING = Span(utc(11, 27, 15, 30), utc(11, 27, 16, 30))
THREE_DAYS = Span(utc(11, 27), utc(11, 30), all_day=True)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock_at(MONDAY):
        yield


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (MEETING, "Friday 27 November, 3:30pm to 4:30pm"),
        (Span(utc(11, 27, 12), utc(11, 27, 13)), "Friday 27 November, midday to 1pm"),
        (Span(utc(11, 27), utc(11, 28), all_day=True), "Friday 27 November, all day"),
        (THREE_DAYS, "Friday 27 November to Sunday 29 November"),
        (
            Span(utc(6, 16, 8, year=2027), utc(6, 16, 9, year=2027)),
            "Wednesday 16 June 2027, 9am to 10am",
        ),
        (
            Span(utc(6, 15, 23, year=2027), utc(6, 16, 23, year=2027), all_day=True),
            "Wednesday 16 June 2027, all day",
        ),
        (
            Span(utc(11, 27, 22), utc(11, 28, 1)),
            "Friday 27 November, 10pm to Saturday 28 November, 1am",
        ),
    ],
)
def test_a_time_is_said_as_people_say_it(span: Span, words: str) -> None:
    assert span_in_words(span) == words


def test_somebody_is_busy_when_they_are_and_the_day_is_said_where_it_could_be_another() -> None:
    busy = Clash(Hindrance.BUSY, "Tom Achebe", 7, MEETING)
    always = Clash(Hindrance.BUSY, "Tom Achebe", 7, THREE_DAYS)
    assert clashes_in_words([busy], 1, MEETING) == [
        "Tom Achebe is already asked to something from 3:30pm to 4:30pm."
    ]
    assert clashes_in_words([busy], 7, THREE_DAYS) == [
        "You are already asked to something from 3:30pm to 4:30pm on Friday 27 November."
    ]
    assert clashes_in_words([always], 7, MEETING) == [
        "You are already asked to something from Friday 27 November to Sunday 29 November."
    ]


def test_the_same_is_not_said_twice() -> None:
    busy = Clash(Hindrance.BUSY, "Tom Achebe", 7, MEETING)
    assert len(clashes_in_words([busy, busy], 1, MEETING)) == 1
