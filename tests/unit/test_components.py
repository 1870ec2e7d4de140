"""The words for days, times, sizes and numbers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from webapp.components import (
    Days,
    Deadline,
    days,
    file_kind,
    file_size,
    file_title,
    initials,
    join_names,
    plural,
    upper_first,
    url_with,
    written,
)

MONDAY = date(2026, 11, 23)


def words(today: date = MONDAY, zone: str = "Europe/London") -> Days:
    return Days(lambda: today, lambda: ZoneInfo(zone))


def test_a_day_is_told_with_its_weekday_and_without_a_needless_year() -> None:
    assert words().day(date(2026, 11, 27)) == "Friday 27 November"
    assert words().short_day(date(2026, 11, 25)) == "Wed 25 Nov"
    assert words().brief_day(date(2026, 11, 2)) == "2 Nov"


def test_a_day_far_from_now_carries_its_year() -> None:
    assert words().day(date(2027, 7, 2)) == "Friday 2 July 2027"
    assert words().short_day(date(2025, 11, 25)) == "Tue 25 Nov 2025"
    assert words().by_day(date(2027, 9, 1)) == "by 1 September 2027"


def test_the_turn_of_the_year_alone_does_not_bring_the_year_in() -> None:
    assert words().day(date(2027, 1, 11)) == "Monday 11 January"


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (0, "by today"),
        (1, "by tomorrow"),
        (2, "by Wednesday"),
        (4, "by Friday"),
        (6, "by Sunday"),
        (7, "by 30 November"),
        (11, "by 4 December"),
        (-3, "by 20 November"),
    ],
)
def test_a_near_deadline_is_told_by_its_weekday_and_a_far_one_by_its_date(ahead: int, told: str) -> None:
    assert words().by_day(MONDAY + timedelta(days=ahead)) == told


@pytest.mark.parametrize(
    ("due", "late_by", "shown"),
    [
        (date(2026, 11, 22), None, Deadline("1 day late", "late")),
        (date(2026, 11, 19), 2, Deadline("2 days late", "late")),
        (date(2026, 11, 23), None, Deadline("Due today", "soon")),
        (date(2026, 11, 27), None, Deadline("By Friday", "soon")),
        (date(2026, 11, 30), None, Deadline("By 30 November", "plain")),
    ],
)
def test_a_deadline_stands_out_the_more_the_nearer_it_is(
    due: date, late_by: int | None, shown: Deadline
) -> None:
    assert words().deadline(due, late_by) == shown


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_deadline_is_late_exactly_when_its_day_has_passed(today: date, due: date) -> None:
    assert (words(today).deadline(due).tone == "late") == (due < today)


@pytest.mark.parametrize(
    ("hour", "minute", "told"),
    [
        (16, 10, "4:10pm"),
        (9, 0, "9am"),
        (9, 2, "9:02am"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (0, 0, "12am"),
        (0, 5, "12:05am"),
        (23, 59, "11:59pm"),
    ],
)
def test_a_time_is_told_as_people_say_it(hour: int, minute: int, told: str) -> None:
    assert words().clock(datetime(2026, 11, 16, hour, minute, tzinfo=UTC)) == told


def test_moments_are_told_in_the_trusts_own_time() -> None:
    summer_night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert words().moment(summer_night) == "1 July 2026, 12:30am"
    assert words().day(summer_night) == "Wednesday 1 July"
    assert words(zone="UTC").moment(summer_night) == "30 June 2026, 11:30pm"


def test_a_moment_without_a_zone_is_one_of_the_database() -> None:
    assert words().clock(datetime(2026, 6, 30, 8, 0)) == "9am"  # noqa: DTZ001 - SQLite gives such moments


def test_a_visit_is_told_from_when_to_when() -> None:
    start = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    assert words().clock_range(start, start + timedelta(hours=6, minutes=30)) == "9am to 3:30pm"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "no days"),
        (1, "1 day"),
        (3, "3 days"),
        (0.5, "half a day"),
        (Decimal("1.5"), "1½ days"),
        (Decimal("12.50"), "12½ days"),
        (Decimal("2.0"), "2 days"),
        (Decimal("2.25"), "2.25 days"),
        (Decimal(-3), "-3 days"),
        (Decimal("-0.5"), "-½ days"),
        (Decimal("-1.5"), "-1½ days"),
    ],
)
def test_days_are_told_in_halves(number: float | Decimal, told: str) -> None:
    assert days(number) == told


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (214_000, "214 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (1_240_000, "1.2 MB"),
        (9_960_000, "10 MB"),
        (5 * 10**12, "5,000 GB"),
    ],
)
def test_sizes_are_told_in_three_figures_at_most(size: int, told: str) -> None:
    assert file_size(size) == told


def test_a_file_is_told_by_its_name_and_its_kind() -> None:
    assert (file_title("Phonics data.pdf"), file_kind("Phonics data.pdf")) == ("Phonics data", "PDF")
    assert (file_title("notes"), file_kind("notes")) == ("notes", "file")
    assert (file_title(".profile"), file_kind(".profile")) == (".profile", "file")


def test_one_thing_is_singular_and_all_else_is_not() -> None:
    assert plural(1, "school") == "1 school"
    assert plural(0, "school") == "0 schools"
    assert plural(1200, "person", "people") == "1,200 people"


def test_names_are_joined_as_in_a_sentence_and_escaped() -> None:
    assert join_names([]) == ""
    assert join_names(["Ann"]) == "Ann"
    assert join_names(["Ann", "Bo <b>", Markup("<i>Cy</i>")]) == "Ann, Bo &lt;b&gt; and <i>Cy</i>"


def test_initials_are_of_the_first_and_the_last_name() -> None:
    assert initials("Priya Nair") == "PN"
    assert initials("Mary Jane (MJ) Smith") == "MS"
    assert initials("Cher") == "C"
    assert initials("Ann Ann") == "AA"
    assert initials("") == ""


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert upper_first("by Friday") == "By Friday"
    assert upper_first("") == ""


def test_typed_text_keeps_its_lines_and_loses_its_markup() -> None:
    assert written("One\r\ntwo\n\n<b>Three</b>") == "<p>One<br>two</p><p>&lt;b&gt;Three&lt;/b&gt;</p>"
    assert written(None) == ""
    assert written(" \n\n ") == ""


def test_an_address_keeps_what_is_not_changed() -> None:
    with Flask(__name__).test_request_context("/support?state=draft&hub=1&hub=2&after=9"):
        assert url_with(sort="due", after=None) == "/support?state=draft&hub=1&hub=2&sort=due"
        assert url_with(state="", hub="", after="") == "/support"
        assert url_with(state="a&b") == "/support?state=a%26b&hub=1&hub=2&after=9"
