"""What one person's day holds: their turns, what waits for others, given and received.

Columns, not objects, and a statement for each part: this is the page that everybody opens every morning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select, union
from sqlalchemy.orm import aliased, with_polymorphic

from workflows.actions import Action, ActionFlow
from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import db
from workflows.giving import Grant
from workflows.machine import workflow
from workflows.people import Appointment, Person, Post, holders, standing
from workflows.places import Place, Trust
from workflows.school_calendar import academic_year, calendars
from workflows.support_requests.flow import SupportRequestFlow
from workflows.support_requests.model import Offer, OfferAnswer, SupportRequest
from workflows.visibility import ABOUT_DATES

_ANY_CASE: Final = with_polymorphic(Case, [Case])
"""What every case has, without the table of each kind."""

MOST_TURNS: Final = 40
MOST_WAITING: Final = 8


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case as a line of a list names it."""

    case_id: int
    kind: str
    reference: str
    title: str
    state: str
    due_on: date | None

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.reference}"


@dataclass(frozen=True, kw_only=True)
class MyTurn(CaseLine):
    """Something that is asked of the person."""

    ask: str
    #: working days of the school whose turn it is, past the due date; none while there is time
    late_by: int | None


@dataclass(frozen=True, kw_only=True)
class About:
    """What a line may say below a turn, as far as it is known."""

    receiving_school_id: int | None = None
    receiving: str = ""
    giving: str = ""
    #: days that the giving school is asked for, while it is
    days_asked: float | None = None
    #: who has done their part of this state already
    signed: tuple[str, ...] = ()
    #: the case that an action came out of
    came_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting(CaseLine):
    """A case of the person's on which others are to act."""

    doing: str
    who: tuple[str, ...]
    #: role and place that nobody holds, where nobody could be named
    vacant: tuple[str, str] | None = None


# The tables themselves, so that an index alone can say what somebody holds: they may have parts on thousands
# of cases. Each statement names the person or the schools, which are in one trust.
_HELD: Final[Any] = Appointment.__table__
_REQUESTS: Final[Any] = SupportRequest.__table__
_SOONEST: Final = (Deadline.due_on.asc().nulls_last(), Deadline.id)


def _is_held_by(person_id: int) -> ColumnElement[bool]:
    """The condition under which an appointment is the person's, and holds today."""
    lasts = or_(_HELD.c.ends_on.is_(None), _HELD.c.ends_on > today())
    return and_(_HELD.c.person_id == person_id, _HELD.c.starts_on <= today(), lasts)


def _open_turns_of(person_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns of the open turns of every post that the person holds."""
    of_post = and_(_HELD.c.place_id == Deadline.place_id, _HELD.c.role == Deadline.role)
    return select(*columns).join(_HELD, of_post).where(_is_held_by(person_id), Deadline.closed_at.is_(None))


def _first(turns: Select[*tuple[Any, ...]], most: int) -> Select[*tuple[Any, ...]]:
    """The soonest of these turns, as part of the statement that reads all about them."""
    return turns.distinct().order_by(*_SOONEST).limit(most)


# Your turn


def turns_of(person: Person, trust: Trust) -> list[MyTurn]:
    """What is asked of the person, by date; what has no date comes last."""
    own = _first(_open_turns_of(person.id, Deadline.id, Deadline.due_on), MOST_TURNS)
    rows = db.session.execute(_deadlines(own, Deadline.ask))
    return [MyTurn(**_line(row), ask=row.ask, late_by=_late_by(row, person, trust)) for row in rows]


def _deadlines(which: Select[*tuple[Any, ...]], *more: ColumnElement[Any] | Any) -> Select[Any]:
    """What a line says of each of these turns (ids come first in `which`), the soonest first."""
    chosen = which.subquery()
    return (
        select(
            Deadline.case_id, Deadline.role, Deadline.place_id, Deadline.due_on,
            _ANY_CASE.kind, _ANY_CASE.reference, _ANY_CASE.title, _ANY_CASE.state, *more,
        )
        .join(chosen, chosen.c.id == Deadline.id)
        .join(_ANY_CASE, _ANY_CASE.id == Deadline.case_id)
        .order_by(*_SOONEST)
    )  # fmt: skip


def _line(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("case_id", "kind", "reference", "title", "state", "due_on")}


def _late_by(row: Row[Any], person: Person, trust: Trust) -> int | None:
    """Counted as the deadline was: in the days of the school whose turn it is, or of the person's own."""
    if row.due_on is None or row.due_on >= today():
        return None
    place = (person.school_id or trust.id) if row.place_id == row.case_id else row.place_id
    return max(1, calendars(trust).of(place).working_days_between(row.due_on, today()))


def about(turns: Iterable[MyTurn]) -> dict[int, About]:
    """What can be said below each turn, by case: in at most three statements, none where there is no need."""
    kinds: dict[str, set[int]] = {}
    for turn in turns:
        kinds.setdefault(turn.kind, set()).add(turn.case_id)
    return _about_support(kinds.get(SupportRequestFlow.slug, set())) | _about_actions(
        kinds.get(ActionFlow.slug, set())
    )


def _about_support(ids: Collection[int]) -> dict[int, About]:
    if not ids:
        return {}
    receiving, giving = aliased(Place), aliased(Place)
    rows = db.session.execute(
        select(
            SupportRequest.id,
            SupportRequest.state,
            SupportRequest.receiving_school_id,
            receiving.name.label("receiving"),
            giving.name.label("giving"),
            Offer.days,
        )
        .join(receiving, receiving.id == SupportRequest.receiving_school_id)
        .outerjoin(giving, giving.id == SupportRequest.giving_school_id)
        .outerjoin(Offer, (Offer.request_id == SupportRequest.id) & (Offer.answer == OfferAnswer.WAITING))
        .where(SupportRequest.id.in_(ids))
    ).all()
    signed = _signed({row.id for row in rows if row.state == SupportRequestFlow.agreeing.name})
    return {
        row.id: About(
            receiving_school_id=row.receiving_school_id,
            receiving=row.receiving,
            giving=row.giving or "",
            days_asked=row.days,
            signed=tuple(signed.get(row.id, ())),
        )
        for row in rows
    }


def _signed(ids: Collection[int]) -> dict[int, list[str]]:
    """Whose turn of the present round is over: the school, or the person where the part is on the case."""
    if not ids:
        return {}
    own = aliased(Deadline)
    rows = db.session.execute(
        select(Deadline.case_id, Deadline.place_id, Place.name.label("place"), Person.name.label("giver"))
        .distinct()
        .join(own, (own.case_id == Deadline.case_id) & (own.opened_seq == Deadline.opened_seq))
        .join(Place, Place.id == Deadline.place_id)
        .join(SupportRequest, SupportRequest.id == Deadline.case_id)
        .outerjoin(Person, Person.id == SupportRequest.giver_id)
        .where(Deadline.case_id.in_(ids), Deadline.closed_at.is_not(None), own.closed_at.is_(None))
    ).all()
    found: dict[int, list[str]] = {}
    for row in rows:
        name = row.giver if row.place_id == row.case_id else row.place
        found.setdefault(row.case_id, []).append(name)
    return found


def _about_actions(ids: Collection[int]) -> dict[int, About]:
    if not ids:
        return {}
    source = with_polymorphic(Case, [Case], aliased=True)
    rows = db.session.execute(
        select(Action.id, source.title)
        .join(source, source.id == Action.came_from_id)
        .where(Action.id.in_(ids))
    )
    return {row.id: About(came_from=row.title) for row in rows}


@dataclass(frozen=True, kw_only=True)
class NobodysTurn(CaseLine):
    """A turn of a post that nobody holds, so that nothing happens until somebody is appointed."""

    ask: str
    role: str
    place: str


def nobodys_turns() -> list[NobodysTurn]:
    """Turns that nobody can take, those due first: for whoever can appoint somebody."""
    held = exists().where(
        Appointment.place_id == Deadline.place_id,
        Appointment.role == Deadline.role,
        Appointment.person_id.not_in(select(Person.id).where(Person.left_on.is_not(None))),
        standing(today()),
    )
    posts = (  # asked of each post once: a school's head may have a turn in many cases
        select(Deadline.place_id, Deadline.role)
        .where(Deadline.closed_at.is_(None))
        .group_by(Deadline.place_id, Deadline.role)
        .having(~held)
        .subquery()
    )
    of_post = and_(posts.c.place_id == Deadline.place_id, posts.c.role == Deadline.role)
    vacant = (
        select(Deadline.id, Deadline.due_on)
        .join(posts, of_post)
        .where(Deadline.closed_at.is_(None))
    )  # fmt: skip
    soonest = _first(vacant, MOST_WAITING)
    rows = db.session.execute(
        _deadlines(soonest, Deadline.ask, Place.name.label("place")).join(
            Place, Place.id == Deadline.place_id
        )
    )
    return [NobodysTurn(**_line(row), ask=row.ask, role=row.role, place=row.place) for row in rows]


# Waiting for others


def waiting_for_others(person_id: int, led: Collection[int]) -> list[Waiting]:
    """Cases of the person's on which it is not their turn, those due first, with who is to act."""
    turns = select(Deadline.id, Deadline.due_on).where(
        Deadline.closed_at.is_(None),
        Deadline.due_on.is_not(None),  # nobody waits for a draft
        Deadline.case_id.in_(_cases_of(person_id, led)),
        Deadline.case_id.not_in(_open_turns_of(person_id, Deadline.case_id)),
    )
    soonest = _first(turns, MOST_WAITING * 3)  # a case may wait for three at once
    rows = db.session.execute(
        _deadlines(soonest, Place.name.label("place")).join(Place, Place.id == Deadline.place_id)
    ).all()
    by_case: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_case.setdefault(row.case_id, []).append(row)
    return _waiting(list(by_case.values())[:MOST_WAITING])


def _cases_of(person_id: int, led: Collection[int]) -> Any:
    """The cases that the person has a part on, and the requests to and from schools that they lead."""
    # Who is asked to a date, or has arranged one, sees the date: the case may not be theirs to see.
    part = _HELD.c.role.not_in(sorted(ABOUT_DATES))
    own = select(_HELD.c.place_id).where(_is_held_by(person_id), part)
    if not led:
        return own
    concerned = select(_REQUESTS.c.id).where(
        or_(_REQUESTS.c.receiving_school_id.in_(led), _REQUESTS.c.giving_school_id.in_(led))
    )
    return union(own, concerned).scalar_subquery()


def _waiting(cases: Sequence[Sequence[Row[Any]]]) -> list[Waiting]:
    posts = {Post(row.role, row.place_id) for rows in cases for row in rows}
    holding = holders(posts)
    found = []
    for rows in cases:
        turns = [Post(row.role, row.place_id) for row in rows]
        names = tuple(dict.fromkeys(holder.name for post in turns for holder in holding[post]))
        doing = workflow(rows[0].kind).states[rows[0].state].doing
        vacant = None if names else (rows[0].role, rows[0].place)
        found.append(Waiting(**_line(rows[0]), doing=doing, who=names, vacant=vacant))
    return found


# Given and received


def given_and_received_by(school_id: int) -> tuple[float, float]:
    """Days that one school has given and received in this academic year, by recorded visits."""
    given = case((Grant.giving_school_id == school_id, Grant.used), else_=0.0)
    received = case((Grant.receiving_school_id == school_id, Grant.used), else_=0.0)
    row = db.session.execute(
        select(func.sum(given), func.sum(received)).where(
            Grant.year == academic_year(today()),
            or_(Grant.giving_school_id == school_id, Grant.receiving_school_id == school_id),
        )
    ).one()
    return float(row[0] or 0), float(row[1] or 0)
