"""Schools from an export of the national register (GIAS, edubasealldata): what each row means and changes.

The register is right about what it knows, so an empty cell empties the field; a column that the file does
not have leaves it as it is. Rows are known by URN within the trust: a conversion makes a new URN, and so a
new school.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from workflows.database import db
from workflows.imports.errors import Unreadable
from workflows.imports.outcome import Fate, Line, changes
from workflows.imports.reading import Cell, Column, Row, Table
from workflows.imports.values import BadCell, code, day, needed, one_of, plain_word, whole_number, words
from workflows.places import Phase, Place, PlaceKind, School, SchoolStatus, Trust

URN, NAME = "URN", "EstablishmentName"
TRUST_CODE, TRUST_NAME = "Trusts (code)", "Trusts (name)"

_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_UKPRN = re.compile(r"1\d{7}", re.ASCII)
_POSTCODE = re.compile(r"(?P<out>[A-Z]{1,2}\d[A-Z\d]?) ?(?P<in>\d[A-Z]{2})", re.ASCII)
#: The mapper, and rows that have to come back in order, would take a statement for each school. Places of
#: the same name are alike, so the name is enough to tell whose row is whose.
_INSERT_PLACES = insert(Place).returning(Place.id, Place.name)
_INSERT_SCHOOLS = insert(School.__table__)  # type: ignore[arg-type]
_SAYS_NONE = frozenset(("does not apply", "not applicable", "none", "not recorded", "0"))
_STATUSES = {plain_word(status): status for status in SchoolStatus}
_PHASES = {plain_word(phase): phase for phase in Phase}
_MOST_NAMED = 20


class Field(NamedTuple):
    """One field of a school: what people call it, the columns it comes from, and what they mean.

    A vital one that cannot be read makes the row bad; any other is left as it is, with a warning.
    """

    name: str
    label: str
    columns: tuple[str, ...]
    read: Callable[[Sequence[Cell]], Any]
    is_vital: bool = False


def _each(read: Callable[[Cell], Any]) -> Callable[[Sequence[Cell]], Any]:
    return lambda cells: read(cells[0])


def _joined(by: str) -> Callable[[Sequence[Cell]], str]:
    return lambda cells: by.join(text for cell in cells if (text := words(cell)))


def _unless_none(cell: Cell) -> str:
    text = words(cell)
    return "" if plain_word(text) in _SAYS_NONE else text


def _ukprn(cell: Cell) -> str:
    text = words(cell)
    if text and not _UKPRN.fullmatch(text):
        raise BadCell(f"is “{text[:20]}”, which is not eight digits that begin with 1")
    return text


def _postcode(cell: Cell) -> str:
    text = words(cell).upper()
    found = _POSTCODE.fullmatch(text)
    if text and not found:
        raise BadCell(f"is “{text[:20]}”, which is not a postcode")
    return f"{found['out']} {found['in']}" if found else ""


def _metres(cell: Cell) -> int | None:
    """A coordinate on the National Grid, up to 1,300 km; the register writes 0 where it knows none."""
    return whole_number(cell, 1_300_000) or None


def _head(cells: Sequence[Cell]) -> str:
    """Title, first name, last name, then the job title in brackets."""
    *names, job = map(words, cells)
    name = " ".join(filter(None, names))
    return f"{name} ({job})" if name and job else name


FIELDS = (
    Field("name", "Name", (NAME,), _each(needed), is_vital=True),
    Field(
        "status", "Status", ("EstablishmentStatus (name)",),
        _each(partial(one_of, choices=_STATUSES)), is_vital=True,
    ),
    Field(
        "phase", "Phase", ("PhaseOfEducation (name)",),
        _each(partial(one_of, choices=_PHASES)), is_vital=True,
    ),
    Field("opens_on", "Opened on", ("OpenDate",), _each(day), is_vital=True),
    Field("closes_on", "Closes on", ("CloseDate",), _each(day), is_vital=True),
    Field("la_code", "Local authority code", ("LA (code)",), _each(partial(code, digits=3))),
    Field("la_name", "Local authority", ("LA (name)",), _each(words)),
    Field(
        "establishment_number", "Establishment number", ("EstablishmentNumber",),
        _each(partial(code, digits=4)),
    ),
    Field("ukprn", "UKPRN", ("UKPRN",), _each(_ukprn)),
    Field("type_name", "Type", ("TypeOfEstablishment (name)",), _each(words)),
    Field("low_age", "Lowest age", ("StatutoryLowAge",), _each(partial(whole_number, most=30))),
    Field("high_age", "Highest age", ("StatutoryHighAge",), _each(partial(whole_number, most=99))),
    Field("religious_character", "Religious character", ("ReligiousCharacter (name)",), _each(_unless_none)),
    Field("diocese", "Diocese", ("Diocese (name)",), _each(_unless_none)),
    Field("pupils", "Pupils", ("NumberOfPupils",), _each(partial(whole_number, most=99_999))),
    Field(
        "address", "Address", ("Street", "Locality", "Address3", "Town", "County (name)"), _joined("\n")
    ),
    Field("postcode", "Postcode", ("Postcode",), _each(_postcode)),
    Field("easting", "Easting", ("Easting",), _each(_metres)),
    Field("northing", "Northing", ("Northing",), _each(_metres)),
    Field("website", "Website", ("SchoolWebsite",), _each(words)),
    Field("telephone", "Telephone", ("TelephoneNum",), _each(words)),
    Field(
        "registered_head", "Head in the register",
        ("HeadTitle (name)", "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle"), _head,
    ),
    Field("registered_trust", "Trust in the register", (TRUST_NAME,), _each(words)),
)  # fmt: skip

#: what a new school has where its row says nothing; every row the same fields, so that one statement does
_BLANK: dict[str, Any] = {
    field.name: None if School.__mapper__.columns[field.name].nullable else "" for field in FIELDS
} | {"status": SchoolStatus.OPEN, "phase": Phase.NOT_APPLICABLE}

LABELS = {field.name: field.label for field in FIELDS}

COLUMNS = (
    Column((URN,), needed=True),
    *(
        Column((name,), needed=name == NAME)
        for name in dict.fromkeys(name for field in FIELDS for name in field.columns)
    ),
    Column((TRUST_CODE,)),
)


@dataclass(frozen=True)
class Work:
    """What writing a row takes: the values to store, for the school with this id, or for a new one."""

    urn: str
    values: Mapping[str, Any]
    school_id: int | None


class SchoolImport:
    """Compares the rows of one file with the schools of one trust, and writes those that differ.

    `only` is a code or a name in the file's columns of trusts; rows of others are left out.
    """

    kind = "schools"

    def __init__(self, trust: Trust, table: Table, *, only: str = "") -> None:
        self.trust = trust
        self.table = table
        self.only = plain_word(only)
        self.fields = [field for field in FIELDS if table.columns.intersection(field.columns)]
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        self.trusts: Counter[tuple[str, str]] = Counter()
        self.known: dict[str, Mapping[str, Any]] = {}
        if self.only and not table.columns & {TRUST_CODE, TRUST_NAME}:
            raise Unreadable(
                f"Rows cannot be chosen by trust: the file has neither “{TRUST_CODE}” nor “{TRUST_NAME}”."
            )

    def survey(self) -> int:
        """Read the file once: how many rows there are, which URNs are there twice, whose schools they are."""
        self.rows_of.clear()
        self.trusts.clear()
        for row in self.table.rows(URN, TRUST_CODE, TRUST_NAME):
            self.trusts[_trust_of(row)] += 1
            if self._is_wanted(row) and (urn := row.cells.get(URN)):
                self.rows_of[str(urn)].append(row.number)
        columns = [School.id, School.urn, *(getattr(School, name) for name in LABELS)]
        found = db.session.execute(select(*columns).where(School.owner_id == self.trust.id)).mappings()
        self.known = {school["urn"]: dict(school) for school in found}
        return self.trusts.total()

    def notes(self) -> Iterator[str]:
        """What to know about the file as a whole, once it has been surveyed."""
        if not self.only and len(self.trusts) > 1:
            yield (
                f"This file has schools of {len(self.trusts):,} trusts. All of them would become schools of "
                f"{self.trust.name}, unless you choose one trust."
            )
        absent = sorted(school["name"] for urn, school in self.known.items() if urn not in self.rows_of)
        if absent:
            more = f" and {len(absent) - _MOST_NAMED:,} more" if len(absent) > _MOST_NAMED else ""
            yield (f"Not in this file, and left as they are: {', '.join(absent[:_MOST_NAMED])}{more}.")

    def compare(self, rows: Sequence[Row]) -> list[Line]:
        """What would become of each row."""
        return [self._line(row) for row in rows]

    def write(self, lines: Sequence[Line]) -> None:
        """Store what the rows say that are new or changed."""
        works = [line.work for line in lines if line.work]
        new = [self._new(work) for work in works if work.school_id is None]
        changed = [{"id": work.school_id, **work.values} for work in works if work.school_id is not None]
        if new:
            ids = defaultdict(list)
            for place_id, name in db.session.execute(_INSERT_PLACES, new):
                ids[name].append(place_id)
            rows = [row | {"id": ids[row["name"]].pop()} for row in new]
            db.session.connection().execute(_INSERT_SCHOOLS, rows)
        if changed:
            db.session.execute(update(School), changed)

    def facts(self, lines: Sequence[Line], facts: dict[str, Any]) -> None:
        """Add to what the import's event keeps: the new URNs, and each change of the others."""
        for line in lines:
            if line.fate is Fate.NEW:
                facts.setdefault("schools_new", []).append(line.work.urn)
            elif line.fate is Fate.CHANGED:
                told = {change.what: [change.before, change.after] for change in line.changes}
                facts.setdefault("schools_changed", {})[line.work.urn] = told

    def _is_wanted(self, row: Row) -> bool:
        return not self.only or self.only in map(plain_word, _trust_of(row))

    def _line(self, row: Row) -> Line:
        about = " ".join(str(row.cells[name]) for name in (URN, NAME) if row.cells.get(name))
        if not self._is_wanted(row):
            owner = _trust_of(row)[1] or "no trust"
            return Line(row.number, Fate.LEFT_OUT, about, reasons=(f"It belongs to {owner}",))
        values, problems, warnings = self._read(row)
        if problems:
            return Line(row.number, Fate.BAD, about, reasons=tuple(problems), warnings=tuple(warnings))
        return self._compared(Line(row.number, Fate.NEW, about, warnings=tuple(warnings)), row, values)

    def _compared(self, line: Line, row: Row, values: dict[str, Any]) -> Line:
        urn = str(row.cells[URN])
        known = self.known.get(urn)
        if known is None:
            return Line(line.row, Fate.NEW, line.about, warnings=line.warnings, work=Work(urn, values, None))
        differ = changes(known, values, LABELS)
        if not differ:
            return Line(line.row, Fate.UNCHANGED, line.about, warnings=line.warnings)
        new = {name: value for name, value in values.items() if known[name] != value}
        closes = new.get("status") is SchoolStatus.CLOSED
        stays = ("It closes. Its people and its history stay until you end them",) if closes else ()
        work = Work(urn, new, known["id"])
        return Line(line.row, Fate.CHANGED, line.about, differ, warnings=(*line.warnings, *stays), work=work)

    def _read(self, row: Row) -> tuple[dict[str, Any], list[str], list[str]]:
        """The row's values, what is wrong with it, and what is odd about it."""
        if row.problem:
            return {}, [row.problem], []
        problems = list(self._urn_problems(row))
        values: dict[str, Any] = {}
        warnings: list[str] = []
        for field in self.fields:
            try:
                values[field.name] = field.read([row.cells.get(name, "") for name in field.columns])
            except BadCell as error:
                told = f"{field.columns[0]} {error}"
                (problems if field.is_vital else warnings).append(told)
        problems.extend(self._date_problems(values, self.known.get(str(row.cells.get(URN)), {})))
        return values, problems, warnings

    def _urn_problems(self, row: Row) -> Iterator[str]:
        urn = str(row.cells.get(URN, ""))
        if not urn:
            yield "URN is empty"
        elif not _URN.fullmatch(urn):
            yield f"URN is “{urn[:20]}”, which is not six digits"
        if len(rows := self.rows_of.get(urn, ())) > 1:
            others = ", ".join(str(number) for number in rows[:5] if number != row.number)
            yield f"URN {urn[:20]} is also in row {others}"

    def _date_problems(self, values: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
        opens = values.get("opens_on", known.get("opens_on"))
        closes = values.get("closes_on", known.get("closes_on"))
        if opens and closes and closes < opens:
            yield "CloseDate is before OpenDate"

    def _new(self, work: Work) -> dict[str, Any]:
        """The columns of both of a school's tables."""
        own = {
            "trust_id": self.trust.id,
            "owner_id": self.trust.id,
            "kind": PlaceKind.SCHOOL,
            "urn": work.urn,
        }
        return {**own, "working_on": "", **_BLANK, **work.values}


def _trust_of(row: Row) -> tuple[str, str]:
    return str(row.cells.get(TRUST_CODE, "")), str(row.cells.get(TRUST_NAME, ""))
