"""Working days are those of the school whose turn it is; its holidays stop the clock."""

from datetime import date

import pytest

from workflows.school_calendar import (
    CENTRAL,
    InsetDay,
    SchoolCalendar,
    Term,
    TrustCalendars,
    academic_year,
    academic_year_name,
    bank_holiday,
)

AUTUMN = Term(
    trust_id=1,
    place_id=1,
    name="Autumn",
    starts_on=date(2026, 9, 2),
    ends_on=date(2026, 12, 18),
    break_starts_on=date(2026, 10, 26),
    break_ends_on=date(2026, 10, 30),
)
SPRING = Term(trust_id=1, place_id=1, name="Spring", starts_on=date(2027, 1, 5), ends_on=date(2027, 3, 25))
YEAR = SchoolCalendar((AUTUMN, SPRING), frozenset({date(2026, 9, 1), date(2027, 1, 4), date(2026, 11, 27)}))


def test_pupils_are_not_in_on_an_inset_day_and_staff_are() -> None:
    assert not YEAR.is_school_day(date(2026, 11, 27))
    assert YEAR.is_working_day(date(2026, 11, 27))


def test_an_inset_day_outside_the_term_is_a_working_day() -> None:
    assert YEAR.is_working_day(date(2026, 9, 1))
    assert YEAR.is_working_day(date(2027, 1, 4))


@pytest.mark.parametrize(
    "day", [date(2026, 10, 28), date(2026, 12, 22), date(2026, 11, 28), date(2026, 12, 25)]
)
def test_nobody_works_in_half_term_in_the_holidays_or_at_a_weekend(day: date) -> None:
    assert not YEAR.is_working_day(day)


def test_five_working_days_from_a_monday_in_term_end_on_the_next_monday() -> None:
    assert YEAR.add_working_days(date(2026, 11, 16), 5) == date(2026, 11, 23)


def test_the_clock_stands_still_over_half_term() -> None:
    assert YEAR.add_working_days(date(2026, 10, 23), 1) == date(2026, 11, 2)


def test_the_clock_stands_still_over_christmas_and_counts_inset() -> None:
    assert YEAR.add_working_days(date(2026, 12, 18), 2) == date(2027, 1, 5)


def test_the_central_team_works_through_half_term_and_not_on_a_bank_holiday() -> None:
    assert CENTRAL.is_working_day(date(2026, 10, 28))
    assert not CENTRAL.is_working_day(date(2026, 12, 28))  # Boxing Day, moved from a Saturday


def test_nought_working_days_moves_a_day_off_to_the_next_working_day() -> None:
    assert YEAR.add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 30)
    assert YEAR.add_working_days(date(2026, 11, 30), 0) == date(2026, 11, 30)


def test_working_days_are_counted_backwards_too() -> None:
    assert YEAR.add_working_days(date(2026, 11, 2), -1) == date(2026, 10, 23)
    assert YEAR.working_days_between(date(2026, 11, 2), date(2026, 10, 23)) == -1


def test_weekdays_count_in_a_year_whose_terms_nobody_has_entered() -> None:
    assert YEAR.is_working_day(date(2029, 8, 15))


def test_six_school_weeks_leave_out_the_holidays() -> None:
    assert YEAR.add_school_weeks(date(2026, 11, 23), 6) == date(2027, 1, 18)


def test_the_next_term_is_the_first_that_begins_later() -> None:
    assert YEAR.term_after(date(2026, 11, 23)) == date(2027, 1, 5)


def test_a_school_uses_its_own_terms_in_the_years_it_has_entered() -> None:
    own = Term(trust_id=1, place_id=7, name="Autumn", starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 11))
    last_year = Term(
        trust_id=1, place_id=1, name="Summer", starts_on=date(2026, 4, 13), ends_on=date(2026, 7, 21)
    )
    calendars = TrustCalendars(1, {1: (AUTUMN, last_year), 7: (own,)}, {1: frozenset({date(2026, 11, 27)})})
    school = calendars.of(7)
    assert not school.is_school_day(date(2026, 9, 3))
    assert school.is_school_day(date(2026, 10, 28))
    assert school.is_school_day(date(2026, 6, 1))
    assert not school.is_school_day(date(2026, 11, 27))
    assert calendars.of(1) is CENTRAL


def test_an_inset_day_of_its_own_replaces_the_trusts_for_that_year() -> None:
    inset = InsetDay(trust_id=1, place_id=7, day=date(2026, 12, 4))
    calendars = TrustCalendars(
        1, {1: (AUTUMN,)}, {1: frozenset({date(2026, 11, 27)}), 7: frozenset({inset.day})}
    )
    assert calendars.of(7).is_school_day(date(2026, 11, 27))
    assert not calendars.of(7).is_school_day(date(2026, 12, 4))


def test_an_academic_year_turns_on_the_first_of_september() -> None:
    assert academic_year(date(2026, 8, 31)) == 2025
    assert academic_year(date(2026, 9, 1)) == 2026
    assert academic_year_name(2026) == "2026/27"
    assert academic_year_name(1999) == "1999/00"


def test_bank_holidays_are_those_of_england_and_wales() -> None:
    assert bank_holiday(date(2026, 8, 31))
    assert not bank_holiday(date(2026, 11, 30))  # St Andrew's Day is Scotland's
