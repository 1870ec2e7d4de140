"""Lists as files: CSV and XLSX that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import structlog
import xlsxwriter
from flask import Response
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from webapp.reader import current

CSV: Final = "csv"
XLSX: Final = "xlsx"

_TYPES: Final = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: ASCII and full-width signs with which a cell becomes a formula (OWASP, CSV injection).
_FORMULA_SIGNS: Final = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - the full-width ones are meant

Row = Sequence[Any]

log = structlog.get_logger("alongside.security")


def narrowed_by(arguments: MultiDict[str, str]) -> dict[str, list[str]]:
    """What a list is narrowed to and sorted by, for the addresses of its files."""
    return {name: values for name, values in arguments.lists() if name not in ("after", "before", "kind")}


def export(kind: str, what: str, header: Row, rows: Iterable[Row]) -> Response:
    """A list of cases as a file named after what they are; who took how much is in the log.

    Raises NotFound for a kind that there is not.
    """
    if kind not in _TYPES:
        raise NotFound
    found = list(rows)
    log.info("export", what=what, kind=kind, rows=len(found), person=current.person.id)
    return download(kind, what.replace(" ", "-"), header, found)


def download(kind: str, name: str, header: Row, rows: Iterable[Row]) -> Response:
    """The list as an attachment called `name` with the ending of its kind, "csv" or "xlsx"."""
    content = {CSV: as_csv, XLSX: as_xlsx}[kind](header, rows)
    response = Response(content, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def as_csv(header: Row, rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read names right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(header: Row, rows: Iterable[Row]) -> bytes:
    """One sheet with a bold, frozen first row; dates are dates and numbers numbers."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, as_date)
                else:
                    sheet.write(number, column, plain(cell))
        sheet.autofit()
    return target.getvalue()


def plain(cell: Any) -> Any:
    """The cell, with an apostrophe before whatever a spreadsheet could take for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, str) and cell.lstrip(" ")[:1] and cell.lstrip(" ")[0] in _FORMULA_SIGNS:
        return f"'{cell}"
    return cell
