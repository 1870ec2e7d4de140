"""The list of peer reviews: what a reader may see of them, in outline, filtered and sorted, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from workflows.case_list import CaseList, CaseRow, CaseWish, Sort, asked_for, turn_of
from workflows.clock import today
from workflows.database import db
from workflows.peer_reviews.flow import lead_reviewer, reviewer
from workflows.peer_reviews.model import PeerReview
from workflows.people import Appointment, Person, standing
from workflows.places import Place
from workflows.school_calendar import academic_year, academic_year_name
from workflows.visibility import Viewer

TURNS: Final = {
    "mine": "Mine",
    "head": "The head",
    "lead_reviewer": "The lead reviewer",
    "coordinator": "The coordinator",
}
"""Whose turn a list can be narrowed to, with the words for it."""
YEARS_BACK: Final = 5


@dataclass(frozen=True, kw_only=True)
class Wish(CaseWish):
    """What a reader wants to see: `school_id` is the host's or a reviewer's, `turn` a key of TURNS."""

    #: the calendar year in which the school year of the visit begins
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One review in the list, in outline: nothing that host and team have written."""

    school: str
    visit_on: date
    visit_ends_on: date
    lead: str | None
    required: bool


_school, _lead = aliased(Place, name="host"), aliased(Person, name="lead")


def _own(wish: Wish, reader: Viewer) -> Select[*tuple[Any, ...]]:
    leads = (
        select(func.min(Appointment.person_id))
        .where(
            Appointment.place_id == PeerReview.id,
            Appointment.role == lead_reviewer.name,
            standing(today()),
        )
        .correlate(PeerReview)
        .scalar_subquery()
    )
    return (
        select(
            _school.name.label("school"),
            PeerReview.visit_starts_on.label("visit_on"),
            PeerReview.visit_ends_on.label("visit_ends_on"),
            _lead.name.label("lead"),
            PeerReview.required_by_trust.label("required"),
        )
        .select_from(PeerReview)
        .join(_school, _school.id == PeerReview.host_school_id)
        .outerjoin(_lead, _lead.id == leads)
        .where(*_conditions(wish, reader))
    )


LIST: Final = CaseList[Row, Wish](
    PeerReview,
    Row,
    _own,
    sorts={"school": Sort(_school.name), "visit": Sort(PeerReview.visit_starts_on, date)},
)


def _conditions(wish: Wish, reader: Viewer) -> Iterator[ColumnElement[bool]]:
    yield from asked_for(PeerReview, wish, searched=(PeerReview.title, _lead.name, PeerReview.reference))
    if wish.school_id is not None:
        yield or_(
            PeerReview.host_school_id == wish.school_id, PeerReview.id.in_(_reviewed_by(wish.school_id))
        )
    if wish.turn:
        yield turn_of(PeerReview, wish.turn, reader)
    if wish.year is not None:
        yield PeerReview.visit_starts_on.between(date(wish.year, 9, 1), date(wish.year + 1, 8, 31))


def _reviewed_by(school_id: int) -> Select[int]:
    """The reviews on whose team somebody of this school is."""
    return (
        select(Appointment.place_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role.in_([lead_reviewer.name, reviewer.name]),
            Person.school_id == school_id,
            standing(today()),
        )
    )


def years() -> list[tuple[int, str]]:
    """School years in which there are reviews, the next one first: the number and "2026/27"."""
    visits = select(PeerReview.visit_starts_on).order_by(PeerReview.visit_starts_on)
    first = db.session.scalar(visits.limit(1))
    last = db.session.scalar(visits.order_by(None).order_by(PeerReview.visit_starts_on.desc()).limit(1))
    if first is None or last is None:
        return []
    earliest = max(academic_year(first), academic_year(last) - YEARS_BACK)
    return [(year, academic_year_name(year)) for year in range(academic_year(last), earliest - 1, -1)]
