"""Pairings of a trust in numbers, this academic year and the last; of fewer than five people none is said.

Counts alone, made by the database: nothing that anybody has written is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all
from sqlalchemy import case as either

from workflows.clock import local
from workflows.database import db
from workflows.pairings.effects import WITH_MENTOR
from workflows.pairings.listing import is_quiet_in
from workflows.pairings.model import MentorProfile, Pairing, PairingSession, SessionStatus
from workflows.pairings.queries import MEETING
from workflows.people import Person
from workflows.places import School
from workflows.school_calendar import academic_year
from workflows.small_groups import FEWEST, Published, publish, publish_total

STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "Looking for a mentor": ("requested",),
    "Mentor asked": ("asked", "proposed"),
    "Agreeing the contract": ("accepted",),
    "Meeting": MEETING,
    "Paused": ("paused",),
    "Ended": ("ending", "closed"),
    "Withdrawn": ("withdrawn",),
}
"""States of pairings, as they are counted together."""
TOGETHER: Final = "Meeting"
NO_MENTOR, CENTRAL = "none", "central"
"""What stands for a school: that there is no mentor yet, and the trust's central team."""
QUIET, NOT_QUIET = "quiet", "not quiet"
FREE, FULL = "free", "full"


@dataclass(frozen=True)
class YearOfPairings:
    """The pairings that began in one academic year, and the sessions that were held in it."""

    year: int
    #: None where they are fewer than five; then nothing else is said of them
    begun: int | None
    by_state: Published[str]
    by_mode: Published[str]
    #: by the name of the school
    receiving: Published[str]
    giving: Published[str]
    #: of those that are meeting: without a session for six school weeks, and the others
    quiet: Published[str]
    #: None where they were held by fewer than five pairs
    sessions: int | None
    minutes: int | None


@dataclass(frozen=True)
class Mentors:
    """Who offers to be a mentor: with places left, and without."""

    by_room: Published[str]
    #: how many people could still be taken on; None where too few mentors are meant
    places: int | None


@dataclass(frozen=True)
class Overview:
    """What the trust sees of its pairings."""

    #: the present one first
    years: tuple[YearOfPairings, ...]
    mentors: Mentors


def overview(trust_id: int, on: date) -> Overview:
    """This academic year and the last, and the mentors as they are now; in six statements."""
    this = academic_year(on)
    years = (this, this - 1)
    counts, names = _counts(this), _school_names()
    quiet, sessions = _meeting(trust_id, this), _sessions(this)
    return Overview(
        tuple(_year(year, counts, names, quiet=quiet, sessions=sessions) for year in years), _mentors(on)
    )


Counts = dict[tuple[str, int], dict[str, int]]
"""By what is counted and academic year: how many of each group."""


def _year(
    year: int,
    counts: Counts,
    names: Mapping[str, str],
    *,
    quiet: Mapping[int, dict[str, int]],
    sessions: Mapping[int, tuple[int, int, int]],
) -> YearOfPairings:  # fmt: skip
    states = _grouped(counts.get(("state", year), {}))
    begun = publish_total(sum(states.values()))
    by_state = _published(states, begun)
    held, minutes, pairs = sessions.get(year, (0, 0, 0))
    too_few = publish_total(pairs) is None
    return YearOfPairings(
        year,
        begun,
        by_state,
        _published(counts.get(("mode", year), {}), begun),
        _published(_named(counts.get(("mentee", year), {}), names), begun),
        _published(_named(counts.get(("mentor", year), {}), names), begun),
        _published(quiet.get(year, {}), by_state.groups.get(TOGETHER)),
        None if too_few else held,
        None if too_few else minutes,
    )


def _published(counts: Mapping[str, int], whole: int | None) -> Published[str]:
    """The table, unless its whole is itself not said."""
    return Published({}, is_withheld=True) if whole is None else publish(counts)


def _grouped(by_state: Mapping[str, int]) -> dict[str, int]:
    return {name: sum(by_state.get(state, 0) for state in states) for name, states in STATES.items()}


def _named(by_school: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """By name: of two schools of one name, both."""
    found: dict[str, int] = {}
    for school, count in by_school.items():
        name = names.get(school, school)
        found[name] = found.get(name, 0) + count
    return found


# The statements


def _counts(this: int) -> Counts:
    """Pairings of both years by state, mode and school, in one statement."""
    school_of_mentor = either(
        (Pairing.mentor_id.is_(None), NO_MENTOR),
        (Pairing.mentor_school_id.is_(None), CENTRAL),
        else_=cast(Pairing.mentor_school_id, String),
    )
    school_of_mentee = func.coalesce(cast(Pairing.mentee_school_id, String), CENTRAL)
    parts = (
        _count("state", Pairing.state, this),
        _count("mode", cast(Pairing.mode, String), this),
        _count("mentee", school_of_mentee, this),
        _count("mentor", school_of_mentor, this),
    )
    found: Counts = {}
    for what, year, group, count in db.session.execute(union_all(*parts)):
        found.setdefault((what, year), {})[group] = count
    return found


def _count(what: str, group: Any, this: int) -> Select[Any]:
    year = _year_of(Pairing.opened_at, this)
    columns = (literal(what).label("what"), year.label("year"), group.label("group"))
    counted = select(*columns, func.count(Pairing.id)).where(Pairing.opened_at >= _begin(this - 1))
    return counted.group_by(*columns[1:])


def _year_of(moment: Any, this: int) -> ColumnElement[int]:
    return either((moment >= _begin(this), literal(this)), else_=literal(this - 1))


def _begin(year: int) -> Any:
    return local(date(year, 9, 1), time())


def _meeting(trust_id: int, this: int) -> dict[int, dict[str, int]]:
    """Of the pairings that are meeting, by year: how many have gone six school weeks without a session."""
    year, is_quiet = _year_of(Pairing.opened_at, this).label("year"), is_quiet_in(trust_id).label("is_quiet")
    each = select(year, is_quiet).where(Pairing.opened_at >= _begin(this - 1), Pairing.state.in_(MEETING))
    whole = each.subquery()
    rows = db.session.execute(
        select(whole.c.year, whole.c.is_quiet, func.count()).group_by(whole.c.year, whole.c.is_quiet)
    )
    found: dict[int, dict[str, int]] = {}
    for began, quiet, count in rows:
        found.setdefault(began, {QUIET: 0, NOT_QUIET: 0})[QUIET if quiet else NOT_QUIET] = count
    return found


def _sessions(this: int) -> dict[int, tuple[int, int, int]]:
    """By year: sessions that took place, their minutes, and how many pairings held them."""
    began = date(this, 9, 1)
    year = either((PairingSession.on >= began, literal(this)), else_=literal(this - 1)).label("year")
    rows = db.session.execute(
        select(
            year,
            func.count(PairingSession.id),
            func.coalesce(func.sum(PairingSession.minutes), 0),
            func.count(PairingSession.pairing_id.distinct()),
        )
        .where(PairingSession.status == SessionStatus.HELD, PairingSession.on >= date(this - 1, 9, 1))
        .group_by(year)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _mentors(on: date) -> Mentors:
    load = (
        select(func.count(Pairing.id))
        .where(Pairing.mentor_id == MentorProfile.person_id, Pairing.state.in_(WITH_MENTOR))
        .correlate(MentorProfile)
        .scalar_subquery()
    )
    offers = (MentorProfile.ended_on.is_(None) | (MentorProfile.ended_on > on)) & Person.left_on.is_(None)
    each = select((MentorProfile.cap - load).label("places")).join(Person).where(offers).subquery()
    has_room = each.c.places > 0
    free, full, places = db.session.execute(
        select(
            func.count(either((has_room, 1))),
            func.count(either((~has_room, 1))),
            func.coalesce(func.sum(either((has_room, each.c.places), else_=0)), 0),
        )
    ).one()
    whole = publish_total(free + full)
    by_room = _published({FREE: free, FULL: full}, whole)
    return Mentors(by_room, places if (by_room.groups.get(FREE) or 0) >= FEWEST else None)


def _school_names() -> dict[str, str]:
    rows = db.session.execute(select(School.id, School.name))
    return {str(row.id): row.name for row in rows}
