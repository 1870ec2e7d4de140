"""What the forms of a visit offer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from workflows.clock import today
from workflows.database import db
from workflows.people import Appointment, Person, standing
from workflows.places import School
from workflows.support_requests.choices import OPEN, staff_of


def hosts(visiting_school_id: int) -> Sequence[Any]:
    """Schools that can be asked, by name: open, not the one that visits, and with a head."""
    heads = (
        select(Appointment.place_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role == "head", standing(today()), Person.left_on.is_(None))
    )
    return db.session.execute(
        select(School.id, School.name)
        .where(School.status.in_(OPEN), School.id != visiting_school_id, School.id.in_(heads))
        .order_by(School.name, School.id)
    ).all()


def colleagues(school_id: int | None) -> Sequence[Any]:
    """Who works at a school: id, name, job title, school's name, by name."""
    return staff_of([school_id]) if school_id is not None else ()
