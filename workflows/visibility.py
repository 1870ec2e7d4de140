"""Who may see which cases: one rule, as a condition in SQL for lists and in Python for one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, false, inspect, or_, select, true

from workflows.cases import Case
from workflows.clock import today
from workflows.database import db
from workflows.machine import ASKED, EVERYBODY, ORGANISER, Role
from workflows.people import Appointment, Post, posts_of, standing
from workflows.places import Place, PlaceKind

ANY_PART = "*"
GOVERNS: Final = frozenset({"governor"})
"""Offices of people who govern a school rather than work in it."""
ABOUT_DATES = frozenset({ASKED.name, ORGANISER.name})
"""Parts in a date rather than on its case: they open the date and nothing else."""


@dataclass(frozen=True)
class Viewer:
    """Whoever looks at a list: what they hold at the trust, at schools and in hubs, as `offices`.

    Their parts on cases are left to the database: there may be thousands.
    """

    person_id: int
    trust_id: int
    offices: frozenset[Post]


def posts_on(person_id: int, case: Case) -> frozenset[Post]:
    """What the person holds at the places that count for this case: all that any rule about it asks for."""
    posts, everybody = posts_of(person_id, places=_places(case)), EVERYBODY.post(case)
    if everybody and _is_for_everybody(case) and _works_here(person_id):
        return posts | {everybody}
    return posts


def works_in_trust(offices: frozenset[Post]) -> bool:
    """Whether somebody who holds this at the trust, at schools and in hubs is among its staff."""
    return any(post.role not in GOVERNS for post in offices)


def _is_for_everybody(case: Case) -> bool:
    """Whether any rule about the case names everybody who works in the trust."""
    flow = case.flow
    return EVERYBODY in flow.roles or bool(flow.inherits and _is_for_everybody(getattr(case, flow.inherits)))


def _works_here(person_id: int) -> bool:
    """The twin of `works_in_trust`, for one person whose offices have not been read."""
    offices = select(Place.id).where(Place.kind != PlaceKind.CASE)
    held = select(Appointment.id).where(
        Appointment.person_id == person_id,
        Appointment.role.not_in(sorted(GOVERNS)),
        Appointment.place_id.in_(offices),
        standing(today()),
    )
    return db.session.scalar(select(held.exists())) is True


def _places(case: Case) -> set[int]:
    places = {post.place_id for role in case.flow.roles for post in role.posts(case)}
    return places | _places(getattr(case, case.flow.inherits)) if case.flow.inherits else places


def may_see(case: Case, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts may open the case and everything in it."""
    if any(_holds(role, case, posts) for role in case.flow.readers):
        return True
    return bool(case.flow.inherits) and may_see(getattr(case, case.flow.inherits), posts)


def has_part(case: Case, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts has a part on the case itself."""
    return _holds(Role(ANY_PART), case, posts)


def may_read_summary(case: Case, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts may read what has been released of the case."""
    return any(_holds(role, case, posts) for role in case.flow.released_to)


def visible_to(kind: type[Case], viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which the viewer may see a case of this kind; the twin of `may_see`."""
    return or_(false(), *_conditions(kind, viewer))


def _holds(role: Role, case: Case, posts: frozenset[Post]) -> bool:
    if role.name == ANY_PART:
        return any(post.place_id == case.id and post.role not in ABOUT_DATES for post in posts)
    return role.post(case) in posts


def _conditions(kind: type[Case], viewer: Viewer) -> Iterator[ColumnElement[bool]]:
    yield from (_reads(role, kind, viewer) for role in kind.flow.readers)
    if kind.flow.inherits:
        source = getattr(kind, f"{kind.flow.inherits}_id")
        for other in Case.__subclasses__():
            if other is not kind:
                # Asked of each row that is read, rather than as a list of all that the viewer may see.
                seen = select(other.id).where(other.id == source, visible_to(other, viewer))
                yield exists(seen.correlate(inspect(kind).local_table))


def _reads(role: Role, kind: type[Case], viewer: Viewer) -> ColumnElement[bool]:
    if role.name == ANY_PART:
        return kind.id.in_(_cases_of(viewer))
    if role == EVERYBODY:
        return true() if works_in_trust(viewer.offices) else false()
    if role.at == "trust":
        return true() if Post(role.name, viewer.trust_id) in viewer.offices else false()
    places = sorted(post.place_id for post in viewer.offices if post.role == role.name)
    at_place: ColumnElement[bool] = getattr(kind, f"{role.at}_id").in_(places)
    return at_place


def _cases_of(viewer: Viewer) -> Select[int]:
    return select(Appointment.place_id).where(
        Appointment.person_id == viewer.person_id,
        Appointment.role.not_in(sorted(ABOUT_DATES)),
        standing(today()),
    )
