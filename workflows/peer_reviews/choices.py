"""What the forms of a review offer to choose from: people and schools of its own trust alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.directory.choices import people_who, works_here
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import lead_reviewer, reviewer
from workflows.peer_reviews.model import PeerReview, ReviewTraining
from workflows.peer_reviews.team import Bars, candidates, strong_schools, team_of
from workflows.people import Appointment, Person, standing
from workflows.places import Hub, HubMembership, School
from workflows.school_calendar import academic_year


@dataclass(frozen=True)
class Candidate:
    """Somebody who is trained to review, as whoever forms a team looks at them."""

    person_id: int
    name: str
    job_title: str
    school: str
    hub: str
    same_hub: bool
    can_lead: bool
    #: from a school that is strong in a focus
    is_strong: bool
    #: in the school year of the visit, this review apart
    reviews: int
    most_reviews: int
    #: why they may not, in a sentence; empty if they may
    why_not: str

    @property
    def has_done_enough(self) -> bool:
        """Whether they review as often this year as they have said they can."""
        return self.reviews >= self.most_reviews


@dataclass(frozen=True)
class SchoolOfCandidates:
    """Those of one school, under its name."""

    name: str
    hub: str
    same_hub: bool
    is_strong: bool
    people: tuple[Candidate, ...]

    @property
    def has_any(self) -> bool:
        """Whether somebody of the school could be chosen."""
        return any(not one.why_not for one in self.people)


def candidates_for(review: PeerReview) -> list[Candidate]:
    """Everybody who is trained, by school and name, with why some may not review this school."""
    trained = candidates(today())
    ids = [person.id for person, _ in trained]
    bars = Bars(review, ids, today())
    strong, hubs = strong_schools(review), hubs_of_schools(review.visit_starts_on)
    counts, most = reviews_in_year(review.visit_starts_on, but=review.id), _most(ids)
    hub = hubs.get(review.host_school_id, "")
    return [
        Candidate(
            person_id=person.id,
            name=person.name,
            job_title=person.job_title,
            school=person.school.name if person.school else "",
            hub=hubs.get(person.school_id or 0, ""),
            same_hub=bool(hub) and hubs.get(person.school_id or 0) == hub,
            can_lead=leads,
            is_strong=person.school_id in strong,
            reviews=counts.get(person.id, 0),
            most_reviews=most.get(person.id, 0),
            why_not=bars.why_not(person),
        )
        for person, leads in trained
    ]


def by_school(people: Iterable[Candidate]) -> list[SchoolOfCandidates]:
    """The same under the names of their schools; those of whom nobody may come last."""
    groups = [
        SchoolOfCandidates(school or "Central team", first.hub, first.same_hub, first.is_strong, tuple(found))
        for school, members in groupby(people, key=lambda one: one.school)
        for found in [list(members)]
        for first in [found[0]]
    ]
    return sorted(groups, key=lambda one: not one.has_any)


def reviews_in_year(day: date, *, but: int = 0) -> dict[int, int]:
    """On how many teams people are in the school year of this day, reviews that were stopped apart."""
    year = academic_year(day)
    rows = db.session.execute(
        select(Appointment.person_id, func.count(func.distinct(PeerReview.id)))
        .join(PeerReview, PeerReview.id == Appointment.place_id)
        .where(
            Appointment.role.in_([lead_reviewer.name, reviewer.name]),
            Appointment.ends_on.is_(None),
            PeerReview.id != but,
            PeerReview.state != Flow.stopped.name,
            PeerReview.visit_starts_on.between(date(year, 9, 1), date(year + 1, 8, 31)),
        )
        .group_by(Appointment.person_id)
    )
    return {row[0]: row[1] for row in rows}


def hubs_of_schools(on: date) -> dict[int, str]:
    """The hub of each school on this day, by the school's id."""
    rows = db.session.execute(
        select(HubMembership.school_id, Hub.name)
        .join(Hub, Hub.id == HubMembership.hub_id)
        .where(
            HubMembership.starts_on <= on,
            or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > on),
        )
        .order_by(Hub.name.desc())
    )
    return {row[0]: row[1] for row in rows}


def _most(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(ReviewTraining.person_id, ReviewTraining.most_reviews).where(ReviewTraining.person_id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


# Schools, colleagues, readers


def school_called(school_id: int | None) -> list[School]:
    """The school of this id, if there is one, as a list."""
    found = db.session.get(School, school_id) if school_id is not None else None
    return [found] if found is not None else []


def colleagues_of(review: PeerReview) -> Sequence[Any]:
    """Who works at the host school: id, name, job title, by name."""
    return db.session.execute(
        select(Person.id, Person.name, Person.job_title)
        .where(Person.school_id == review.host_school_id, Person.left_on.is_(None), works_here())
        .order_by(Person.name, Person.id)
    ).all()


def workshop_leaders(review: PeerReview) -> Sequence[Any]:
    """Who could lead the workshop: everybody in the trust who was not on the team."""
    return [one for one in people_who(works_here()) if one.id not in team_of(review).ids]


def readers_to_name(review: PeerReview) -> Sequence[Any]:
    """Who might read the report: the host's governors and leaders, other heads, the central team."""
    at_host = and_(
        Appointment.place_id == review.host_school_id,
        Appointment.role.in_(["governor", "senior_leader", "delegate"]),
    )
    at_trust = and_(
        Appointment.place_id == review.trust_id, Appointment.role.in_(["improvement_lead", "coordinator"])
    )
    holding = select(Appointment.person_id).where(
        or_(at_host, at_trust, Appointment.role == "head"), standing(today())
    )
    inside = {*team_of(review).ids, *_leading(review)}
    return [one for one in people_who(Person.id.in_(holding)) if one.id not in inside]


def _leading(review: PeerReview) -> set[int]:
    at_host = select(Appointment.person_id).where(
        Appointment.place_id == review.host_school_id,
        Appointment.role.in_(["head", "senior_leader"]),
        standing(today()),
    )
    return set(db.session.scalars(at_host))
