"""What a row of a list of people says: each cell understood, or the reason why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from workflows.administration.changes import LONGEST_NAME
from workflows.administration.people import ROLES_AT
from workflows.clock import today
from workflows.database import db
from workflows.imports.reading import Cell, Column, Row
from workflows.imports.values import BadCell, day, needed, plain_word, words
from workflows.line_management import Oversight
from workflows.people import ROLE_LABELS, Post, role_label
from workflows.places import Hub, PlaceKind, School, SchoolStatus, Trust

NAME, EMAIL, SCHOOL, ROLE = "Name", "Email", "School", "Role"
JOB_TITLE, HUB, STARTS_ON = "Job title", "Hub", "Starts on"
LINE_MANAGER, APPRAISER = "Line manager", "Appraiser"

COLUMNS: Final = (
    Column((NAME, "Full name"), needed=True),
    Column((EMAIL, "Email address", "Work email"), needed=True),
    Column((SCHOOL, "School URN", "URN", "School name", "Academy")),
    Column((ROLE, "Roles")),
    Column((JOB_TITLE, "Job")),
    Column((HUB, "Hub name")),
    Column((STARTS_ON, "Start date", "Starts", "From")),
    Column((LINE_MANAGER, "Line manager email", "Line manager's email", "Manager")),
    Column((APPRAISER, "Appraiser email", "Appraiser's email", "Appraised by")),
)

_BETWEEN_ROLES = re.compile(r"[;,/|+&]| and ")
_URN = re.compile(r"\d{6}", re.ASCII)
_ALSO_CALLED = {"headteacher": "head", "head teacher": "head", "principal": "head"}
_AT_SCHOOL: Final = ROLES_AT[PlaceKind.SCHOOL]
_AT_TRUST: Final = ROLES_AT[PlaceKind.TRUST]

T = TypeVar("T")


@dataclass(frozen=True)
class Places:
    """Where people can be, by what a file may call it."""

    trust_id: int
    names: Mapping[int, str]
    #: by URN and by name; None where several schools have the name
    schools: Mapping[str, int | None]
    closed: frozenset[int]
    hubs: Mapping[str, int]
    #: the roles by every name they go by in this trust
    roles: Mapping[str, str]
    #: the roles as they are offered
    labels: tuple[str, ...]

    @classmethod
    def of(cls, trust: Trust) -> Places:
        """Read in two statements."""
        schools = db.session.execute(select(School.id, School.urn, School.name, School.status)).all()
        hubs = db.session.execute(select(Hub.id, Hub.name)).all()
        names = {plain_word(school.name): school.id for school in schools}
        twice = {plain_word(school.name) for school in schools if names[plain_word(school.name)] != school.id}
        labels = {role: role_label(trust, role) for role in dict.fromkeys((*_AT_SCHOOL, *_AT_TRUST))}
        return cls(
            trust_id=trust.id,
            names={row.id: row.name for row in (*schools, *hubs)},
            schools=names | dict.fromkeys(twice) | {school.urn: school.id for school in schools},
            closed=frozenset(school.id for school in schools if school.status is SchoolStatus.CLOSED),
            hubs={plain_word(hub.name): hub.id for hub in hubs},
            roles=_names_of(labels),
            labels=tuple(labels.values()),
        )


@dataclass(frozen=True)
class Asked:
    """What a row asks for; with problems, as far as it could be understood."""

    row: int
    about: str
    problems: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    school_id: int | None = None
    #: the roles that the row names, where they are held
    posts: tuple[Post, ...] = ()
    job_title: str = ""
    starts_on: date = date.min
    #: the addresses of those who manage and appraise them, where the row says so
    overseers: Mapping[Oversight, str] = field(default_factory=dict)

    @property
    def based_at(self) -> int | None:
        """Where they work: governors are not based at the school they govern."""
        return None if {post.role for post in self.posts} == {"governor"} else self.school_id

    def is_only_known_there(self, held: Sequence[Post]) -> bool:
        """Whether the row names no role, and they have one at this school that does not make them staff."""
        here = {post.role for post in held if post.place_id == self.school_id}
        return not self.posts and here == {"governor"}

    def posts_for(self, held: Sequence[Post]) -> tuple[Post, ...]:
        """The posts that begin: those named, and being staff where they are based, unless held already."""
        wanted = list(self.posts)
        if self.based_at and not self.is_only_known_there(held):
            wanted.append(Post("staff", self.based_at))
        return tuple(dict.fromkeys(post for post in wanted if post not in held))


def asked_for(row: Row, places: Places, rows_of: Mapping[str, Sequence[int]]) -> Asked:
    """Understand a row, or say everything that is wrong with it."""
    if row.problem:
        return Asked(row.number, "", (row.problem,))
    about = ", ".join(str(row.cells[name]) for name in (NAME, EMAIL) if row.cells.get(name))
    read = _Reader(row, places)
    name = read.cell(NAME, _name, "")
    email = read.cell(EMAIL, _email, "")
    school_id = read.cell(SCHOOL, read.school, None)
    hub_id = read.cell(HUB, read.hub, None)
    nothing: tuple[Post, ...] = ()
    posts = read.cell(ROLE, lambda cell: read.posts(cell, school_id, hub_id), nothing)
    job_title = read.cell(JOB_TITLE, _line, "")
    starts_on = read.cell(STARTS_ON, day, None) or today()
    overseers = {
        oversight: address
        for oversight, column in ((Oversight.LINE_MANAGER, LINE_MANAGER), (Oversight.APPRAISER, APPRAISER))
        if (address := read.cell(column, _address, ""))
    }
    problems = [*read.problems, *_twice(row, rows_of)]
    if not read.problems and not posts and school_id is None:
        problems.append("Neither School nor Role is there: say where they work or what they do")
    return Asked(
        row.number, about, tuple(problems), name, email, school_id, posts, job_title, starts_on, overseers
    )  # fmt: skip


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: Row, places: Places) -> None:
        self.row = row
        self.places = places
        self.problems: list[str] = []

    def cell(self, column: str, read: Callable[[Cell], T], otherwise: T) -> T:
        """What the cell means, or a stand-in where that cannot be told."""
        try:
            return read(self.row.cells.get(column, ""))
        except BadCell as error:
            self.problems.append(f"{column} {error}")
            return otherwise

    def school(self, cell: Cell) -> int | None:
        """A school by URN or by name."""
        text = words(cell)
        if not text:
            return None
        found = self.places.schools.get(text if _URN.fullmatch(text) else plain_word(text), 0)
        if found is None:
            raise BadCell(f"is “{text[:60]}”, the name of several schools: use the URN")
        if not found:
            raise BadCell(f"is “{text[:60]}”, which is not a school of this trust")
        return found

    def hub(self, cell: Cell) -> int | None:
        """A hub by name."""
        text = words(cell)
        if text and plain_word(text) not in self.places.hubs:
            raise BadCell(f"is “{text[:60]}”, which is not a hub of this trust")
        return self.places.hubs[plain_word(text)] if text else None

    def posts(self, cell: Cell, school_id: int | None, hub_id: int | None) -> tuple[Post, ...]:
        """The roles that a cell names, each at the place where it is held."""
        roles = self._roles(words(cell))
        if hub_id is not None and "coordinator" not in roles:
            raise BadCell("is not coordinator, but a hub is named: only its coordinator has one")
        found = []
        for role in roles:
            if role == "coordinator":
                found.append(Post(role, hub_id or self.places.trust_id))
            elif role in _AT_TRUST:
                found.append(Post(role, self.places.trust_id))
            elif school_id is not None:
                found.append(Post(role, school_id))
            elif not self.problems:
                raise BadCell(f"is “{words(cell)[:60]}”, which is held at a school: say at which")
        return tuple(dict.fromkeys(found))

    def _roles(self, text: str) -> list[str]:
        if plain_word(text) in self.places.roles:
            return [self.places.roles[plain_word(text)]]
        parts = [part.strip() for part in _BETWEEN_ROLES.split(text) if part.strip()]
        for part in parts:
            if plain_word(part) not in self.places.roles:
                choices = ", ".join(self.places.labels)
                raise BadCell(f"is “{part[:60]}”. The roles are {choices}; anything else is a job title")
        return [self.places.roles[plain_word(part)] for part in parts]


def _names_of(labels: Mapping[str, str]) -> dict[str, str]:
    """Every word for each role: the trust's own first, then the usual ones."""
    usual = {plain_word(ROLE_LABELS[role]): role for role in labels}
    keys = {plain_word(role): role for role in labels}
    return _ALSO_CALLED | keys | usual | {plain_word(label): role for role, label in labels.items()}


def _name(cell: Cell) -> str:
    text = needed(cell)
    if len(text) > LONGEST_NAME:
        raise BadCell(f"has {len(text)} characters; {LONGEST_NAME} is the most")
    return text


def _line(cell: Cell) -> str:
    return _name(cell) if words(cell) else ""


def _email(cell: Cell) -> str:
    """An address as it is stored and signed in with: lower case, in letters that every mail server takes."""
    text = needed(cell)
    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        raise BadCell(f"is “{text[:60]}”, which is not an email address") from None
    address = found.ascii_email or ""
    if "." not in address.rpartition("@")[2] or len(address) > 254:
        raise BadCell(f"is “{text[:60]}”, which is not a whole email address")
    return address.lower()


def _address(cell: Cell) -> str:
    return _email(cell) if words(cell) else ""


def _twice(row: Row, rows_of: Mapping[str, Sequence[int]]) -> Iterator[str]:
    rows = rows_of.get(str(row.cells.get(EMAIL, "")).lower(), ())
    if len(rows) > 1:
        others = ", ".join(str(number) for number in rows[:5] if number != row.number)
        yield f"This address is also in row {others}"
