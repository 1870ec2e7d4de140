"""Meetings as lists: those to come, those that were, and what is asked of one reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, cast, exists, extract, func, or_, select
from sqlalchemy.orm import aliased

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, turn_of
from workflows.cases import Case
from workflows.clock import LONDON, local, now, today
from workflows.database import db
from workflows.dates.model import Answer, Attendance
from workflows.forums import Forum
from workflows.hubs import HubCase
from workflows.meetings.flow import MeetingFlow
from workflows.meetings.model import Decision, Meeting
from workflows.people import Appointment, standing
from workflows.places import Place
from workflows.visibility import Viewer

MOST_NEXT: Final = 6
TURNS: Final = {
    "mine": "Mine",
    "chair": "Whoever leads the meeting",
    "head": "The head of the school that is asked to host",
}
"""Whose turn a list can be narrowed to, with the words for it."""
BY_DAY: Final = "on"


class When(StrEnum):
    """Which meetings a reader looks at."""

    AHEAD = "ahead"
    PAST = "past"
    ALL = "all"


class Of(StrEnum):
    """The kind of group."""

    HUBS = "hubs"
    FORUMS = "forums"


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` hosts, or belongs to it."""

    when: When = When.ALL
    of: Of | None = None
    group_id: int | None = None
    #: only those to which the reader belongs
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One meeting in the list."""

    group: str
    group_kind: str
    group_reference: str
    host_school: str | None
    starts_at: datetime
    ends_at: datetime
    where: str
    link: str
    #: how many decisions the minutes hold that everybody can read
    decisions: int

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(LONDON).date()


_host = aliased(Place, name="host")
_decided: Any = (
    select(func.count(Decision.id))
    .where(Decision.meeting_id == Meeting.id)
    .correlate(Meeting)
    .scalar_subquery()
)


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    group: Any = Case.__table__.alias("of_group")
    return (
        select(
            group.c.title.label("group"),
            group.c.kind.label("group_kind"),
            group.c.reference.label("group_reference"),
            _host.name.label("host_school"),
            Meeting.starts_at.label("starts_at"),
            Meeting.ends_at.label("ends_at"),
            Meeting.where.label("where"),
            Meeting.link.label("link"),
            _decided.label("decisions"),
        )
        .select_from(Meeting)
        .join(group, group.c.id == Meeting.group_id)
        .outerjoin(_host, _host.id == Meeting.host_school_id)
        .where(*_conditions(wish, reader, group))
    )


LIST: Final = CaseList[Row, Wish](
    Meeting, Row, _own, sorts={BY_DAY: Sort(cast(extract("epoch", Meeting.starts_at), Integer), int)}
)


def _conditions(wish: Wish, reader: Viewer, group: Any) -> Iterator[ColumnElement[bool]]:
    # In titles and places alone: nothing of what stands on an agenda or in minutes is looked through.
    yield from asked_for(Meeting, wish, searched=(Meeting.title, Meeting.reference, group.c.title))
    begin = local(today(), time(0))
    if wish.when is When.AHEAD:
        yield Meeting.starts_at >= begin
        yield Meeting.state != MeetingFlow.called_off.name
    elif wish.when is When.PAST:
        yield Meeting.starts_at < begin
    if wish.of is not None:
        yield group.c.kind == wish.of.value
    if wish.group_id is not None:
        yield Meeting.group_id == wish.group_id
    if wish.school_id is not None:
        yield Meeting.host_school_id == wish.school_id
    if wish.mine:
        yield _belongs(reader.person_id)
    if wish.turn:
        yield turn_of(Meeting, wish.turn, reader)


def _belongs(person_id: int) -> ColumnElement[bool]:
    """Whether somebody has a part in a meeting, or is asked to its date."""
    has_part = exists().where(
        Appointment.place_id == Meeting.id, Appointment.person_id == person_id, standing(today())
    )
    is_asked = exists().where(
        Attendance.entry_id == Meeting.entry_id,
        Attendance.person_id == person_id,
        Attendance.removed_at.is_(None),
    )
    return or_(has_part, is_asked)


@dataclass(frozen=True)
class MyNext:
    """A meeting that somebody is asked to, and what they have answered."""

    meeting: Meeting
    answer: Answer
    entry_id: int


def my_next(person_id: int) -> list[MyNext]:
    """The next meetings that somebody is asked to, earliest first."""
    rows = db.session.execute(
        select(Meeting, Attendance.answer, Attendance.entry_id)
        .join(Attendance, Attendance.entry_id == Meeting.entry_id)
        .where(
            Attendance.person_id == person_id,
            Attendance.removed_at.is_(None),
            Meeting.ends_at > now(),
            Meeting.state.in_([state.name for state in MeetingFlow.ahead.members]),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_NEXT)
    )
    return [MyNext(meeting, answer, entry_id) for meeting, answer, entry_id in rows]


def groups() -> list[tuple[int, str]]:
    """The groups that hold meetings, by name, for a filter."""
    found: list[tuple[int, str]] = []
    for kind in (HubCase, Forum):
        found += [(row.id, row.title) for row in db.session.execute(select(kind.id, kind.title))]
    return sorted(found, key=lambda one: one[1].lower())
