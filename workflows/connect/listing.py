"""Connect sessions as a list: those to come, and those that were, with the reader's own part in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from workflows.case_list import CaseList, CaseRow, CaseWish, turn_of
from workflows.connect.flow import ConnectFlow
from workflows.connect.model import ConnectSession
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.people import Person
from workflows.places import Place
from workflows.sign_ups.details import Kind, Standing
from workflows.sign_ups.model import Offering, SignUp
from workflows.sign_ups.places import STANDS
from workflows.visibility import Viewer


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see."""

    focus_area_id: int | None = None
    mine: bool = False
    finished: bool = False


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One session in the list."""

    host: str
    school: str | None
    area: str
    starts_at: datetime | None
    ends_at: datetime | None
    places: int | None
    taken: int
    #: the reader's own part in it
    own: Standing | None

    @property
    def left(self) -> int | None:
        """Places that are free; none where there is no limit."""
        return None if self.places is None else max(0, self.places - self.taken)


def _rows(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    taken = (
        select(func.count(SignUp.id))
        .where(SignUp.offering_id == Offering.id, SignUp.status == Standing.PLACE)
        .correlate(Offering)
        .scalar_subquery()
    )
    own = (
        select(SignUp.status)
        .where(
            SignUp.offering_id == Offering.id,
            SignUp.person_id == reader.person_id,
            SignUp.status.in_(STANDS),
        )
        .correlate(Offering)
        .scalar_subquery()
    )
    return (
        select(
            Person.name.label("host"),
            Place.name.label("school"),
            FocusArea.name.label("area"),
            CalendarEntry.starts_at.label("starts_at"),
            CalendarEntry.ends_at.label("ends_at"),
            Offering.places.label("places"),
            taken.label("taken"),
            own.label("own"),
        )
        .select_from(ConnectSession)
        .join(Person, Person.id == ConnectSession.host_id)
        .join(FocusArea, FocusArea.id == ConnectSession.focus_area_id)
        .join(Offering, (Offering.case_id == ConnectSession.id) & (Offering.kind == Kind.WHOLE))
        .outerjoin(Place, Place.id == Person.school_id)
        .outerjoin(CalendarEntry, CalendarEntry.id == ConnectSession.entry_id)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](ConnectSession, Row, _rows, sorts={})

_OPEN: Final = [state.name for state in ConnectFlow.states.values() if not state.final]


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    ahead = ConnectSession.state.in_([ConnectFlow.offered.name, ConnectFlow.postponed.name])
    if wish.turn:
        yield ConnectSession.state.in_(_OPEN)
        yield turn_of(ConnectSession, wish.turn, reader)
    else:
        yield ~ahead if wish.finished else ahead
    if wish.focus_area_id is not None:
        yield or_(FocusArea.id == wish.focus_area_id, FocusArea.parent_id == wish.focus_area_id)
    if wish.mine:
        yield or_(
            ConnectSession.host_id == reader.person_id,
            exists().where(
                SignUp.case_id == ConnectSession.id,
                SignUp.person_id == reader.person_id,
                SignUp.status.in_(STANDS),
            ),
        )
