"""Who may be on the team of a review, and why somebody may not, in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from workflows.clock import day_in_words
from workflows.database import db
from workflows.directory.strengths import at_or_below
from workflows.giving import Expertise, people_in_conflict
from workflows.line_management import oversight_between
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import lead_reviewer, reviewer
from workflows.peer_reviews.model import PeerReview, ReviewDay, ReviewTraining
from workflows.people import Appointment, Holder, Person, Post, holders
from workflows.places import School
from workflows.school_calendar import academic_year

_ON_TEAM: Final = (lead_reviewer.name, reviewer.name)


@dataclass(frozen=True)
class Team:
    """The people of a review's team now."""

    lead: Holder | None
    reviewers: tuple[Holder, ...]

    @property
    def everybody(self) -> tuple[Holder, ...]:
        return (*((self.lead,) if self.lead else ()), *self.reviewers)

    @property
    def ids(self) -> list[int]:
        return [one.person_id for one in self.everybody]


def team_of(review: PeerReview) -> Team:
    """Who leads the review, and who else is on its team."""
    leads, others = Post(lead_reviewer.name, review.id), Post(reviewer.name, review.id)
    found = holders([leads, others])
    return Team(next(iter(found[leads]), None), tuple(found[others]))


def schools_of_visit(review: PeerReview, people: Iterable[int]) -> list[School]:
    """The host school and those of these people, each once, the host first."""
    wanted = select(Person.school_id).where(Person.id.in_(list(people)))
    others = db.session.scalars(
        select(School).where(School.id.in_(wanted), School.id != review.host_school_id).order_by(School.name)
    )
    return [review.host_school, *others]


def heads_of(review: PeerReview) -> set[int]:
    """The people who lead the host school."""
    post = Post("head", review.host_school_id)
    return {holder.person_id for holder in holders([post])[post]}


class Bars:
    """What keeps people off the team of one review, found once for all who are looked at together."""

    def __init__(self, review: PeerReview, people: Collection[int], on: date) -> None:
        self.review, self.on = review, on
        self.heads = heads_of(review)
        self.in_conflict = people_in_conflict(review.host_school_id, self.heads, on)
        self.pairs = oversight_between(people, on)
        self.swaps = swaps_with(review)
        self.elsewhere = _days_elsewhere(review, people)

    def why_not(self, person: Person) -> str:
        """Why this person may not be on the team, as a sentence; empty if they may."""
        host = self.review.host_school
        if person.left_on is not None and person.left_on <= self.on:
            return f"{person.name} has left the trust"
        if person.school_id is None:
            return f"{person.name} does not work at a school of the trust"
        if person.school_id == host.id:
            return f"{person.name} works at {host.name}"
        if person.id in self.in_conflict:
            return f"{person.name} cannot review this school. Choose somebody else"
        if any(frozenset((person.id, head)) in self.pairs for head in self.heads):
            return f"{person.name} and the head of {host.name} answer for each other's work"
        return self._why_swapped(person) or self._why_elsewhere(person)

    def _why_swapped(self, person: Person) -> str:
        if person.school_id not in self.swaps:
            return ""
        school, host = person.school.name if person.school else "", self.review.host_school.name
        return f"{host} already reviews {school} this year, so nobody from there can review {host}"

    def _why_elsewhere(self, person: Person) -> str:
        """Nobody can be at two schools on one day."""
        day = self.elsewhere.get(person.id)
        return _said_elsewhere(person, day) if day else ""


def why_not(review: PeerReview, person: Person, on: date, *, leads: bool = False) -> str:
    """Why this person may not be on the team, as a sentence; empty if they may."""
    said = Bars(review, [person.id], on).why_not(person)
    if not said and leads and not can_lead(person.id, on):
        return f"{person.name} is not trained to lead a review"
    return said


def why_not_lead_workshop(review: PeerReview, person: Person, on: date) -> str:
    """Why this person may not lead the workshop after the review, as a sentence; empty if they may."""
    if person.id in team_of(review).ids:
        return f"{person.name} was on the team: somebody else leads the workshop"
    if person.id in people_in_conflict(review.host_school_id, heads_of(review), on):
        return f"{person.name} cannot lead this workshop. Choose somebody else"
    return ""


def can_lead(person_id: int, on: date) -> bool:
    """Whether the person is trained to lead a review."""
    training = db.session.get(ReviewTraining, person_id)
    return (
        training is not None and training.can_lead and (training.ended_on is None or training.ended_on > on)
    )


def swaps_with(review: PeerReview) -> set[int]:
    """The schools that this host's people review in the same school year: none of them may review it."""
    year = academic_year(review.visit_starts_on)
    sent = (
        select(PeerReview.host_school_id)
        .join(Appointment, Appointment.place_id == PeerReview.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            PeerReview.id != review.id,
            PeerReview.state != Flow.stopped.name,
            PeerReview.visit_starts_on.between(date(year, 9, 1), date(year + 1, 8, 31)),
            Appointment.role.in_(_ON_TEAM),
            Appointment.ends_on.is_(None),
            Person.school_id == review.host_school_id,
        )
    )
    return set(db.session.scalars(sent))


def strong_schools(review: PeerReview) -> set[int]:
    """The schools that are strong in one of the review's foci, themselves or by somebody who works there."""
    areas = or_(*(at_or_below(focus.focus_area_id) for focus in review.foci))
    owned = select(Expertise.school_id).where(areas, Expertise.school_id.is_not(None))
    by_people = (
        select(Person.school_id)
        .join(Expertise, Expertise.person_id == Person.id)
        .where(areas, Person.school_id.is_not(None), Person.left_on.is_(None))
    )
    return {one for one in db.session.scalars(owned.union(by_people)) if one is not None}


def lacks_strength(review: PeerReview, schools: Collection[int | None]) -> bool:
    """Whether nobody on the team comes from a school that is strong in a focus."""
    return not strong_schools(review) & set(schools)


def doubts(review: PeerReview, on: date) -> list[str]:
    """What is no longer right with the team, in sentences; empty while it may go on."""
    team = team_of(review)
    people = _people(team.ids)
    found = [] if team.lead else ["Nobody leads this review any more"]
    found += [] if team.reviewers else ["The team has no reviewer beside its lead"]
    bars = Bars(review, team.ids, on)
    found += [said for person in people if (said := bars.why_not(person))]
    if people and lacks_strength(review, [one.school_id for one in people]):
        found.append("Nobody on the team comes from a school that is strong in the focus")
    return found


def who_is_elsewhere(review: PeerReview) -> str:
    """Who of the team reviews another school on a day of this visit, as a sentence; empty if nobody."""
    elsewhere = _days_elsewhere(review, team_of(review).ids)
    for person in _people(elsewhere):
        return _said_elsewhere(person, elsewhere[person.id])
    return ""


def candidates(on: date) -> list[tuple[Person, bool]]:
    """Everybody who is trained to review and still asked, by school and name, and whether they can lead."""
    statement = (
        select(Person, ReviewTraining.can_lead)
        .join(ReviewTraining, ReviewTraining.person_id == Person.id)
        .outerjoin(School, School.id == Person.school_id)
        .where(
            Person.left_on.is_(None),
            or_(ReviewTraining.ended_on.is_(None), ReviewTraining.ended_on > on),
        )
        .options(contains_eager(Person.school))
        .order_by(School.name, Person.name, Person.id)
    )
    return [(person, leads) for person, leads in db.session.execute(statement)]


def _people(ids: Iterable[int]) -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.id.in_(list(ids))).order_by(Person.name)))


def _said_elsewhere(person: Person, day: date) -> str:
    return f"{person.name} reviews another school on {day_in_words(day)}"


def _days_elsewhere(review: PeerReview, people: Collection[int]) -> dict[int, date]:
    """The first day of the visit on which each of these people reviews another school already."""
    rows = db.session.execute(
        select(Appointment.person_id, func.min(ReviewDay.on))
        .join(PeerReview, PeerReview.id == Appointment.place_id)
        .join(ReviewDay, ReviewDay.review_id == PeerReview.id)
        .where(
            PeerReview.id != review.id,
            PeerReview.state.not_in([Flow.stopped.name, Flow.postponed.name]),
            ReviewDay.on.in_(review.visit_days),
            Appointment.person_id.in_(people),
            Appointment.role.in_(_ON_TEAM),
            Appointment.ends_on.is_(None),
        )
        .group_by(Appointment.person_id)
    )
    return {row[0]: row[1] for row in rows}
