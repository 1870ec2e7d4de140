"""Lists as people bring them: made-up schools as the register has them, and any list as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SCHOOL: Final = {
    "URN": "142001",
    "LA (code)": "908",
    "LA (name)": "Seaborough",
    "EstablishmentNumber": "2042",
    "EstablishmentName": "Windmill Lane Primary",
    "TypeOfEstablishment (name)": "Academy converter",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-2014",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "ReligiousCharacter (name)": "Does not apply",
    "Diocese (name)": "Not applicable",
    "NumberOfPupils": "210",
    "Trusts (code)": "3100",
    "Trusts (name)": "Harbour Learning Partnership",
    "UKPRN": "10081234",
    "Street": "Windmill Lane",
    "Locality": "",
    "Address3": "",
    "Town": "Seaborough",
    "County (name)": "",
    "Postcode": "SB1 2AA",
    "SchoolWebsite": "https://windmill-lane.example",
    "TelephoneNum": "01632960001",
    "HeadTitle (name)": "Ms",
    "HeadFirstName": "Nell",
    "HeadLastName": "Oakes",
    "HeadPreferredJobTitle": "Headteacher",
    "Easting": "182000",
    "Northing": "41000",
    "PropsName": "",
}
"""One row of a register export, by heading; every name in it is made up."""


def register(*schools: Mapping[str, str], encoding: str = "cp1252") -> bytes:
    """An export of the register: each school is `SCHOOL` with what is given instead."""
    return as_csv(list(SCHOOL), ((SCHOOL | dict(school)).values() for school in schools), encoding=encoding)


def as_csv(headings: Iterable[str], rows: Iterable[Iterable[Any]], *, encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headings)
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[Any], others: Sequence[str] = ()) -> bytes:
    """A workbook whose first sheet has these rows, and which has other sheets of these names."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for name in others:
        book.create_sheet(name)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(workbook: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced, whatever they hold."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return target.getvalue()
