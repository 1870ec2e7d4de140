"""Files of text with a row a line: which encoding, which separator, and one row after the other."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, TextIOWrapper

from workflows.imports.errors import Unreadable

_CHUNK = 1 << 20
_SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: what no text has: control characters other than tabs, line ends and the end mark of old systems
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
#: letters beyond ASCII as UTF-8 writes them, which Windows text has by accident only
_UTF8_LETTERS = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>[,;|\t])"?\s*', re.IGNORECASE)

NOT_TEXT = (
    "This is not a file of text. Open it in the program that made it, save it as “CSV UTF-8”, "
    "and choose that file."
)
WEB_PAGE = (
    "This is a web page, not a list. Perhaps it was saved in place of the download: sign in there, "
    "download the CSV file again, and choose that."
)
NOT_WHOLE = (
    "Some letters in this file were damaged before it came here, so names may look wrong below. "
    "If they do, export it again as “CSV UTF-8”."
)
AS_WINDOWS = "This file is not in UTF-8. It was read as Windows text: look at names with accents below."


def encoding_of(content: bytes) -> tuple[str, str]:
    """The encoding of the text, and a warning where it was guessed. Raises Unreadable if it has none."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            if not _decodes(content, encoding):
                raise Unreadable(NOT_TEXT)
            return encoding, ""
    if _decodes(content, "utf-8-sig"):
        return "utf-8-sig", ""
    if _decodes(content, "cp1252"):
        return "cp1252", NOT_WHOLE if _UTF8_LETTERS.search(content) else AS_WINDOWS
    raise Unreadable(NOT_TEXT)


def rows_of_text(content: bytes, encoding: str) -> Iterator[Sequence[str]]:
    """Every row, blank ones too. Raises Unreadable at the first after which nothing can be trusted."""
    lines = TextIOWrapper(BytesIO(content), encoding, newline="")
    separator, is_told = _separator_of(content, encoding)
    if is_told:
        lines.readline()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007 - told when reading stops
            yield row
    except csv.Error as error:
        raise Unreadable(_what_is_wrong(error, number + 1)) from error


def _decodes(content: bytes, encoding: str) -> bool:
    """Whether all of it is text in this encoding, looked at in pieces so that no second copy is made."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _CHUNK):
            if _CONTROL.search(decoder.decode(content[start : start + _CHUNK])):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _separator_of(content: bytes, encoding: str) -> tuple[str, bool]:
    """What stands between cells, and whether a first line of its own says so (as spreadsheets write it)."""
    with TextIOWrapper(BytesIO(content), encoding) as lines:
        for line in lines:
            if told := _SEPARATOR_LINE.fullmatch(line):
                return told["separator"], True
            if line.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
                raise Unreadable(WEB_PAGE)
            if line.strip():
                return max(_SEPARATORS, key=line.count), False
    return ",", False


def _what_is_wrong(error: csv.Error, row: int) -> str:
    if "field limit" in str(error):
        return (
            f"Row {row} has a cell of more than {csv.field_size_limit():,} characters. Perhaps a quotation "
            "mark is missing there or in a row before. Correct it, then choose the file again."
        )
    return (
        f"Row {row} has a quotation mark that is not closed, or one in the middle of a cell. "
        "Correct it, then choose the file again."
    )
