"""The list of support requests: what a reader may see, filtered and sorted, page by page by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, has_turn, turn_of
from workflows.cases import Deadline
from workflows.clock import today
from workflows.giving import FocusArea
from workflows.places import HubMembership, Place
from workflows.support_requests.model import SupportRequest
from workflows.visibility import Viewer

TURNS: Final = {
    "mine": "Mine",
    "requester": "Whoever asked",
    "receiving_head": "Head of the school that asked",
    "giving_head": "Head of the school that is asked to give",
    "giver": "The giver",
    "coordinator": "The coordinator",
    "improvement_lead": "The improvement lead",
}
"""Whose turn a list can be narrowed to, with the words for it."""


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` asks or gives, `turn` is a key of TURNS."""

    hub_id: int | None = None
    focus_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One request in the list."""

    receiving_school: str
    giving_school: str | None
    focus: str | None


_asking = aliased(Place, name="asking")
_giving = aliased(Place, name="giving")


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _asking.name.label("receiving_school"),
            _giving.name.label("giving_school"),
            FocusArea.name.label("focus"),
        )
        .select_from(SupportRequest)
        .join(_asking, _asking.id == SupportRequest.receiving_school_id)
        .outerjoin(_giving, _giving.id == SupportRequest.giving_school_id)
        .outerjoin(FocusArea, FocusArea.id == SupportRequest.focus_area_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](SupportRequest, Row, _own, sorts={"school": Sort(_asking.name)})


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    searched = (SupportRequest.title, SupportRequest.need, SupportRequest.reference)
    yield from asked_for(SupportRequest, wish, searched=searched)
    if wish.school_id is not None:
        yield _concerns([wish.school_id])
    if wish.hub_id is not None:
        yield _concerns(_members(wish.hub_id))
    if wish.focus_id is not None:
        yield or_(FocusArea.id == wish.focus_id, FocusArea.parent_id == wish.focus_id)
    if wish.turn:
        yield _turn_of(wish.turn, reader)


def _concerns(schools: Any) -> ColumnElement[bool]:
    return or_(
        SupportRequest.receiving_school_id.in_(schools), SupportRequest.giving_school_id.in_(schools)
    )  # fmt: skip


def _members(hub_id: int) -> Any:
    return select(HubMembership.school_id).where(
        HubMembership.hub_id == hub_id,
        HubMembership.starts_on <= today(),
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > today()),
    )


def _turn_of(whose: str, reader: Viewer) -> ColumnElement[bool]:
    if whose in ("receiving_head", "giving_head"):
        school = getattr(SupportRequest, f"{whose.removesuffix('head')}school_id")
        return has_turn(SupportRequest, and_(Deadline.role == "head", Deadline.place_id == school))
    return turn_of(SupportRequest, whose, reader)
