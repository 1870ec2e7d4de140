"""Whatever somebody brings to import, there is a clear outcome and never a fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lists import SCHOOL, as_csv, as_xlsx, register, repacked
from workflows.imports import people_rows, schools
from workflows.imports.errors import Unreadable
from workflows.imports.outcome import Fate
from workflows.imports.people_rows import Asked, Places, asked_for
from workflows.imports.reading import Cell, Row, open_table
from workflows.imports.schools import SchoolImport
from workflows.imports.values import BadCell, code, day, needed, one_of, whole_number, words
from workflows.people import ROLE_LABELS
from workflows.places import Trust

TRUST = Trust(id=1, slug="harbour", name="Harbour")
PLACES = Places(
    trust_id=1,
    names={2: "Saltmarsh Primary", 3: "East hub"},
    schools={"saltmarsh primary": 2, "142001": 2, "twice": None},
    closed=frozenset(),
    hubs={"east hub": 3},
    roles={label.lower(): role for role, label in ROLE_LABELS.items()},
    labels=tuple(ROLE_LABELS.values()),
)
BOOK = as_xlsx(tuple(SCHOOL), tuple(SCHOOL.values()))
ENDS = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"<html"]

cells = st.one_of(
    st.text(max_size=60),
    st.dates().map(lambda one: f"{one:%d/%m/%Y}"),
    st.integers().map(str),
    st.sampled_from(["", "#N/A", "Open", "Primary", "142001", "=1+1", "\x00", "\ud800", "1e400", "٣", "½"]),
)


def outcome_of(content: bytes) -> list[Row] | None:
    """The rows, or None where the file is refused; every refusal says something."""
    try:
        return list(open_table(content, schools.COLUMNS, name="list.csv").rows())
    except Unreadable as refusal:
        return None if str(refusal) else []  # a refusal without a word is as bad as rows from nowhere


@given(st.sampled_from(ENDS), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    outcome_of(start + rest)


@given(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]), st.text(max_size=300))
def test_any_text_below_the_headings_is_read_or_refused(encoding: str, text: str) -> None:
    headings = as_csv(SCHOOL, []).decode()
    outcome_of((headings + text).encode(encoding, errors="replace"))


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(BOOK) - 1))
    cut = data.draw(st.integers(at, min(at + 200, len(BOOK))))
    outcome_of(BOOK[:at] + data.draw(st.binary(max_size=200)) + BOOK[cut:])


ODD_PLACES = ["A1", "ZZZ9", "XFD1048577", "A999999999999"]
ODD_VALUES = ["", "1", "-1", "9" * 30, "1e999", "2026-13-45", "45000.5", "-99999999"]
odd = st.sampled_from([*ODD_PLACES, *ODD_VALUES, "s", "d", "b", "e", "n", "inlineStr", "str"])
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>URN</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>EstablishmentName</t></is></c></row>{}</sheetData></worksheet>'
)


@settings(max_examples=60)
@given(st.lists(st.tuples(odd, odd, odd, odd, odd), max_size=4))
def test_a_workbook_of_odd_cells_is_read_or_refused(drawn: list[tuple[str, ...]]) -> None:
    row = '<row r="{}"><c r="{}" t="{}" s="{}"><v>{}</v></c></row>'
    sheet = SHEET.format("".join(row.format(*one) for one in drawn))
    outcome_of(repacked(BOOK, {"xl/worksheets/sheet1.xml": sheet.encode()}))


@given(st.lists(st.lists(cells, min_size=2, max_size=5), max_size=6))
def test_what_is_written_as_csv_comes_back_row_by_row(rows: list[list[str]]) -> None:
    plain = [["".join(c for c in cell if c.isascii() and c.isprintable()) for cell in row] for row in rows]
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["URN", "EstablishmentName"], *([f"1{row[0]}", row[1]] for row in plain)])

    found = outcome_of(target.getvalue().encode())
    assert found is not None
    assert [dict(row.cells) for row in found] == [
        {"URN": " ".join(f"1{row[0]}".split()), "EstablishmentName": " ".join(row[1].split())}
        for row in plain
    ]


@given(st.one_of(cells, st.dates()))
def test_every_cell_means_something_or_is_a_bad_one(cell: Cell) -> None:
    readers: list[Callable[[Cell], object]] = [
        words,
        needed,
        day,
        partial(whole_number, most=99_999),
        partial(code, digits=4),
        partial(one_of, choices={"open": 1}),
    ]
    for read in readers:
        with suppress(BadCell):
            read(cell)


@given(st.dictionaries(st.sampled_from(sorted(SCHOOL)), cells))
def test_every_school_row_is_new_or_bad_and_a_new_one_fits_its_columns(changed: dict[str, str]) -> None:
    try:
        content = register(changed, encoding="utf-8")
        table = open_table(content, schools.COLUMNS)
        (line,) = SchoolImport(TRUST, table).compare(list(table.rows()))
    except (Unreadable, UnicodeEncodeError):
        return
    if line.fate is Fate.BAD:
        assert all(line.reasons)
        return
    values = line.work.values
    assert line.fate is Fate.NEW
    assert len(line.work.urn) == 6
    assert len(values.get("la_code", "")) in (0, 3)
    assert len(values.get("establishment_number", "")) in (0, 4)
    assert len(values.get("ukprn", "")) in (0, 8)
    assert len(values.get("postcode", "")) <= 10


@given(st.dictionaries(st.sampled_from([column.name for column in people_rows.COLUMNS]), cells))
def test_every_row_about_a_person_is_understood_or_says_why_not(typed: dict[str, str]) -> None:
    asked: Asked = asked_for(Row(2, typed), PLACES, {})
    if not asked.problems:
        assert asked.name
        assert asked.email == asked.email.lower()
        assert asked.email.isascii()
        assert asked.posts_for(())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_real_row_is_never_refused(encoding: str) -> None:
    assert outcome_of(register({}, encoding=encoding))
