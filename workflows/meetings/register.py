"""Who was there and who sent apologies, school by school."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from workflows.database import db
from workflows.dates.model import Answer, Attendance
from workflows.meetings.model import Meeting
from workflows.people import Person
from workflows.places import Place


@dataclass(frozen=True)
class Expected:
    """Somebody who is asked to a meeting, and what is known of their being there."""

    person_id: int
    name: str
    school: str
    answer: Answer
    #: none while nobody has said whether they came
    came: bool | None = None
    has_apologised: bool = False


@dataclass(frozen=True)
class Register:
    """Everybody who is asked, and schools from which nobody is."""

    people: tuple[Expected, ...] = ()
    missing_schools: tuple[str, ...] = field(default=())

    @property
    def is_kept(self) -> bool:
        """Whether somebody has said who came."""
        return any(one.came is not None for one in self.people)

    @property
    def present(self) -> list[Expected]:
        return [one for one in self.people if one.came]

    @property
    def apologies(self) -> list[Expected]:
        return [one for one in self.people if one.has_apologised and not one.came]

    def by_school(self) -> list[tuple[str, list[Expected]]]:
        """The people of each school, the schools by name."""
        found: dict[str, list[Expected]] = {}
        for one in self.people:
            found.setdefault(one.school, []).append(one)
        return sorted(found.items(), key=lambda one: (not one[0], one[0]))


def register_of(meeting: Meeting) -> Register:
    """The register of a meeting; empty while it has no date."""
    if meeting.entry_id is None:
        return Register()
    rows = db.session.execute(
        select(Person.id, Person.name, Place.name, Attendance.answer, Attendance.attended)
        .join(Attendance, Attendance.person_id == Person.id)
        .outerjoin(Place, Place.id == Person.school_id)
        .where(Attendance.entry_id == meeting.entry_id, Attendance.removed_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    people = tuple(
        Expected(person_id, name, school or "", answer, came, answer is Answer.NO)
        for person_id, name, school, answer, came in rows
    )
    return Register(people, tuple(_missing(meeting, {one.school for one in people if one.came})))


def _missing(meeting: Meeting, here: set[str]) -> Iterable[str]:
    schools = db.session.scalars(
        select(Place.name).where(Place.id.in_(meeting.expected_school_ids())).order_by(Place.name)
    )
    return (name for name in schools if name not in here)
