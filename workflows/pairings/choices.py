"""What the forms of a pairing offer to choose from: people of its own trust alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from workflows.database import db
from workflows.directory.choices import everybody
from workflows.pairings.model import MentorProfile, Pairing
from workflows.people import Person
from workflows.places import Place, PlaceKind


def mentors(pairing: Pairing, on: date) -> Sequence[Any]:
    """Who offers to be a mentor, but for the mentee: id, name, job title, school's name, by name.

    Whether they may be the mentor here, and have room for it, is found out when one is named.
    """
    school = select(Place.id, Place.name).where(Place.kind == PlaceKind.SCHOOL).subquery()
    return db.session.execute(
        select(Person.id, Person.name, Person.job_title, school.c.name.label("school"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(school, school.c.id == Person.school_id)
        .where(
            or_(MentorProfile.ended_on.is_(None), MentorProfile.ended_on > on),
            Person.left_on.is_(None),
            Person.id != pairing.mentee_id,
        )
        .order_by(Person.name, Person.id)
    ).all()


def who_could_read(pairing: Pairing) -> Sequence[Any]:
    """To whom the mentee could show an entry: everybody who works in the trust, but for the two."""
    return [one for one in everybody() if one.id not in (pairing.mentee_id, pairing.mentor_id)]
