"""Lists that people bring: a stream of rows whose cells go by the name of their column, whatever the file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from workflows.imports.errors import Unreadable
from workflows.imports.text import encoding_of, rows_of_text
from workflows.imports.workbook import (
    AN_OLD_WORKBOOK,
    OLD_WORKBOOK,
    ZIPPED,
    Sheet,
    check_workbook,
    rows_of_workbook,
)

MOST_ROWS: Final = 200_000
"""Rows in one file: four times the schools of the national register."""
LONGEST_CELL: Final = 2_000
"""Characters in one cell: far more than any name or address."""

#: never part of a name: controls, half characters, marks that turn writing round, byte order marks
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NOT_IN_HEADINGS = re.compile(r"[\W_]+")

Cell = str | date
"""Text without space around it, or the date that a spreadsheet keeps as one."""


@dataclass(frozen=True)
class Column:
    """A column that an import understands, by any of the headings it goes by; the first is its name."""

    headings: tuple[str, ...]
    needed: bool = False

    @property
    def name(self) -> str:
        return self.headings[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its number in a spreadsheet, and its cells by the name of their column."""

    number: int
    cells: Mapping[str, Cell]
    #: why the row cannot be used, whatever its cells say
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file whose headings have been understood; `rows` reads it from the start each time."""

    #: position of each known column that the file has, by the column's name
    places: Mapping[str, int]
    #: what to know about the file as a whole
    warnings: tuple[str, ...]
    _lines: Callable[[], Iterator[Sequence[Any]]] = field(repr=False)
    _heading_row: int = 1
    _width: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """The names of the known columns that the file has."""
        return frozenset(self.places)

    def rows(self, *names: str) -> Iterator[Row]:
        """Every row that is not blank, with all its cells or those of these columns.

        Raises Unreadable where the file is damaged or too long.
        """
        places = {name: at for name, at in self.places.items() if name in names or not names}
        count = 0
        for number, line in enumerate(self._lines(), start=1):
            if number <= self._heading_row or all(map(_is_blank, line)):
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable(f"This file has more than {MOST_ROWS:,} rows. Split it into several files.")
            yield self._row(number, line, places)

    def _row(self, number: int, line: Sequence[Any], places: Mapping[str, int]) -> Row:
        if not all(map(_is_blank, line[self._width :])):
            return Row(number, {}, f"It has {len(line)} cells where the headings have {self._width}")
        try:
            return Row(
                number, {name: _cell(line[at]) if at < len(line) else "" for name, at in places.items()}
            )
        except _TooLong as error:
            return Row(number, {}, str(error))


def open_table(content: bytes, columns: Iterable[Column], *, name: str = "") -> Table:
    """Understand the file's encoding and headings. Raises Unreadable with what to do about it."""
    if not content.strip():
        raise Unreadable("This file is empty. Choose another.")
    lines, warnings = _lines_of(content, name)
    number, headings = _first_row(lines())
    width = max(at for at, heading in enumerate(headings, start=1) if heading)
    return Table(_places(headings, tuple(columns)), warnings, lines, number, width)


def _first_row(lines: Iterator[Sequence[Any]]) -> tuple[int, list[str]]:
    for number, line in enumerate(lines, start=1):
        if any(headings := [_plain(cell) for cell in line]):
            return number, headings
    raise Unreadable("This file has no rows. Choose another.")


def _lines_of(content: bytes, name: str) -> tuple[Callable[[], Iterator[Sequence[Any]]], tuple[str, ...]]:
    if content.startswith(OLD_WORKBOOK):
        raise Unreadable(AN_OLD_WORKBOOK)
    if content.startswith(b"%PDF"):
        raise Unreadable("This is a PDF. Choose a CSV file or an Excel workbook (.xlsx).")
    if content.startswith(ZIPPED):
        sheet = check_workbook(content)
        return lambda: rows_of_workbook(content), tuple(_about_workbook(sheet, name))
    encoding, warning = encoding_of(content)
    return lambda: rows_of_text(content, encoding), (warning,) if warning else ()


def _about_workbook(sheet: Sheet, name: str) -> Iterator[str]:
    if name.lower().endswith((".csv", ".txt")):
        yield f"This is an Excel workbook, although its name is {name}. It was read as one."
    if not sheet.is_only:
        yield f"This workbook has several sheets. Only the first, “{_plain(sheet.title)}”, is read."


def _places(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each known column stands. Raises Unreadable if one is missing that is needed, or stands twice."""
    keys = [_key(heading) for heading in headings]
    count = Counter(keys)
    places: dict[str, int] = {}
    for column in columns:
        for heading in map(_key, column.headings):
            if count[heading] > 1:
                raise Unreadable(f"The column “{column.name}” is there {count[heading]} times. Leave one.")
            if heading in count:
                places.setdefault(column.name, keys.index(heading))
    if missing := [column.name for column in columns if column.needed and column.name not in places]:
        raise Unreadable(_missing(missing, headings))
    return places


def _missing(missing: Sequence[str], headings: Sequence[str]) -> str:
    found = ", ".join(f"“{heading[:40]}”" for heading in headings[:8] if heading)
    more = " …" if len(headings) > 8 else ""
    names = " and ".join(f"“{name}”" for name in missing)
    column = "a column" if len(missing) == 1 else "columns"
    return (
        f"The file needs {column} {names}. The first row has to be the headings; it reads {found}{more}. "
        "Add what is missing, then choose the file again."
    )


def _key(heading: str) -> str:
    """A heading without capitals, spaces and marks: “LA (code)” and “la_code” are the same."""
    return _NOT_IN_HEADINGS.sub("", heading).casefold()


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class _TooLong(ValueError):
    """A cell that is no name, number or address, whatever it is."""


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise _TooLong(f"It has a cell of {len(value):,} characters; {LONGEST_CELL:,} is the most")
        is_plain = value.isascii() and value.isprintable() and "  " not in value
        return value.strip() if is_plain else _plain(value)  # most are: there can be millions
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _plain(value)


def _plain(value: Any) -> str:
    """A cell as text on one line, as people would read it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def chunked(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of this many, so that questions to the database can be asked for all of a list."""
    iterator = iter(rows)
    for first in iterator:
        yield [first, *islice(iterator, size - 1)]
