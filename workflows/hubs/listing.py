"""Hubs as a list: what each is for, who coordinates it, and when it meets next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, turn_of
from workflows.clock import LONDON
from workflows.database import db
from workflows.directory.schools import member_today
from workflows.group_columns import lead_name, next_meeting
from workflows.hubs.flow import coordinator
from workflows.hubs.model import HubCase
from workflows.people import Post
from workflows.places import Hub, HubMembership
from workflows.visibility import Viewer

TURNS: Final = {"mine": "Mine", coordinator.name: "The coordinator"}
"""Whose turn the list can be narrowed to, with the words for it."""


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` is in the hub today."""


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One hub in the list."""

    purpose: str
    lead: str | None
    schools: int
    meets_at: datetime | None

    @property
    def meets_on(self) -> date | None:
        """The day of its next meeting."""
        return self.meets_at.astimezone(LONDON).date() if self.meets_at else None


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    schools = (
        select(func.count(HubMembership.id))
        .where(HubMembership.hub_id == HubCase.hub_id, member_today())
        .correlate(HubCase)
        .scalar_subquery()
    )
    return (
        select(
            Hub.purpose.label("purpose"),
            lead_name(coordinator.name, HubCase.hub_id).label("lead"),
            schools.label("schools"),
            next_meeting(HubCase).label("meets_at"),
        )
        .select_from(HubCase)
        .join(Hub, Hub.id == HubCase.hub_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](HubCase, Row, _own, sorts={"name": Sort(func.lower(HubCase.title))})


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    yield from asked_for(HubCase, wish, searched=(HubCase.title, Hub.purpose, HubCase.reference))
    if wish.school_id is not None:
        yield exists().where(
            HubMembership.hub_id == HubCase.hub_id, HubMembership.school_id == wish.school_id, member_today()
        )
    if wish.turn:
        yield turn_of(HubCase, wish.turn, reader)


def to_take_up(posts: frozenset[Post], trust_id: int) -> list[Hub]:
    """Hubs of the directory whose work nobody has taken up, and somebody with these posts may; by name."""
    statement = select(Hub).where(Hub.id.not_in(select(HubCase.hub_id))).order_by(Hub.name, Hub.id)
    if Post("improvement_lead", trust_id) not in posts:
        own = [post.place_id for post in posts if post.role == coordinator.name]
        statement = statement.where(Hub.id.in_(own))
    return list(db.session.scalars(statement))


def references_of(hub_ids: list[int]) -> dict[int, str]:
    """Where the work of these hubs is, by hub; those are missing that nobody has taken up."""
    rows = db.session.execute(select(HubCase.hub_id, HubCase.reference).where(HubCase.hub_id.in_(hub_ids)))
    return {row.hub_id: row.reference for row in rows}
