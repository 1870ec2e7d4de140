"""What forms of all kinds offer to choose from: people, schools, hubs and focus areas of the trust alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.giving import FocusArea, FocusKind
from workflows.people import Appointment, Person, standing
from workflows.places import OPEN, Hub, Place, PlaceKind, School

# People


def people_who(condition: Any) -> Sequence[Any]:
    """People of whom this is true and who have not left: id, name, job title, school, by school and name."""
    school = select(Place.id, Place.name).where(Place.kind == PlaceKind.SCHOOL).subquery()
    return db.session.execute(
        select(Person.id, Person.name, Person.job_title, school.c.name.label("school"))
        .outerjoin(school, school.c.id == Person.school_id)
        .where(condition, Person.left_on.is_(None))
        .order_by(school.c.name, Person.name, Person.id)
    ).all()


def works_here() -> ColumnElement[bool]:
    """Holds more than a governor's post: governors read what is released, and are given nothing to do."""
    return exists().where(
        Appointment.person_id == Person.id, Appointment.role != "governor", standing(today())
    )


def staff_of(school_ids: Sequence[int]) -> Sequence[Any]:
    """Who works at these schools: id, name, job title, school's name, by school and name."""
    return people_who(Person.school_id.in_(school_ids) & works_here())


def everybody() -> Sequence[Any]:
    """Everybody in the trust who has not left: id, name, job title, school's name."""
    return people_who(works_here())


def coordinators(trust_id: int) -> Sequence[Any]:
    """Who may be made coordinator: the trust's coordinators, those of hubs, the improvement leads."""
    at_trust = and_(
        Appointment.place_id == trust_id, Appointment.role.in_(["coordinator", "improvement_lead"])
    )
    in_hub = and_(Appointment.role == "coordinator", Place.kind == PlaceKind.HUB)
    return db.session.execute(
        select(Person.id, Person.name, Person.job_title)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Place, Place.id == Appointment.place_id)
        .where(or_(at_trust, in_hub), standing(today()), Person.left_on.is_(None))
        .group_by(Person.id, Person.name, Person.job_title)
        .order_by(Person.name, Person.id)
    ).all()


# Schools and hubs


def open_schools() -> Sequence[Any]:
    """Every school of the trust that is open: id and name, by name."""
    return _schools(School.status.in_(OPEN))


def schools_to_ask(but: int) -> Sequence[Any]:
    """Schools that can be asked for something, by name: open, with a head, and not the one that asks."""
    heads = (
        select(Appointment.place_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role == "head", standing(today()), Person.left_on.is_(None))
    )
    return _schools(School.status.in_(OPEN), School.id != but, School.id.in_(heads))


def schools_named(school_ids: Sequence[int]) -> Sequence[Any]:
    """The schools of these ids that are open: id and name, by name."""
    return _schools(School.id.in_(school_ids), School.status.in_(OPEN))


def all_schools() -> Sequence[Any]:
    """Every school of the trust, closed ones too: id and name, by name."""
    return _schools()


def _schools(*conditions: ColumnElement[bool]) -> Sequence[Any]:
    return db.session.execute(
        select(School.id, School.name).where(*conditions).order_by(School.name, School.id)
    ).all()


def all_hubs() -> Sequence[Any]:
    """Every hub of the trust: id and name, by name."""
    return db.session.execute(select(Hub.id, Hub.name).order_by(Hub.name, Hub.id)).all()


# Focus areas


def focus_areas(*, retired: bool = False) -> list[tuple[int, str]]:
    """The tree of focus areas, each below its parent: "Classroom practice: Assessment"."""
    rows = db.session.execute(
        select(FocusArea.id, FocusArea.parent_id, FocusArea.name, FocusArea.retired_on).order_by(
            FocusArea.kind != FocusKind.RING, FocusArea.position, FocusArea.name, FocusArea.id
        )
    ).all()
    shown = [row for row in rows if retired or row.retired_on is None or row.retired_on > today()]
    ids = {row.id for row in shown}
    tree: list[tuple[int, str]] = []
    for top in shown:
        if top.parent_id not in ids:
            tree.append((top.id, top.name))
            tree += ((row.id, f"{top.name}: {row.name}") for row in shown if row.parent_id == top.id)
    return tree
