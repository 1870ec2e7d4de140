"""What cells mean."""

from datetime import date

import pytest

from workflows.imports.values import BadCell, code, day, needed, one_of, plain_word, whole_number, words


@pytest.mark.parametrize(
    "written",
    ["01-09-2026", "1-9-2026", "01/09/2026", "1/9/2026", "01.09.2026", "2026-09-01", "01/09/2026 00:00",
     "2026-09-01 00:00:00", date(2026, 9, 1)],
)  # fmt: skip
def test_dates_are_read_day_first_however_they_are_written(written: str | date) -> None:
    assert day(written) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "written", ["31-02-2026", "09/31/2026", "1/9/26", "1 September 2026", "00/00/0000", "01-09-0026", "46266"]
)
def test_what_is_no_date_or_could_be_two_is_refused(written: str) -> None:
    with pytest.raises(BadCell, match="not a date such as 01-09-2026"):
        day(written)


def test_an_empty_cell_is_no_date_and_no_number() -> None:
    assert (day(""), whole_number("", 10), code("", 4)) == (None, None, "")


@pytest.mark.parametrize(("written", "number"), [("210", 210), ("1,210", 1210), ("210.0", 210), ("0", 0)])
def test_whole_numbers_are_read_as_spreadsheets_write_them(written: str, number: int) -> None:
    assert whole_number(written, 99_999) == number


@pytest.mark.parametrize("written", ["-1", "2.5", "1,21", "1e3", "²", "١٢", "99999999999", "100000"])
def test_other_numbers_are_refused(written: str) -> None:
    with pytest.raises(BadCell, match="not a whole number up to 99,999"):
        whole_number(written, 99_999)


def test_codes_keep_the_noughts_that_spreadsheets_drop() -> None:
    assert (code("42", 4), code("0042", 4), code("1", 3)) == ("0042", "0042", "001")


@pytest.mark.parametrize("written", ["12345", "A123", "１２", "-1"])  # noqa: RUF001 - full-width digits
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(BadCell, match="not a number of 4 digits"):
        code(written, 4)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_an_error_of_the_spreadsheet_is_no_text(error: str) -> None:
    with pytest.raises(BadCell, match="an error of the spreadsheet"):
        words(error)


def test_needed_cells_must_not_be_empty() -> None:
    with pytest.raises(BadCell, match="is empty"):
        needed("")


def test_a_word_is_known_whatever_its_capitals_and_marks() -> None:
    assert one_of("ALL  THROUGH", {plain_word("All-through"): 1}) == 1


def test_an_unknown_word_is_told_but_not_at_length() -> None:
    with pytest.raises(BadCell, match="…”, which is not a word"):
        one_of("x" * 500, {})
