"""What the forms of a round offer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from workflows.clock import today
from workflows.database import db
from workflows.peer_reviews.model import ReviewTraining
from workflows.people import Person
from workflows.places import School
from workflows.review_rounds.model import ReviewRound
from workflows.review_rounds.problem import monday_of


def trained_people() -> Sequence[Any]:
    """Who is trained to review and still asked: id, name and school, by name."""
    return db.session.execute(
        select(Person.id, Person.name, School.name.label("school"))
        .join(ReviewTraining, ReviewTraining.person_id == Person.id)
        .join(School, School.id == Person.school_id)
        .where(
            Person.left_on.is_(None),
            or_(ReviewTraining.ended_on.is_(None), ReviewTraining.ended_on > today()),
        )
        .order_by(Person.name, Person.id)
    ).all()


def weeks_of(round_: ReviewRound) -> list[date]:
    """The Mondays of the weeks in which visits can be."""
    first = monday_of(round_.starts_on)
    count = (round_.ends_on - first).days // 7 + 1
    return [first + timedelta(days=7 * n) for n in range(count)]
