"""Schools and hubs, as everybody in the trust may read of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from workflows.administration.paging import Page, turn
from workflows.clock import today
from workflows.database import db
from workflows.directory.strengths import at_or_below, names_of_strengths
from workflows.giving import Expertise
from workflows.people import Appointment, Person, standing
from workflows.places import Hub, HubMembership, Phase, Place, PlaceKind, School, SchoolStatus
from workflows.support_requests.flow import SupportRequestFlow
from workflows.support_requests.model import SupportRequest
from workflows.visibility import Viewer, visible_to

MOST_SHOWN: Final = 50
"""Requests that a school's page names; there is a list for the others."""
_GOING_ON: Final = [
    state.name
    for state in SupportRequestFlow.states.values()
    if not state.final and state not in (SupportRequestFlow.draft, SupportRequestFlow.checking)
]


@dataclass(frozen=True, kw_only=True)
class SchoolsWanted:
    """Which schools to list."""

    words: str = ""
    phase: Phase | None = None
    hub_id: int | None = None
    focus_id: int | None = None
    #: those that have closed or not opened yet as well
    every_status: bool = False


class Named(NamedTuple):
    """Somebody or something to lead to."""

    id: int
    name: str


@dataclass
class SchoolLine:
    """A school in the list."""

    id: int
    name: str
    phase: Phase
    status: SchoolStatus
    heads: tuple[Named, ...] = ()
    hubs: tuple[Named, ...] = ()
    strengths: tuple[str, ...] = ()


@dataclass
class HubLine:
    """A hub with its coordinators and its schools."""

    id: int
    name: str
    purpose: str
    coordinators: tuple[Named, ...] = ()
    schools: tuple[Named, ...] = ()


class OpenSupport(NamedTuple):
    """A support request that is going on, and the school at its other end."""

    reference: str
    title: str
    state: str
    is_giving: bool
    other: str | None


def schools(
    wanted: SchoolsWanted, *, before: int | None = None, after: int | None = None
) -> Page[SchoolLine]:
    """A page of schools by name, in five statements at most."""
    statement = select(School.id, School.name, School.phase, School.status).where(*_conditions(wanted))
    page = turn(statement, (School.name, School.id), before=before, after=after, make=SchoolLine)
    ids = [line.id for line in page.rows]
    heads, hubs = holders_of("head", ids), _hubs_of(ids)
    strengths = names_of_strengths(Expertise.school_id, ids)
    for line in page.rows:
        line.heads, line.hubs = heads.get(line.id, ()), hubs.get(line.id, ())
        line.strengths = strengths.get(line.id, ())
    return page


def hubs() -> list[HubLine]:
    """Every hub by name; three statements."""
    found = [
        HubLine(*row) for row in db.session.execute(select(Hub.id, Hub.name, Hub.purpose).order_by(Hub.name))
    ]
    members = _grouped(
        select(HubMembership.hub_id, Place.id, Place.name)
        .join(Place, Place.id == HubMembership.school_id)
        .where(member_today())
        .order_by(Place.name)
    )
    coordinators = holders_of("coordinator", [hub.id for hub in found])
    for hub in found:
        hub.schools, hub.coordinators = members.get(hub.id, ()), coordinators.get(hub.id, ())
    return found


def hubs_of_school(school_id: int) -> tuple[Named, ...]:
    """The hubs that a school is in today."""
    return _hubs_of([school_id]).get(school_id, ())


def open_support(school_id: int, viewer: Viewer) -> list[OpenSupport]:
    """The support that a school gives or receives now, as far as the viewer may see it, newest first.

    Without drafts: nobody has been asked for anything yet.
    """
    receiving, giving = aliased(Place), aliased(Place)
    rows = db.session.execute(
        select(
            SupportRequest.reference,
            SupportRequest.title,
            SupportRequest.state,
            SupportRequest.receiving_school_id,
            receiving.name.label("receiving"),
            giving.name.label("giving"),
        )
        .join(receiving, receiving.id == SupportRequest.receiving_school_id)
        .outerjoin(giving, giving.id == SupportRequest.giving_school_id)
        .where(
            SupportRequest.state.in_(_GOING_ON),
            or_(
                SupportRequest.receiving_school_id == school_id,
                SupportRequest.giving_school_id == school_id,
            ),
            visible_to(SupportRequest, viewer),
        )
        .order_by(SupportRequest.id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        OpenSupport(
            row.reference, row.title, row.state, is_giving, row.receiving if is_giving else row.giving
        )
        for row in rows
        for is_giving in (row.receiving_school_id != school_id,)
    ]


def holders_of(role: str, places: Iterable[int]) -> dict[int, tuple[Named, ...]]:
    """Who holds a role today, by place."""
    return _grouped(
        select(Appointment.place_id, Person.id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.place_id.in_(list(places)),
            Appointment.role == role,
            standing(today()),
            Person.left_on.is_(None),
        )
        .order_by(Person.name)
    )


def member_today() -> ColumnElement[bool]:
    """The condition under which a school is in a hub today."""
    ends = HubMembership.ends_on
    return (HubMembership.starts_on <= today()) & or_(ends.is_(None), ends > today())


def _hubs_of(schools: Iterable[int]) -> dict[int, tuple[Named, ...]]:
    return _grouped(
        select(HubMembership.school_id, Place.id, Place.name)
        .join(Place, Place.id == HubMembership.hub_id)
        .where(HubMembership.school_id.in_(list(schools)), member_today())
        .order_by(Place.name)
    )


def _grouped(statement: Select[*tuple[Any, ...]]) -> dict[int, tuple[Named, ...]]:
    """Rows of (key, id, name) by key."""
    found: dict[int, list[Named]] = {}
    for key, *named in db.session.execute(statement):
        found.setdefault(key, []).append(Named(*named))
    return {key: tuple(names) for key, names in found.items()}


def _conditions(wanted: SchoolsWanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [School.kind == PlaceKind.SCHOOL]
    if not wanted.every_status:
        found.append(School.status.in_((SchoolStatus.OPEN, SchoolStatus.CLOSING)))
    if wanted.words:
        found.append(or_(School.name.icontains(wanted.words, autoescape=True), School.urn == wanted.words))
    if wanted.phase is not None:
        found.append(School.phase == wanted.phase)
    if wanted.hub_id is not None:
        in_hub = select(HubMembership.school_id).where(HubMembership.hub_id == wanted.hub_id, member_today())
        found.append(School.id.in_(in_hub))
    if wanted.focus_id is not None:
        strong = select(Expertise.school_id).where(at_or_below(wanted.focus_id))
        found.append(School.id.in_(strong.where(Expertise.school_id.is_not(None))))
    return found
