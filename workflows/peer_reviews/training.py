"""Who is trained to review, or to lead a review, and how often they can in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from workflows.administration.changes import change, plain
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.peer_reviews.choices import reviews_in_year
from workflows.peer_reviews.model import ReviewTraining
from workflows.people import Person
from workflows.places import Place

MOST_IN_A_YEAR: Final = 12


@dataclass(frozen=True, kw_only=True)
class TrainingDetails(Details):
    """That somebody is trained, since when, and how much they can take on."""

    trained_on: date = required("Enter when they were trained")
    can_lead: bool = False
    most_reviews: int = required("Enter how many reviews a year, such as 2")

    def problems(self) -> dict[str, str]:
        if self.trained_on > today():
            return {"trained_on": "Enter a day that is not in the future"}
        if not 1 <= self.most_reviews <= MOST_IN_A_YEAR:
            return {"most_reviews": f"Enter a number from 1 to {MOST_IN_A_YEAR}"}
        return {}


@dataclass(frozen=True)
class TrainedLine:
    """Somebody who is trained, in the list."""

    person_id: int
    name: str
    job_title: str
    school: str
    can_lead: bool
    most_reviews: int
    trained_on: date
    #: on how many teams they are this school year
    reviews: int


def trained() -> list[TrainedLine]:
    """Everybody who is trained and still asked, by school and name."""
    school = aliased(Place)
    rows = db.session.execute(
        select(
            Person.id, Person.name, Person.job_title, school.name,
            ReviewTraining.can_lead, ReviewTraining.most_reviews, ReviewTraining.trained_on,
        )
        .join(ReviewTraining, ReviewTraining.person_id == Person.id)
        .outerjoin(school, school.id == Person.school_id)
        .where(
            Person.left_on.is_(None),
            or_(ReviewTraining.ended_on.is_(None), ReviewTraining.ended_on > today()),
        )
        .order_by(school.name, Person.name, Person.id)
    )  # fmt: skip
    counts = reviews_in_year(today())
    return [
        TrainedLine(number, name, title, place or "", leads, most, since, counts.get(number, 0))
        for number, name, title, place, leads, most, since in rows
    ]


def training_of(person_id: int) -> ReviewTraining | None:
    """What somebody is trained for, whether or not they are still asked."""
    return db.session.get(ReviewTraining, person_id)


def standing_training(person_id: int) -> ReviewTraining | None:
    """What somebody is trained for and still asked to do; none where they are not."""
    found = training_of(person_id)
    return found if found and (found.ended_on is None or found.ended_on > today()) else None


def train(person: Person, details: TrainingDetails, actor: Person) -> None:
    """Write down that somebody is trained, or what has changed about it. Raises InvalidDetails."""
    if person.left_on is not None:
        raise InvalidDetails({"person_id": f"{person.name} has left, and cannot review"})
    hold(_place_of(person))
    wanted: dict[str, object] = {
        "trained_on": details.trained_on,
        "can_lead": details.can_lead,
        "most_reviews": details.most_reviews,
        "ended_on": None,
    }
    found = db.session.get(ReviewTraining, person.id, populate_existing=True)
    if found is None:
        found = ReviewTraining(trust_id=person.trust_id, person_id=person.id)
        db.session.add(found)
        change(found, wanted)
        _record(person, "review_training_added", actor, can_lead=details.can_lead)
        return
    changed = change(found, wanted)
    if changed:
        kind = "review_training_added" if "ended_on" in changed else "review_training_edited"
        _record(person, kind, actor, changed=changed)


def end_training(person: Person, actor: Person) -> None:
    """Ask somebody for no more reviews; those whose teams they are on go on. Raises NotYet."""
    found = standing_training(person.id)
    if found is None:
        raise NotYet(f"{person.name} is not asked to review at present.")
    hold(_place_of(person))
    found.ended_on = today()
    _record(person, "review_training_ended", actor, ends_on=plain(today()))


def _place_of(person: Person) -> int:
    """Where it is written down: the school or the trust that the person works for."""
    return person.school_id or person.trust_id


def _record(person: Person, kind: str, actor: Person, **details: object) -> None:
    record(_place_of(person), kind, actor, person_id=person.id, **details)
