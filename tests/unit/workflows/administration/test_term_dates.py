"""Term dates: what is wrong is said in a sentence beside its field."""

from dataclasses import replace
from datetime import date

import pytest

from workflows.administration.term_dates import TermDates, YearDates, bank_holidays, shifted
from workflows.details import InvalidDetails

GOOD = YearDates(
    2026,
    (
        TermDates(
            starts_on=date(2026, 9, 2),
            break_starts_on=date(2026, 10, 26),
            break_ends_on=date(2026, 10, 30),
            ends_on=date(2026, 12, 18),
        ),
        TermDates(
            starts_on=date(2027, 1, 4),
            break_starts_on=date(2027, 2, 15),
            break_ends_on=date(2027, 2, 19),
            ends_on=date(2027, 3, 25),
        ),
        TermDates(
            starts_on=date(2027, 4, 12),
            break_starts_on=date(2027, 5, 31),
            break_ends_on=date(2027, 6, 4),
            ends_on=date(2027, 7, 20),
        ),
    ),
    (date(2026, 9, 1), date(2027, 7, 21)),
)


def with_term(number: int, **changes: date | None) -> YearDates:
    terms = list(GOOD.terms)
    terms[number] = replace(terms[number], **changes)
    return replace(GOOD, terms=tuple(terms))


def test_a_usual_year_is_accepted() -> None:
    assert GOOD.problems() == {}


def test_a_term_may_be_without_a_break() -> None:
    assert with_term(1, break_starts_on=None, break_ends_on=None).problems() == {}


@pytest.mark.parametrize(
    ("dates", "field", "sentence"),
    [
        (with_term(0, starts_on=None), "autumn_starts_on", "Enter the day on which the autumn term starts"),
        (
            with_term(0, ends_on=date(2026, 9, 1)),
            "autumn_ends_on",
            "The autumn term must end after it starts, on Wednesday 2 September 2026",
        ),
        (
            with_term(1, starts_on=date(2026, 12, 16)),
            "spring_starts_on",
            "The spring term must start after the autumn term ends, on Friday 18 December 2026",
        ),
        (
            with_term(0, starts_on=date(2026, 8, 31)),
            "autumn_starts_on",
            "The autumn term starts outside 2026/27: "
            "choose a day from Tuesday 1 September 2026 to Tuesday 31 August 2027",
        ),
        (
            with_term(2, ends_on=date(2028, 7, 20)),
            "summer_ends_on",
            "The summer term ends outside 2026/27: "
            "choose a day from Tuesday 1 September 2026 to Tuesday 31 August 2027",
        ),
        (
            with_term(0, starts_on=date(2026, 9, 5)),
            "autumn_starts_on",
            "The autumn term cannot start on Saturday 5 September 2026, which is a Saturday",
        ),
        (
            with_term(1, ends_on=date(2027, 3, 26)),
            "spring_ends_on",
            "The spring term cannot end on Friday 26 March 2027, which is a bank holiday (Good Friday)",
        ),
        (
            with_term(0, break_ends_on=None),
            "autumn_break_ends_on",
            "Enter the last day of the autumn half-term break",
        ),
        (
            with_term(0, break_starts_on=None),
            "autumn_break_starts_on",
            "Enter the first day of the autumn half-term break",
        ),
        (
            with_term(0, break_ends_on=date(2026, 10, 25)),
            "autumn_break_ends_on",
            "The autumn half-term break must not end before it starts",
        ),
        (
            with_term(1, break_starts_on=date(2027, 1, 4)),
            "spring_break_starts_on",
            "The spring half-term break must lie inside the term, "
            "between Monday 4 January 2027 and Thursday 25 March 2027",
        ),
        (
            with_term(1, break_ends_on=date(2027, 3, 25)),
            "spring_break_ends_on",
            "The spring half-term break must lie inside the term, "
            "between Monday 4 January 2027 and Thursday 25 March 2027",
        ),
        (
            replace(GOOD, inset=(date(2026, 9, 5),)),
            "inset",
            "Saturday 5 September 2026 is a Saturday: choose a working day",
        ),
        (
            replace(GOOD, inset=(date(2026, 12, 25),)),
            "inset",
            "Friday 25 December 2026 is a bank holiday (Christmas Day): choose a working day",
        ),
        (
            replace(GOOD, inset=(date(2026, 9, 1), date(2026, 9, 1))),
            "inset",
            "Tuesday 1 September 2026 is entered twice",
        ),
        (replace(GOOD, inset=(date(2025, 9, 1),)), "inset", "Monday 1 September 2025 is outside 2026/27"),
        (
            replace(GOOD, inset=tuple(date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16))),
            "inset",
            "Enter 10 INSET days at most",
        ),
    ],
)
def test_a_wrong_date_is_named_in_a_sentence(dates: YearDates, field: str, sentence: str) -> None:
    assert dates.problems() == {field: sentence}


def test_two_wrong_terms_are_told_of_together() -> None:
    dates = replace(
        GOOD,
        terms=(
            replace(GOOD.terms[0], ends_on=None),
            replace(GOOD.terms[1], ends_on=date(2027, 1, 1)),
            GOOD.terms[2],
        ),
    )

    with pytest.raises(InvalidDetails) as refusal:
        dates.check()
    assert set(refusal.value.problems) == {"autumn_ends_on", "spring_ends_on"}


def test_a_year_is_copied_to_the_same_weekdays_of_the_next() -> None:
    moved = shifted(GOOD)

    assert moved.year == 2027
    assert moved.terms[0].starts_on == date(2027, 9, 1)
    assert moved.terms[2].ends_on == date(2028, 7, 18)
    assert [day.weekday() for day in moved.inset] == [day.weekday() for day in GOOD.inset]


def test_a_copied_day_never_falls_into_the_year_before() -> None:
    moved = shifted(replace(GOOD, inset=(date(2026, 9, 1),)))

    assert moved.inset == (date(2027, 9, 7),)


def test_the_bank_holidays_of_a_year_are_listed_in_order() -> None:
    days = bank_holidays(2026)

    assert days[0] == (date(2026, 12, 25), "Christmas Day")
    assert days == sorted(days)
    assert (date(2027, 3, 26), "Good Friday") in days
