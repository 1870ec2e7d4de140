"""Who may see which cases: one rule, as a condition in SQL for lists and in Python for one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, false, inspect, or_, select, true

from workflows.cases import Case
from workflows.clock import today
from workflows.machine import ASKED, ORGANISER, Role
from workflows.people import Appointment, Post, posts_of, standing

ANY_PART = "*"
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
    return posts_of(person_id, places=_places(case))


def _places(case: Case) -> set[int]:
    posts = (role.post(case) for role in case.flow.roles)
    places = {post.place_id for post in posts if post is not None}
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
    for role in kind.flow.readers:
        if role.name == ANY_PART:
            yield kind.id.in_(_cases_of(viewer))
        elif role.at != "trust":
            places = sorted(post.place_id for post in viewer.offices if post.role == role.name)
            yield getattr(kind, f"{role.at}_id").in_(places)
        elif Post(role.name, viewer.trust_id) in viewer.offices:
            yield true()
    if kind.flow.inherits:
        source = getattr(kind, f"{kind.flow.inherits}_id")
        for other in Case.__subclasses__():
            if other is not kind:
                # Asked of each row that is read, rather than as a list of all that the viewer may see.
                seen = select(other.id).where(other.id == source, visible_to(other, viewer))
                yield exists(seen.correlate(inspect(kind).local_table))


def _cases_of(viewer: Viewer) -> Select[int]:
    return select(Appointment.place_id).where(
        Appointment.person_id == viewer.person_id,
        Appointment.role.not_in(sorted(ABOUT_DATES)),
        standing(today()),
    )
