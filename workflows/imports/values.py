"""What a cell means: dates, numbers, codes and words, each refused with what it should have been."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from workflows.imports.reading import Cell

T = TypeVar("T")

_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?: 0?0:00(?::00)?)?", re.ASCII
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0*)?", re.ASCII)
_EARLIEST, _LATEST = 1000, 2199
_SPREADSHEET_ERRORS = frozenset(("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#####"))


class BadCell(ValueError):
    """A cell that cannot be used; its text completes the sentence that its column begins."""


def words(cell: Cell) -> str:
    """The cell as text; a date as spreadsheets in England show it. Raises BadCell for an error of theirs."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if cell.casefold() in _SPREADSHEET_ERRORS:
        raise BadCell(f"is “{cell}”, an error of the spreadsheet")
    return cell


def needed(cell: Cell) -> str:
    """The cell as text that must not be empty."""
    text = words(cell)
    if not text:
        raise BadCell("is empty")
    return text


def day(cell: Cell) -> date | None:
    """A date written dd-mm-yyyy, dd/mm/yyyy or yyyy-mm-dd, or kept as one; None if the cell is empty."""
    if isinstance(cell, date):
        return cell
    text = words(cell)
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if not text:
        return None
    try:
        if found and _EARLIEST <= int(found["year"]) <= _LATEST:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        pass  # such as 31 February: told like any other
    raise BadCell(f"is “{_short(text)}”, which is not a date such as 01-09-2026")


def whole_number(cell: Cell, most: int) -> int | None:
    """A whole number from nought to `most`; None if the cell is empty."""
    text = words(cell)
    if not text:
        return None
    found = _NUMBER.fullmatch(text)
    number = int(found["whole"].replace(",", "")) if found else most + 1
    if number > most:
        raise BadCell(f"is “{_short(text)}”, which is not a whole number up to {most:,}")
    return number


def code(cell: Cell, digits: int) -> str:
    """A number that is a name: kept as text, with the leading noughts that spreadsheets drop."""
    text = words(cell)
    if text and not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise BadCell(f"is “{_short(text)}”, which is not a number of {digits} digits")
    return text.zfill(digits) if text else ""


def one_of(cell: Cell, choices: Mapping[str, T]) -> T:
    """The choice that the cell names; capitals and marks do not matter, see `plain_word`."""
    text = needed(cell)
    if plain_word(text) not in choices:
        raise BadCell(f"is “{_short(text)}”, which is not a word that the register uses")
    return choices[plain_word(text)]


@lru_cache(maxsize=2048)  # there are few words, and many rows of them
def plain_word(text: str) -> str:
    """A word as it is compared: “All-through” and “all through” are the same."""
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
