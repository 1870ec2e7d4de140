"""Lists as files: what a spreadsheet opens is what was meant, and never a formula."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from webapp.exports import as_csv, as_xlsx, plain

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "  =1+1"]  # noqa: RUF001


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_is_text(text: str) -> None:
    assert plain(text) == f"'{text}"
    (row,) = list(csv.reader(io.StringIO(as_csv(["A"], [[text]]).decode("utf-8-sig"))))[1:]
    assert row[0].startswith("'")


@pytest.mark.parametrize("cell", ["Early reading", "a=b", "O'Brien", "", "  words", 3, -3.5, None])
def test_anything_else_stays_as_it_is(cell: object) -> None:
    assert plain(cell) == ("" if cell is None else cell)


def test_csv_says_its_encoding_to_excel_and_quotes_what_needs_it() -> None:
    content = as_csv(["Title", "On"], [["Zoë, “phonics”\nand more", date(2026, 11, 7)]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["Title", "On"],
        ["Zoë, “phonics”\nand more", "07/11/2026"],
    ]


def test_xlsx_keeps_dates_as_dates_and_numbers_as_numbers() -> None:
    content = as_xlsx(
        ["Title", "On", "Days"], [["=cmd()", date(2026, 11, 7), 2.5], ["http://x.example", None, 0]]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][0] == "'=cmd()"
    assert rows[0][1].date() == date(2026, 11, 7)
    assert rows[0][2] == 2.5
    assert sheet["A3"].hyperlink is None
