"""What the forms of a support request offer to choose from: people and schools of its own trust alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.giving import FocusArea, FocusKind, people_in_conflict
from workflows.people import Appointment, Person, Post, holders, standing
from workflows.places import Hub, Place, PlaceKind, School, SchoolStatus
from workflows.support_requests.model import SupportRequest
from workflows.support_requests.queries import days_of_all, usual_days

OPEN = (SchoolStatus.OPEN, SchoolStatus.CLOSING)


@dataclass(frozen=True)
class Giver:
    """Somebody at the giving school who could be released."""

    person_id: int
    name: str
    job_title: str
    days_left: float
    in_conflict: bool


def givers(request: SupportRequest) -> list[Giver]:
    """Who works at the giving school, by name, with the days each has left and who may not be chosen."""
    people = db.session.execute(
        select(Person.id, Person.name, Person.job_title)
        .where(Person.school_id == request.giving_school_id, Person.left_on.is_(None), works_here())
        .order_by(Person.name, Person.id)
    ).all()
    days = days_of_all([person.id for person in people], usual_days(request))
    barred = _barred(request)
    return [
        Giver(one.id, one.name, one.job_title, days[one.id].left, one.id in barred) for one in people
    ]  # fmt: skip


def _barred(request: SupportRequest) -> set[int]:
    head = Post("head", request.receiving_school_id)
    heads = {holder.person_id for holder in holders([head])[head]}
    return people_in_conflict(request.receiving_school_id, heads, today())


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


def schools_to_ask(request: SupportRequest) -> Sequence[Any]:
    """Schools that can be asked, by name: open, not the one that asks, and with a head."""
    heads = (
        select(Appointment.place_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role == "head", standing(today()), Person.left_on.is_(None))
    )
    return db.session.execute(
        select(School.id, School.name)
        .where(School.status.in_(OPEN), School.id != request.receiving_school_id, School.id.in_(heads))
        .order_by(School.name, School.id)
    ).all()


def staff_of(school_ids: Sequence[int]) -> Sequence[Any]:
    """Who works at these schools: id, name, job title, school's name, by school and name."""
    return _people(Person.school_id.in_(school_ids))


def everybody() -> Sequence[Any]:
    """Everybody in the trust who has not left: id, name, job title, school's name."""
    return _people(Person.id.is_not(None))


def people_near(request: SupportRequest) -> Sequence[Any]:
    """Who could do what comes out of a request: staff of its schools, and everybody with a part in it."""
    schools = [s for s in (request.receiving_school_id, request.giving_school_id) if s is not None]
    taking_part = select(Appointment.person_id).where(
        or_(
            Appointment.place_id == request.id,
            and_(Appointment.place_id == request.trust_id, Appointment.role == "improvement_lead"),
        ),
        standing(today()),
    )
    return _people(or_(Person.school_id.in_(schools), Person.id.in_(taking_part)))


def works_here() -> ColumnElement[bool]:
    """Holds more than a governor's post: governors read what is released, and are given nothing to do."""
    return exists().where(
        Appointment.person_id == Person.id, Appointment.role != "governor", standing(today())
    )


def _people(condition: Any) -> Sequence[Any]:
    school = select(Place.id, Place.name).where(Place.kind == PlaceKind.SCHOOL).subquery()
    return db.session.execute(
        select(Person.id, Person.name, Person.job_title, school.c.name.label("school"))
        .outerjoin(school, school.c.id == Person.school_id)
        .where(condition, Person.left_on.is_(None), works_here())
        .order_by(school.c.name, Person.name, Person.id)
    ).all()


def schools_named(school_ids: Sequence[int]) -> Sequence[Any]:
    """The schools of these ids that are open: id and name, by name."""
    return db.session.execute(
        select(School.id, School.name)
        .where(School.id.in_(school_ids), School.status.in_(OPEN))
        .order_by(School.name)
    ).all()


def all_schools() -> Sequence[Any]:
    """Every school of the trust, closed ones too: id and name, by name."""
    return db.session.execute(select(School.id, School.name).order_by(School.name, School.id)).all()


def all_hubs() -> Sequence[Any]:
    """Every hub of the trust: id and name, by name."""
    return db.session.execute(select(Hub.id, Hub.name).order_by(Hub.name, Hub.id)).all()


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
