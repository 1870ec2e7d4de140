"""What the forms of a support request offer to choose from: people and schools of its own trust alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.directory.choices import people_who, works_here
from workflows.giving import people_in_conflict
from workflows.people import Appointment, Person, Post, holders, standing
from workflows.support_requests.model import SupportRequest
from workflows.support_requests.queries import days_of_all, usual_days


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
    return people_who(works_here() & or_(Person.school_id.in_(schools), Person.id.in_(taking_part)))
