"""Term dates as a calendar shows them."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.dates.school_days import DayKind, kind_of, landmarks, term_name
from workflows.school_calendar import SchoolCalendar, Term

AUTUMN = Term(
    name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18),
    break_starts_on=date(2026, 10, 26), break_ends_on=date(2026, 10, 30),
)  # fmt: skip
SPRING = Term(name="The spring term", starts_on=date(2027, 1, 4), ends_on=date(2027, 3, 25))
CALENDAR = SchoolCalendar((AUTUMN, SPRING), frozenset({date(2026, 9, 1), date(2026, 11, 2)}))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 9, 1), DayKind.INSET),  # the day before term: staff are in
        (date(2026, 9, 2), DayKind.SCHOOL),
        (date(2026, 10, 28), DayKind.HALF_TERM),
        (date(2026, 10, 31), DayKind.WEEKEND),
        (date(2026, 11, 2), DayKind.INSET),
        (date(2026, 12, 21), DayKind.HOLIDAY),
        (date(2026, 12, 25), DayKind.BANK_HOLIDAY),
        (date(2026, 12, 26), DayKind.BANK_HOLIDAY),  # a Saturday too
        (date(2027, 7, 1), DayKind.HOLIDAY),  # of a year that is known, and no term
        (date(2030, 7, 1), DayKind.SCHOOL),  # of a year that nobody has entered
    ],
)
def test_each_day_is_what_it_is_in_that_school(day: date, kind: DayKind) -> None:
    assert kind_of(day, CALENDAR) is kind


def test_landmarks_are_what_begins_ends_or_is_off_in_order() -> None:
    found = [
        (one.title, one.first, one.last) for one in landmarks(CALENDAR, date(2026, 9, 1), date(2026, 12, 27))
    ]

    assert found == [
        ("INSET day", date(2026, 9, 1), date(2026, 9, 1)),
        ("Autumn term begins", date(2026, 9, 2), date(2026, 9, 2)),
        ("Half-term", date(2026, 10, 26), date(2026, 10, 30)),
        ("INSET day", date(2026, 11, 2), date(2026, 11, 2)),
        ("Autumn term ends", date(2026, 12, 18), date(2026, 12, 18)),
        ("Bank holiday: Christmas Day", date(2026, 12, 25), date(2026, 12, 25)),
        ("Bank holiday: Boxing Day", date(2026, 12, 26), date(2026, 12, 26)),
    ]


def test_a_half_term_that_reaches_into_the_time_that_is_shown_is_shown() -> None:
    assert [one.title for one in landmarks(CALENDAR, date(2026, 10, 29), date(2026, 11, 1))] == ["Half-term"]


def test_what_moves_is_another_landmark() -> None:
    moved = Term(name="Autumn", starts_on=date(2026, 9, 3), ends_on=date(2026, 12, 18))
    begins = [
        next(one.code for one in landmarks(SchoolCalendar((term,)), date(2026, 9, 1), date(2026, 9, 30)))
        for term in (AUTUMN, moved)
    ]

    assert len(set(begins)) == 2


def test_a_term_is_called_a_term_once() -> None:
    assert [term_name(one) for one in (AUTUMN, SPRING)] == ["Autumn term", "The spring term"]
