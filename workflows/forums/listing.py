"""Forums as a list: what each is for, who chairs it, who comes, and when it meets next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, turn_of
from workflows.clock import LONDON, today
from workflows.database import db
from workflows.forums.details import ForumKind
from workflows.forums.effects import OPEN
from workflows.forums.flow import chair, member
from workflows.forums.model import Forum
from workflows.giving import FocusArea
from workflows.group_columns import lead_name, next_meeting
from workflows.people import Appointment, Person, standing
from workflows.visibility import Viewer

TURNS: Final = {"mine": "Mine", chair.name: "The chair", "improvement_lead": "The improvement lead"}
"""Whose turn the list can be narrowed to, with the words for it."""


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` has a member."""

    kind: ForumKind | None = None
    focus_id: int | None = None
    #: the reader's own
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One forum in the list."""

    group_kind: ForumKind
    purpose: str
    focus: str | None
    lead: str | None
    members: int
    schools: int
    meets_at: datetime | None

    @property
    def meets_on(self) -> date | None:
        """The day of its next meeting."""
        return self.meets_at.astimezone(LONDON).date() if self.meets_at else None


def _belonging(*conditions: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    return [
        Appointment.place_id == Forum.id,
        Appointment.role.in_([chair.name, member.name]),
        standing(today()),
        *conditions,
    ]


def _count(what: Any) -> Any:
    counted = select(func.count(what.distinct())).join(Appointment, Appointment.person_id == Person.id)
    return counted.where(*_belonging(Person.left_on.is_(None))).correlate(Forum).scalar_subquery()


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Forum.group_kind.label("group_kind"),
            Forum.purpose.label("purpose"),
            FocusArea.name.label("focus"),
            lead_name(chair.name, Forum.id).label("lead"),
            _count(Person.id).label("members"),
            _count(Person.school_id).label("schools"),
            next_meeting(Forum).label("meets_at"),
        )
        .select_from(Forum)
        .outerjoin(FocusArea, FocusArea.id == Forum.focus_area_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](Forum, Row, _own, sorts={"name": Sort(func.lower(Forum.title))})


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    yield from asked_for(Forum, wish, searched=(Forum.title, Forum.purpose, Forum.reference))
    if wish.kind is not None:
        yield Forum.group_kind == wish.kind
    if wish.focus_id is not None:
        yield or_(FocusArea.id == wish.focus_id, FocusArea.parent_id == wish.focus_id)
    if wish.school_id is not None:
        at_school = select(Person.id).where(Person.school_id == wish.school_id, Person.left_on.is_(None))
        yield exists().where(*_belonging(Appointment.person_id.in_(at_school)))
    if wish.mine:
        yield exists().where(*_belonging(Appointment.person_id == reader.person_id))
    if wish.turn:
        yield turn_of(Forum, wish.turn, reader)


def forums_to_report_to(but: int | None = None) -> list[Forum]:
    """Groups that still meet and could hear what another has decided, by name."""
    statement = select(Forum).where(Forum.state.in_(OPEN)).order_by(Forum.title, Forum.id)
    return list(db.session.scalars(statement.where(Forum.id != but) if but is not None else statement))


def forums_of_school(school_id: int) -> list[Forum]:
    """The forums that still meet and to which somebody of this school belongs, by name."""
    held = (
        select(Appointment.place_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Person.school_id == school_id,
            Person.left_on.is_(None),
            Appointment.role.in_([chair.name, member.name]),
            standing(today()),
        )
    )
    found = select(Forum).where(Forum.id.in_(held), Forum.state.in_(OPEN))
    return list(db.session.scalars(found.order_by(Forum.title, Forum.id)))
