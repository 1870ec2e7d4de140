"""Months as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from webapp.views.calendar import grids
from workflows.dates.queries import DateLine
from workflows.school_calendar import CENTRAL

TODAY = date(2026, 11, 22)


def line(first: datetime, last: datetime) -> DateLine:
    return DateLine(
        id=1, title="A date", starts_at=first, ends_at=last, all_day=False, place="", link="", kind="support",
        reference="SR-2026-0001", answer=None, sees_case=True,
    )  # fmt: skip


def test_weeks_begin_on_monday_and_hold_the_days_of_their_month_alone() -> None:
    month = grids.month_of(date(2026, 11, 1), CENTRAL, today=TODAY)

    assert [len(week) for week in month.weeks] == [7] * 6
    assert month.weeks[0][:6] == (None,) * 6
    assert [day.on.day for day in month.days] == list(range(1, 31))
    assert [day.on for day in month.days if day.is_today] == [TODAY]
    assert month.code == "2026-11"


def test_a_date_is_on_each_day_from_its_first_to_its_last_in_london() -> None:
    # From half past midnight in London's summer, which is the evening before in UTC, until midnight.
    late = line(datetime(2026, 6, 2, 23, 30, tzinfo=UTC), datetime(2026, 6, 4, 23, 0, tzinfo=UTC))
    month = grids.month_of(date(2026, 6, 1), CENTRAL, today=TODAY, dates=[late])

    assert [day.on.day for day in month.days if day.dates] == [3, 4]
    assert [day.count for day in month.days if day.dates] == [1, 1]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_school_year_is_twelve_months_from_september(year: int) -> None:
    first, last = grids.year_span(year)
    months = grids.months_in(year)

    assert (first, last) == (date(year, 9, 1), date(year + 1, 8, 31))
    assert months[0] == first
    assert [day for month in months for day in grids.days_in(month)][-1] == last
    assert [grids.month_before(one) for one in months[1:]] == months[:-1]


def test_what_a_day_is_stands_in_words_beside_its_looks() -> None:
    december = grids.month_of(date(2026, 12, 1), CENTRAL, today=TODAY)
    christmas = next(day for day in december.days if day.on.day == 25)

    assert (christmas.style, christmas.note) == ("bank", "Bank holiday: Christmas Day")
    for day in december.days:
        assert day.note or day.style in ("school", "weekend")
