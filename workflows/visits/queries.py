"""Reads one visit, or one offer, with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from workflows.case_history import (
    CaseFile,
    around,
    history_of,
)
from workflows.database import db
from workflows.library import LibraryEntry, out_of_case
from workflows.people import Post
from workflows.visits.effects import places_taken
from workflows.visits.flow import (
    PEOPLE,
    VisitFlow,
    companion,
    host_head,
    host_leaders,
    visiting_head,
    visiting_leaders,
)
from workflows.visits.flow import central_team as lead
from workflows.visits.flow import host_contact as contact
from workflows.visits.flow import visitor as visitor_role
from workflows.visits.model import Visit

VISITORS: Final = (visitor_role, companion, visiting_head, visiting_leaders, lead)
HOSTS: Final = (contact, host_head, host_leaders)


@dataclass(frozen=True, kw_only=True)
class VisitFile(CaseFile):
    """A visit and everything around it that its page shows; read once, nothing is fetched later."""

    visit: Visit
    #: whether the reader may read what the visitors made of it
    reads_reflection: bool
    #: what came of it in the library
    entry: LibraryEntry | None = None
    #: of an offer: how many people come, or have asked to
    taken: int = 0


def find(reference: str) -> Visit | None:
    """The visit of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(Visit)
        .where(Visit.reference == reference)
        .options(
            joinedload(Visit.visiting_school),
            joinedload(Visit.host_school),
            joinedload(Visit.visitor),
            joinedload(Visit.host_contact),
            joinedload(Visit.entry),
            # By its key: joined, with the table of each kind, a database would read every case there is.
            selectinload(Visit.library),
            selectinload(Visit.focus_areas),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(visit: Visit, posts: frozenset[Post]) -> VisitFile:
    """Read all that is around a visit, as somebody with these posts may know it."""
    history = history_of(visit.id)
    kinds = {one.kind for one in history}
    shown = [post for role in (*PEOPLE, companion) if (post := role.post(visit))]
    return VisitFile(
        **around(visit, shown, posts),
        visit=visit,
        history=history,
        reads_reflection=reads_reflection(visit, posts),
        entry=out_of_case(visit.id) if VisitFlow.consent.name in kinds else None,
        taken=places_taken(visit.id) if visit.is_offer else 0,
    )


def reads_reflection(visit: Visit, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts reads what the visitors made of it: the host once it is shared."""
    roles = VISITORS if visit.shared_at is None else (*VISITORS, *HOSTS)
    return any(role.post(visit) in posts for role in roles)
