"""What pages ask about dates: a case's own, a person's, who may be asked, times that wait for ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload, with_polymorphic

from workflows.case_history import Happening, history_of
from workflows.cases import Case, schools_of
from workflows.clock import now, today
from workflows.database import db
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    DatePoll,
    PollOption,
    PollPerson,
    ReplyToSettle,
    Tick,
)
from workflows.events import Event
from workflows.people import Appointment, Person, standing
from workflows.places import Place, PlaceKind
from workflows.visibility import ABOUT_DATES

MOST_AHEAD: Final = 6
_NO_PART: Final = sorted({"governor", *ABOUT_DATES})
"""What makes nobody somebody who can be asked: governors read, and being asked is no part on the case."""
_CENTRAL: Final = ("improvement_lead", "coordinator")
_ANY_CASE: Final = with_polymorphic(Case, [Case])


# A case's dates


@dataclass(frozen=True)
class CaseDates:
    """Everything about the dates of one case."""

    ahead: tuple[CalendarEntry, ...] = ()
    #: those that are over or off, newest first
    past: tuple[CalendarEntry, ...] = ()
    polls: tuple[DatePoll, ...] = ()
    #: replies by mail that somebody has to look at
    replies: tuple[ReplyToSettle, ...] = ()
    #: what people have written with their answers, newest first
    comments: tuple[Happening, ...] = field(default=())

    def comments_on(self, entry_id: int) -> list[Happening]:
        """What was written with answers to one date, newest first."""
        return [one for one in self.comments if one.details.get("entry_id") == entry_id]


def dates_of(case: Case) -> CaseDates:
    """Read the dates of a case: in no more than eight statements, none where it has never had one."""
    if not case.has_dates:
        return CaseDates()
    entries = entries_of(case)
    return CaseDates(
        ahead=tuple(one for one in entries if one.is_ahead),
        past=tuple(reversed([one for one in entries if not one.is_ahead])),
        polls=tuple(db.session.scalars(_polls().where(DatePoll.case_id == case.id, is_open()))),
        replies=tuple(_replies(case.id)),
        comments=tuple(_comments(case.id)),
    )


def entries_of(case: Case) -> list[CalendarEntry]:
    """All dates of a case with those who are asked, earliest first."""
    return list(
        db.session.scalars(
            select(CalendarEntry)
            .where(CalendarEntry.case_id == case.id)
            .options(
                joinedload(CalendarEntry.organiser),
                selectinload(CalendarEntry.attendances).joinedload(Attendance.person),
            )
            .order_by(CalendarEntry.starts_at, CalendarEntry.id)
        )
    )


def next_dates(case: Case, *, most: int = 3) -> list[CalendarEntry]:
    """The dates of a case that are still to come, for beside its page; with those who are asked."""
    if not case.has_dates:
        return []
    return list(
        db.session.scalars(
            select(CalendarEntry)
            .where(
                CalendarEntry.case_id == case.id,
                CalendarEntry.cancelled_at.is_(None),
                CalendarEntry.ends_at > now(),
            )
            .options(selectinload(CalendarEntry.attendances).joinedload(Attendance.person))
            .order_by(CalendarEntry.starts_at, CalendarEntry.id)
            .limit(most)
        )
    )


def is_open() -> Any:
    """The condition under which times are still asked for."""
    return DatePoll.closed_at.is_(None)


def open_polls(case: Case) -> list[DatePoll]:
    """Times of a case that are still asked for, with what has been ticked."""
    statement = _polls().where(DatePoll.case_id == case.id, is_open())
    return list(db.session.scalars(statement)) if case.has_dates else []


def _polls() -> Any:
    return (
        select(DatePoll)
        .options(
            joinedload(DatePoll.organiser),
            selectinload(DatePoll.options).selectinload(PollOption.ticks),
            selectinload(DatePoll.people).joinedload(PollPerson.person),
        )
        .order_by(DatePoll.answer_by, DatePoll.id)
    )


def _replies(case_id: int) -> Sequence[ReplyToSettle]:
    return db.session.scalars(
        select(ReplyToSettle)
        .where(ReplyToSettle.case_id == case_id, ReplyToSettle.settled_at.is_(None))
        .options(joinedload(ReplyToSettle.person), joinedload(ReplyToSettle.entry))
        .order_by(ReplyToSettle.arrived_at, ReplyToSettle.id)
    ).all()


def reply_of(case: Case, reply_id: int) -> ReplyToSettle | None:
    """A reply about a date of this case, settled or not."""
    return db.session.scalars(
        select(ReplyToSettle).where(ReplyToSettle.id == reply_id, ReplyToSettle.case_id == case.id)
    ).first()


def _comments(case_id: int) -> list[Happening]:
    said = history_of(case_id, Event.kind == "answer_date")
    return [one for one in said if str(one.details.get("comment") or "").strip()]


def suits(option: PollOption) -> tuple[int, int]:
    """How many a time suits, and how many more it suits if need be."""
    ticks = [one.tick for one in option.ticks]
    return ticks.count(Tick.YES), ticks.count(Tick.IF_NEED_BE)


def best_of(poll: DatePoll) -> list[PollOption]:
    """The times that suit most people: with the fewest noes, then the most yeses. None before any tick."""

    def good(option: PollOption) -> tuple[int, int]:
        yes, perhaps = suits(option)
        return yes + perhaps, yes

    most = max((good(one) for one in poll.options), default=(0, 0))
    return [one for one in poll.options if most[0] and good(one) == most]


# Who may be asked


@dataclass(frozen=True)
class Askable:
    """Somebody who may be asked to a date of a case."""

    person_id: int
    name: str
    email: str
    job_title: str
    school: str
    has_part: bool


def who_may_be_asked(case: Case, *, too: Collection[int] = ()) -> list[Askable]:
    """People near the case: those with a part in it, whoever works at its schools, the central team.

    `too` are people who are asked already, wherever they work. Never somebody who only governs.
    """
    on_case = [case.id, *(_on_source(case))]
    schools = schools_of(case)
    place, own = aliased(Place), exists().where(
        Appointment.person_id == Person.id,
        Appointment.place_id.in_(on_case),
        Appointment.role.not_in(_NO_PART),
        standing(today()),
    )  # fmt: skip
    rows = db.session.execute(
        select(
            Person.id, Person.name, Person.email, Person.job_title, place.name.label("school"),
            own.label("has_part"),
        )
        .outerjoin(place, and_(place.id == Person.school_id, place.kind == PlaceKind.SCHOOL))
        .where(
            Person.left_on.is_(None),
            or_(
                Person.id.in_(sorted(too)),
                own,
                and_(
                    _holds(Appointment.role.not_in(_NO_PART)),
                    or_(Person.school_id.in_(schools), _holds(_leads(schools, case.trust_id))),
                ),
            ),
        )
        .order_by(place.name, Person.name, Person.id)
    )  # fmt: skip
    return [
        Askable(row.id, row.name, row.email, row.job_title, row.school or "", bool(row.has_part))
        for row in rows
    ]


def _on_source(case: Case) -> Iterable[int]:
    source = getattr(case, case.flow.inherits) if case.flow.inherits else None
    return [source.id] if source is not None else []


def _holds(condition: Any) -> Any:
    return exists().where(Appointment.person_id == Person.id, condition, standing(today()))


def _leads(schools: Collection[int], trust_id: int) -> Any:
    """Somebody with an office at one of the schools who is based elsewhere, or on the central team."""
    at_schools = and_(Appointment.place_id.in_(schools), Appointment.role.not_in(_NO_PART))
    return or_(at_schools, and_(Appointment.place_id == trust_id, Appointment.role.in_(_CENTRAL)))


# One person's dates


@dataclass(frozen=True)
class MyDate:
    """A date that somebody is asked to."""

    entry_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str
    link: str
    answer: Answer


def dates_ahead(person_id: int, *, most: int = MOST_AHEAD) -> list[MyDate]:
    """The next dates that somebody is asked to; those they have said no to are left out."""
    rows = db.session.execute(
        select(
            CalendarEntry.id,
            CalendarEntry.title,
            CalendarEntry.starts_at,
            CalendarEntry.ends_at,
            CalendarEntry.all_day,
            CalendarEntry.place,
            CalendarEntry.link,
            Attendance.answer,
        )
        .join(Attendance, Attendance.entry_id == CalendarEntry.id)
        .where(
            Attendance.person_id == person_id,
            Attendance.removed_at.is_(None),
            Attendance.answer != Answer.NO,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.ends_at > now(),
        )
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
        .limit(most)
    )
    return [MyDate(*row) for row in rows]


@dataclass(frozen=True)
class MyTimes:
    """Times that wait for somebody's ticks."""

    poll_id: int
    title: str
    answer_by: Any
    organiser: str


def times_to_tick(person_id: int, *, most: int = MOST_AHEAD) -> list[MyTimes]:
    """Times on offer of which somebody has not yet said which suit, those asked for soonest first."""
    rows = db.session.execute(
        select(DatePoll.id, DatePoll.title, DatePoll.answer_by, Person.name)
        .join(PollPerson, PollPerson.poll_id == DatePoll.id)
        .join(Person, Person.id == DatePoll.organiser_id)
        .where(
            PollPerson.person_id == person_id,
            PollPerson.answered_at.is_(None),
            is_open(),
        )
        .order_by(DatePoll.answer_by, DatePoll.id)
        .limit(most)
    )
    return [MyTimes(*row) for row in rows]


def find_date(entry_id: int) -> CalendarEntry | None:
    """A date of the trust with its case and those who are asked, as it is now."""
    return db.session.scalars(
        select(CalendarEntry)
        .where(CalendarEntry.id == entry_id)
        .execution_options(populate_existing=True)
        .options(
            joinedload(CalendarEntry.case),
            joinedload(CalendarEntry.organiser),
            selectinload(CalendarEntry.attendances).joinedload(Attendance.person),
        )
    ).first()


def find_poll(poll_id: int) -> DatePoll | None:
    """Times on offer in the trust, with what has been ticked."""
    found: DatePoll | None = db.session.scalars(_polls().where(DatePoll.id == poll_id)).first()
    return found
