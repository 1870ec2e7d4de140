"""Workbooks (XLSX), from anybody: the values of the first sheet, row by row, within limits.

openpyxl parses with defusedxml, as the package makes sure (see `workflows.imports`), so entities are refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from workflows.imports.errors import Unreadable

MOST_UNPACKED: Final = 100_000_000
"""Bytes that a workbook may unpack to: five times what 50,000 people take, and quickly read."""

_MOST_PARTS = 2_000
_BATCH = 500
#: a sheet that was formatted down to its last row has a million blank ones at its end
_MOST_BLANK = 10_000

ZIPPED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"

_KINDS = (
    (
        "xl/workbook.bin",
        "This is a binary workbook (.xlsb). Save it as “Excel workbook (.xlsx)” and choose that.",
    ),
    (
        "content.xml",
        "This is an OpenDocument file. Save it as “Excel workbook (.xlsx)” or as CSV, and choose that.",
    ),
    ("word/document.xml", "This is a Word document. Choose a CSV file or an Excel workbook (.xlsx)."),
)
A_ZIP = "This is a ZIP file. Unpack it, and choose the CSV file that is in it."
AN_OLD_WORKBOOK = (
    "This is an old Excel workbook (.xls) or one with a password. Open it, save it as “Excel workbook "
    "(.xlsx)” without a password, and choose that."
)
BROKEN = (
    "This workbook cannot be read: it is damaged, or was not made by a spreadsheet program. Open it, save it "
    "again as “Excel workbook (.xlsx)” or as “CSV UTF-8”, and choose that."
)


class Sheet(NamedTuple):
    """The sheet that is read, and whether there are others."""

    title: str
    is_only: bool


def check_workbook(content: bytes) -> Sheet:
    """Which sheet will be read. Raises Unreadable for anything but a workbook of a sane size."""
    _check_parts(content)
    try:
        with _quietly():
            book = _opened(content)
            sheet = _first(book)
            return Sheet(str(sheet.title), len(book.worksheets) == 1)
    except Unreadable:
        raise
    except Exception as error:  # a damaged file breaks the parser in any way it likes
        raise Unreadable(BROKEN) from error


def rows_of_workbook(content: bytes) -> Iterator[Sequence[Any]]:
    """Every row of the first sheet as values (of formulas their last result), blank ones too.

    Raises Unreadable where the sheet turns out to be damaged.
    """
    try:
        with _quietly():
            rows = _first(_opened(content)).iter_rows(values_only=True)
        yield from _until_blank(_batched(rows))
    except Unreadable:
        raise
    except Exception as error:  # as above
        raise Unreadable(BROKEN) from error


def _check_parts(content: bytes) -> None:
    """Raise Unreadable before anything is unpacked. Unpacking stops at the sizes that are declared here."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Unreadable(BROKEN) from error
    names = {part.filename.lower() for part in parts}
    for name, problem in _KINDS:
        if name in names:
            raise Unreadable(problem)
    if "xl/workbook.xml" not in names:
        raise Unreadable(A_ZIP)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            f"This workbook unpacks to more than {MOST_UNPACKED // 1_000_000} MB. Save the sheet as "
            "“CSV UTF-8” and choose that."
        )


def _opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _first(book: Any) -> Any:
    """The first sheet in sight; its declared size is ignored, since some programs write a wrong one."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Unreadable("This workbook has no sheet to read. Choose one with a list of rows in it.")
    sheets[0].reset_dimensions()
    return sheets[0]


def _quietly() -> warnings.catch_warnings[None]:
    """What the parser would warn programmers of (a missing style) is nothing to those who import."""
    return warnings.catch_warnings(action="ignore")


def _batched(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    while True:
        with _quietly():
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        yield from batch


def _until_blank(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    blank = 0
    for row in rows:
        blank = 0 if any(cell is not None for cell in row) else blank + 1
        if blank > _MOST_BLANK:
            return
        yield row
