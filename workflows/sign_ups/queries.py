"""What pages show: what is on offer with places and one's own part, who is expected, and who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from workflows.cases import Case
from workflows.database import db
from workflows.people import Person
from workflows.places import OPEN, Place, School, Trust
from workflows.sign_ups.details import Kind, Standing
from workflows.sign_ups.gathering import expected_people, expected_schools
from workflows.sign_ups.model import Apology, CheckIn, Offering, SignUp
from workflows.sign_ups.places import STANDS

MOST_STALLS: Final = 60
"""On one page; no hall has more."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One thing on offer, as one reader sees it."""

    offering: Offering
    taken: int
    waiting: int
    #: the reader's own part in it
    own: Standing | None = None
    #: how many stand before the reader on the waiting list, and the reader
    position: int = 0
    #: the offering at the same time for which the reader's name is down
    instead_of: Offering | None = None

    @property
    def left(self) -> int | None:
        """Places that are free; none where there is no limit."""
        return None if self.offering.places is None else max(0, self.offering.places - self.taken)


@dataclass(frozen=True)
class Board:
    """Everything on offer on a day, in the order of the day."""

    whole: Listed | None
    #: workshops, and what is for everybody
    programme: tuple[Listed, ...]
    stalls: tuple[Offering, ...]
    #: whether the reader has sent apologies, and whether they are there
    excused: bool
    here: bool

    @property
    def workshops(self) -> list[Listed]:
        """What of the programme people sign up for."""
        return [one for one in self.programme if one.offering.kind is Kind.WORKSHOP]

    @property
    def has_place(self) -> bool:
        """Whether the reader has a place anywhere."""
        own = [one.own for one in (self.whole, *self.workshops) if one is not None]
        return Standing.PLACE in own


def board_of(case: Case, person_id: int) -> Board:
    """What is on offer on a case, for this reader; in seven statements, however much there is."""
    found = _offerings(case.id)
    counts, own = _counts(case.id), _own(case.id, person_id)
    down_for = [one for one in found if one.id in own]
    listed = [_listed(one, counts, own, down_for) for one in found if one.kind is not Kind.STALL]
    return Board(
        whole=next((one for one in listed if one.offering.kind is Kind.WHOLE), None),
        programme=tuple(one for one in listed if one.offering.kind is not Kind.WHOLE),
        stalls=tuple(one for one in found if one.kind is Kind.STALL)[:MOST_STALLS],
        excused=_has(Apology, case.id, person_id),
        here=_has(CheckIn, case.id, person_id),
    )


def has_anything_on(case_id: int) -> bool:
    """Whether anything is on offer."""
    there = select(Offering.id).where(Offering.case_id == case_id, Offering.withdrawn_at.is_(None))
    return db.session.scalar(there.limit(1)) is not None


def stall_called(offering_id: int) -> Offering | None:
    """The stall of this number, if it still stands."""
    found = db.session.scalars(_reading().where(Offering.id == offering_id)).unique().first()
    return found if found is not None and found.kind is Kind.STALL else None


def people_on(offering_id: int) -> Sequence[tuple[str, str | None, Standing]]:
    """Who has a place and who waits, in the order of arrival: name, school, which."""
    rows = db.session.execute(
        select(Person.name, Place.name, SignUp.status)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(Place, Place.id == SignUp.school_id)
        .where(SignUp.offering_id == offering_id, SignUp.status.in_(STANDS))
        .order_by(SignUp.status, SignUp.id)
    )
    return [(name, school, status) for name, school, status in rows]


def cases_with_places_of(person_id: int) -> list[int]:
    """The cases on which somebody has a place or waits for one, by id."""
    standing = select(SignUp.case_id).where(SignUp.person_id == person_id, SignUp.status.in_(STANDS))
    return sorted(set(db.session.scalars(standing)))


def _reading() -> Any:
    return (
        select(Offering)
        .where(Offering.withdrawn_at.is_(None))
        .options(
            joinedload(Offering.focus_area),
            joinedload(Offering.school),
            joinedload(Offering.library),
            selectinload(Offering.leaders),
        )
    )


def _offerings(case_id: int) -> list[Offering]:
    found = db.session.scalars(_reading().where(Offering.case_id == case_id).order_by(Offering.id)).unique()
    return sorted(found, key=lambda one: (one.starts or time(0), one.ends or time(0), one.id))


def _counts(case_id: int) -> dict[tuple[int, Standing], int]:
    rows = db.session.execute(
        select(SignUp.offering_id, SignUp.status, func.count(SignUp.id))
        .where(SignUp.case_id == case_id, SignUp.status.in_(STANDS))
        .group_by(SignUp.offering_id, SignUp.status)
    )
    return {(offering_id, status): count for offering_id, status, count in rows}


def _own(case_id: int, person_id: int) -> dict[int, tuple[Standing, int]]:
    """Where a reader's name is down, with their place in the queue."""
    rows = db.session.scalars(
        select(SignUp).where(
            SignUp.case_id == case_id, SignUp.person_id == person_id, SignUp.status.in_(STANDS)
        )
    ).all()
    return {one.offering_id: (one.status, _position(one)) for one in rows}


def _position(own: SignUp) -> int:
    if own.status is not Standing.WAITING:
        return 0
    before = select(func.count(SignUp.id)).where(
        SignUp.offering_id == own.offering_id, SignUp.status == Standing.WAITING, SignUp.id <= own.id
    )
    return db.session.scalar(before) or 0


def _listed(
    offering: Offering,
    counts: dict[tuple[int, Standing], int],
    own: dict[int, tuple[Standing, int]],
    down_for: list[Offering],
) -> Listed:
    status, position = own.get(offering.id, (None, 0))
    beside = (one for one in down_for if one.id != offering.id and one.is_beside(offering))
    return Listed(
        offering=offering,
        taken=counts.get((offering.id, Standing.PLACE), 0),
        waiting=counts.get((offering.id, Standing.WAITING), 0),
        own=status,
        position=position,
        instead_of=None if status else next(beside, None),
    )


def _has(kind: type[Apology | CheckIn], case_id: int, person_id: int) -> bool:
    found = select(kind.id).where(kind.case_id == case_id, kind.person_id == person_id)
    return db.session.scalar(found) is not None


# Who is there


class Mark(StrEnum):
    """What is known of somebody who is expected."""

    HERE = "here"
    EXCUSED = "excused"
    NOT_YET = "not yet"


@dataclass(frozen=True)
class Line:
    """Somebody in the register."""

    person_id: int
    name: str
    job_title: str
    school: str
    mark: Mark
    #: why they cannot come, for whoever keeps the register
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OfSchool:
    """How many of one school are there."""

    school_id: int | None
    name: str
    here: int
    excused: int
    expected: int


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """Who is there by school, and what the trust is aiming at."""

    schools: tuple[OfSchool, ...]
    #: people, and schools with at least one person there
    people_here: int
    people_expected: int
    schools_here: int
    schools_expected: int
    #: per cent of schools
    target: int

    @property
    def share(self) -> int:
        """Per cent of the schools expected that are there, rounded down: nearly is not there yet."""
        return 100 * self.schools_here // self.schools_expected if self.schools_expected else 0

    @property
    def is_met(self) -> bool:
        return bool(self.schools_expected) and self.share >= self.target


def register_of(case: Case) -> list[Line]:
    """Everybody who is expected, or there, or excused, by school and name."""
    here, reasons = _here(case), _excused(case)
    wanted = expected_people(case) | set(here) | set(reasons)
    rows = db.session.execute(
        select(Person.id, Person.name, Person.job_title, Place.name.label("school"))
        .outerjoin(Place, Place.id == Person.school_id)
        .where(Person.id.in_(wanted), Person.left_on.is_(None))
        .order_by(Place.name, Person.name, Person.id)
    )
    return [
        Line(
            row.id,
            row.name,
            row.job_title,
            row.school or "",
            Mark.HERE if row.id in here else Mark.EXCUSED if row.id in reasons else Mark.NOT_YET,
            reasons.get(row.id, ""),
        )
        for row in rows
    ]


def turnout_of(case: Case) -> Turnout:
    """Who is there now, by school; as true a second later as it was in the database."""
    here, excused = Counter(_here(case).values()), Counter(_schools_of_apologies(case))
    expected = _expected_by_school(case)
    named = expected_schools(case)
    ids = {one for one in (*expected, *here, *excused, *(named or ())) if one is not None}
    schools = tuple(_by_school(ids, here, excused, expected))
    counted = [one for one in schools if one.school_id is not None]
    due = {one.school_id for one in counted if named is None or one.school_id in named}
    return Turnout(
        schools=schools,
        people_here=sum(here.values()),
        people_expected=sum(one.expected for one in schools),
        schools_here=sum(1 for one in counted if one.here and one.school_id in due),
        schools_expected=len(due),
        target=db.session.get_one(Trust, case.trust_id).participation_target,
    )


def all_open_schools() -> list[int]:
    """For the `expected_school_ids` of what is for the whole trust."""
    return list(db.session.scalars(select(School.id).where(School.status.in_(OPEN)).order_by(School.id)))


def _by_school(
    ids: set[int], here: Counter[int | None], excused: Counter[int | None], expected: Counter[int | None]
) -> Iterator[OfSchool]:
    """Each school by name, and then those who work for none."""
    rows = db.session.execute(select(Place.id, Place.name).where(Place.id.in_(ids)).order_by(Place.name))
    named: list[tuple[int | None, str]] = [(row.id, row.name) for row in rows]
    if any(counted[None] for counted in (here, excused, expected)):
        named.append((None, "Central team"))
    for school_id, name in named:
        yield OfSchool(
            school_id=school_id,
            name=name,
            here=here[school_id],
            excused=excused[school_id],
            expected=max(expected[school_id], here[school_id]),
        )


def _expected_by_school(case: Case) -> Counter[int | None]:
    people = expected_people(case)
    return Counter(
        db.session.scalars(select(Person.school_id).where(Person.id.in_(people), Person.left_on.is_(None)))
    )


def _here(case: Case) -> dict[int, int | None]:
    statement = select(CheckIn.person_id, CheckIn.school_id).where(CheckIn.case_id == case.id)
    return dict(db.session.execute(statement).all())


def _schools_of_apologies(case: Case) -> list[int | None]:
    return list(db.session.scalars(select(Apology.school_id).where(Apology.case_id == case.id)))


def _excused(case: Case) -> dict[int, str]:
    statement = select(Apology.person_id, Apology.reason).where(Apology.case_id == case.id)
    return dict(db.session.execute(statement).all())
