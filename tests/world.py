"""A small trust to test in: schools that help each other, the people of the story, and a year of terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.giving import FocusArea, FocusKind
from workflows.people import Person, appoint
from workflows.places import Phase, School, Trust, found_trust
from workflows.school_calendar import Term

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
"""A Monday morning in the middle of a half-term."""

TERMS = (
    ("Summer", date(2026, 4, 13), date(2026, 7, 21), date(2026, 5, 25), date(2026, 5, 29)),
    ("Autumn", date(2026, 9, 2), date(2026, 12, 18), date(2026, 10, 26), date(2026, 10, 30)),
    ("Spring", date(2027, 1, 4), date(2027, 3, 25), date(2027, 2, 15), date(2027, 2, 19)),
    ("Summer", date(2027, 4, 12), date(2027, 7, 20), date(2027, 5, 31), date(2027, 6, 4)),
)


@dataclass
class World:
    """The ids of a small trust, so that a test can look its rows up whatever session it is in."""

    trust_id: int
    schools: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    focus_area_id: int = 0

    def person(self, name: str) -> Person:
        return db.session.get_one(Person, self.people[name])

    def school(self, name: str) -> School:
        return db.session.get_one(School, self.schools[name])


def build(slug: str = "harbour") -> World:
    """Write a small trust and commit it; every trust of a test needs its own slug."""
    with clock_at(datetime(2026, 9, 1, 8, tzinfo=UTC)), scope(EVERY_TRUST):
        trust = found_trust(f"The {slug} trust", slug)
        world = World(trust.id)
        _add_terms(trust)
        for number, name in enumerate(("saltmarsh", "gull_rock", "cliff_view"), start=1):
            _add_school(world, name, f"{trust.id % 10}{number:05d}")
        for post in PEOPLE:
            _add_person(world, slug, post)
        area = FocusArea(trust_id=trust.id, kind=FocusKind.AREA, name="Early reading")
        db.session.add(area)
        db.session.flush()
        world.focus_area_id = area.id
        db.session.commit()
    return world


PEOPLE = (
    ("priya", "head", "saltmarsh"),
    ("dan", "delegate", "saltmarsh"),
    ("sam", "staff", "saltmarsh"),
    ("gita", "governor", "saltmarsh"),
    ("marta", "head", "gull_rock"),
    ("tom", "staff", "gull_rock"),
    ("lea", "senior_leader", "gull_rock"),
    ("carol", "head", "cliff_view"),
    ("una", "staff", "cliff_view"),
    ("asha", "coordinator", ""),
    ("lena", "improvement_lead", ""),
    ("ada", "administrator", ""),
)
"""Who is there: name, role, and the school at which they hold it (the trust where there is none)."""


def _add_terms(trust: Trust) -> None:
    for name, starts_on, ends_on, break_starts_on, break_ends_on in TERMS:
        db.session.add(
            Term(
                trust_id=trust.id,
                place_id=trust.id,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                break_starts_on=break_starts_on,
                break_ends_on=break_ends_on,
            )
        )


def _add_school(world: World, name: str, urn: str) -> None:
    school = School(
        trust_id=world.trust_id,
        owner_id=world.trust_id,
        name=f"{name.replace('_', ' ').title()} Primary",
        urn=urn,
        phase=Phase.PRIMARY,
    )
    db.session.add(school)
    db.session.flush()
    world.schools[name] = school.id


def _add_person(world: World, slug: str, post: tuple[str, str, str]) -> None:
    name, role, where = post
    school_id = world.schools.get(where)
    person = Person(
        trust_id=world.trust_id,
        name=f"{name.title()} {slug.title()}",
        email=f"{name}@{slug}.example",
        school_id=school_id,
        job_title=role.replace("_", " ").capitalize(),
    )
    db.session.add(person)
    db.session.flush()
    appoint(person, role, school_id or world.trust_id)
    world.people[name] = person.id
