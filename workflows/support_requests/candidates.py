"""Reads what the shortlist judges: schools, their people and strengths, in three or four statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.fit import LeftOut, Spot, Strength
from workflows.giving import Allowance, Expertise, FocusArea, FocusKind, Grant, people_in_conflict, taken_days
from workflows.people import Appointment, Person, standing
from workflows.places import OPEN, Phase, School, Trust
from workflows.school_calendar import academic_year
from workflows.support_requests.flow import SupportRequestFlow
from workflows.support_requests.model import OfferAnswer, SupportRequest
from workflows.support_requests.shortlist import (
    Candidate,
    Shortlist,
    Wanted,
    rank,
)

OPEN_STATES = [state.name for state in SupportRequestFlow.states.values() if not state.final]


@dataclass
class _SchoolFacts:
    """A school as the shortlist needs it."""

    school_id: int
    name: str
    phase: Phase
    spot: Spot
    given: float
    received: float
    busy_with: int
    heads: set[int] = field(default_factory=set)
    strengths: list[Strength] = field(default_factory=list)


@dataclass
class _PersonFacts:
    """A person with some strength near what is asked."""

    person_id: int
    name: str
    job_title: str
    school_id: int
    allowed: float
    taken: float
    busy_with: int
    strengths: list[Strength] = field(default_factory=list)


def shortlist(request: SupportRequest, *, tell_conflicts: bool) -> Shortlist:
    """Everybody who could give what is asked, best first.

    `tell_conflicts`: whether the reader may know that somebody has declared a conflict of interest.
    """
    day = today()
    schools = _schools(request, day)
    people = _people(request, schools, day)
    here = schools.pop(request.receiving_school_id)
    barred = people_in_conflict(request.receiving_school_id, here.heads, day)
    wanted = Wanted(focus_id=request.focus_area_id, phase=here.phase, spot=here.spot)
    said_no = _refusals(request)
    named = [p for p in people if p.person_id not in barred and p.school_id in schools]
    candidates = [*_named(named, schools, said_no), *_unnamed(named, schools, said_no)]
    left_out = [*_barred(people, barred, schools, tell=tell_conflicts), *_headless(schools)]
    return Shortlist(rank(wanted, candidates), tuple(left_out))


def _named(
    people: list[_PersonFacts], schools: dict[int, _SchoolFacts], said_no: dict[int, str]
) -> Iterator[Candidate]:
    for person in people:
        school = schools[person.school_id]
        if school.heads:
            yield Candidate(
                **_of_school(school, said_no),
                person_id=person.person_id,
                person=person.name,
                job_title=person.job_title,
                strengths=(*person.strengths, *school.strengths),
                days_allowed=person.allowed,
                days_left=person.allowed - person.taken,
                busy_with=person.busy_with,
            )


def _unnamed(
    people: list[_PersonFacts], schools: dict[int, _SchoolFacts], said_no: dict[int, str]
) -> Iterator[Candidate]:
    with_somebody = {person.school_id for person in people}
    for school in schools.values():
        if school.heads and school.school_id not in with_somebody:
            yield Candidate(
                **_of_school(school, said_no),
                strengths=tuple(school.strengths),
                busy_with=school.busy_with,
            )


def _of_school(school: _SchoolFacts, said_no: dict[int, str]) -> dict[str, Any]:
    return {
        "school_id": school.school_id,
        "school": school.name,
        "phase": school.phase,
        "spot": school.spot,
        "given": school.given,
        "received": school.received,
        "declined": said_no.get(school.school_id),
    }


def _refusals(request: SupportRequest) -> dict[int, str]:
    """What schools said that were asked before, by school; released again counts as no refusal."""
    return {
        offer.school_id: offer.reason
        for offer in request.offers
        if offer.answer in (OfferAnswer.DECLINED, OfferAnswer.MOVED_ON)
    }


def _barred(
    people: list[_PersonFacts], barred: set[int], schools: dict[int, _SchoolFacts], *, tell: bool
) -> Iterator[LeftOut]:
    why = "has declared a conflict of interest" if tell else "cannot be asked about this request"
    for person in sorted(people, key=lambda one: (one.name, one.person_id)):
        if person.person_id in barred and person.school_id in schools:
            yield LeftOut(f"{person.name}, {schools[person.school_id].name}", why)


def _headless(schools: dict[int, _SchoolFacts]) -> Iterator[LeftOut]:
    for school in schools.values():
        if not school.heads:
            yield LeftOut(school.name, "has no head on Alongside who could release somebody")


def _schools(request: SupportRequest, day: date) -> dict[int, _SchoolFacts]:
    """Every open school of the trust with its heads, and the receiving one, by name."""
    year = academic_year(day)
    head = (
        select(Appointment.place_id, Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role == "head", standing(day), Person.left_on.is_(None))
        .subquery()
    )
    rows = db.session.execute(
        select(
            School.id,
            School.name,
            School.phase,
            School.easting,
            School.northing,
            School.postcode,
            _sum_of_days(Grant.giving_school_id, year).label("given"),
            _sum_of_days(Grant.receiving_school_id, year).label("received"),
            _open_requests(SupportRequest.giving_school_id == School.id).label("busy_with"),
            head.c.person_id.label("head_id"),
        )
        .outerjoin(head, head.c.place_id == School.id)
        .where(
            or_(
                School.status.in_(OPEN),
                School.id == request.receiving_school_id,
            )
        )
        .order_by(School.name, School.id)
    )
    found: dict[int, _SchoolFacts] = {}
    for row in rows:
        school = found.setdefault(row.id, _school(row))
        if row.head_id is not None:
            school.heads.add(row.head_id)
    return found


def _school(row: Any) -> _SchoolFacts:
    spot = Spot(easting=row.easting, northing=row.northing, postcode=row.postcode)
    return _SchoolFacts(
        row.id, row.name, row.phase, spot, row.given, row.received, row.busy_with
    )  # fmt: skip


def _people(request: SupportRequest, schools: dict[int, _SchoolFacts], day: date) -> list[_PersonFacts]:
    """People with a strength in the ring of what is asked; those of schools are put with their schools."""
    usual = db.session.get_one(Trust, request.trust_id).giving_days
    found: dict[int, _PersonFacts] = {}
    for row in db.session.execute(_strengths(request, academic_year(day))):
        own = row.person_id is not None
        strength = Strength(focus_id=row.focus_area_id, focus=row.focus, phase=row.strong_in, own=own)
        if not own:
            if row.of_school in schools:
                schools[row.of_school].strengths.append(strength)
        elif row.school_id in schools:
            allowed = usual if row.allowed is None else row.allowed
            person = _PersonFacts(
                row.person_id, row.name, row.job_title, row.school_id, allowed, row.taken, row.busy_with
            )
            found.setdefault(row.person_id, person).strengths.append(strength)
    return list(found.values())


def _strengths(request: SupportRequest, year: int) -> Any:
    """Entries of expertise in the focus area or its ring, with who they are of and their year so far."""
    allowed = (
        select(Allowance.days)
        .where(Allowance.person_id == Person.id, Allowance.year == year)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Expertise.focus_area_id,
            FocusArea.name.label("focus"),
            Expertise.phase.label("strong_in"),
            Expertise.school_id.label("of_school"),
            Person.id.label("person_id"),
            Person.name,
            Person.job_title,
            Person.school_id,
            allowed.label("allowed"),
            taken_days(year).label("taken"),
            _open_requests(SupportRequest.giver_id == Person.id).label("busy_with"),
        )
        .join(FocusArea, FocusArea.id == Expertise.focus_area_id)
        .outerjoin(Person, Person.id == Expertise.person_id)
        .where(_near(request.focus_area), or_(Expertise.person_id.is_(None), Person.left_on.is_(None)))
        .order_by(Expertise.id)
    )


def _near(focus: FocusArea | None) -> Any:
    """The focus area, its ring, and what else lies in the ring."""
    if focus is None:
        return FocusArea.id.is_(None)
    ring = focus.id if focus.kind is FocusKind.RING or focus.parent_id is None else focus.parent_id
    return or_(FocusArea.id == ring, FocusArea.parent_id == ring)


def _sum_of_days(school_column: Any, year: int) -> ScalarSelect[float]:
    return (
        select(func.coalesce(func.sum(Grant.used), 0.0))
        .where(school_column == School.id, Grant.year == year)
        .correlate(School)
        .scalar_subquery()
    )


def _open_requests(whose: Any) -> ScalarSelect[int]:
    """How many open requests this person or school gives to."""
    return (
        select(func.count())
        .select_from(SupportRequest)
        .where(whose, SupportRequest.state.in_(OPEN_STATES))
        .correlate(Person, School)
        .scalar_subquery()
    )
