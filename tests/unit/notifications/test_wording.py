"""How dates, numbers and people's own words read."""

from __future__ import annotations

from datetime import date, time

import pytest

from notifications import wording
from workflows.clock import local
from workflows.dates.details import Span


def test_a_day_is_said_as_people_say_it() -> None:
    assert wording.day(date(2026, 11, 27)) == "Friday 27 November"
    assert wording.day("2026-11-02") == "Monday 2 November"


def span(first: date, starts: time, last: date, ends: time, *, all_day: bool = False) -> Span:
    return Span(local(first, starts), local(last, ends), all_day)


FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
MIDNIGHT, HALF_PAST_NINE, SIX = time(0, 0), time(9, 30), time(18, 0)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (span(FRIDAY, HALF_PAST_NINE, FRIDAY, SIX), "Friday 27 November, 9:30am to 6pm"),
        (
            span(FRIDAY, SIX, SATURDAY, HALF_PAST_NINE),
            "Friday 27 November, 6pm to Saturday 28 November, 9:30am",
        ),
        (span(FRIDAY, MIDNIGHT, SATURDAY, MIDNIGHT, all_day=True), "Friday 27 November, all day"),
        (
            span(FRIDAY, MIDNIGHT, MONDAY, MIDNIGHT, all_day=True),
            "Friday 27 November to Sunday 29 November, all day",
        ),
        (
            span(date(2027, 6, 18), HALF_PAST_NINE, date(2027, 6, 18), SIX),
            "Friday 18 June 2027, 9:30am to 6pm",
        ),
    ],
)
def test_from_when_until_when_is_said_in_londons_time(given: Span, words: str) -> None:
    assert wording.span(given, date(2026, 11, 16)) == words


def test_when_something_begins_is_a_time_or_a_day() -> None:
    assert wording.begins(span(FRIDAY, HALF_PAST_NINE, FRIDAY, SIX)) == "Friday 27 November at 9:30am"
    whole = span(FRIDAY, MIDNIGHT, SATURDAY, MIDNIGHT, all_day=True)
    assert wording.begins(whole) == "Friday 27 November"


@pytest.mark.parametrize(
    ("number", "words"), [(0.5, "half a day"), (1, "1 day"), (2.5, "2.5 days"), (4.0, "4 days")]
)
def test_days_are_counted_in_words(number: float, words: str) -> None:
    assert wording.days(number) == words


def test_text_is_cut_at_a_word_and_says_so() -> None:
    assert wording.short("one two three", 9) == "one two…"
    assert wording.short("one two three") == "one two three"
    assert wording.short("x" * 20, 5) == "xxxxx…"


def test_own_words_are_one_paragraph_whatever_they_hold() -> None:
    assert wording.quoted("First.\r\n\r\nSecond.\x00") == "> First. Second."
    assert wording.quoted("  \n ") == ""


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([], ""),
        (["Asha"], "Asha"),
        (["Asha", "Tom"], "Asha and Tom"),
        (["Asha", "Tom", "Una"], "Asha, Tom and Una"),
        (["Asha", "Tom", "Una", "Lea", "Sam"], "Asha, Tom and 3 others"),
    ],
)
def test_people_are_named_until_there_are_many(people: list[str], words: str) -> None:
    assert wording.names(people) == words


def test_things_are_counted_with_their_noun() -> None:
    assert wording.count(1, "thing") == "1 thing"
    assert wording.count(2, "piece") == "2 pieces"
    assert wording.count(3, "person", "people") == "3 people"
