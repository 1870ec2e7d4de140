"""What schools give and receive: focus areas, expertise, days to give, and conflicts of interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    ScalarSelect,
    UniqueConstraint,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.database import Dated, Model, Scoped, db, text_enum
from workflows.people import Person
from workflows.places import Phase, School, Trust


class FocusKind(StrEnum):
    RING = "ring"  # one of the rings from the pupil outwards
    AREA = "area"  # an area within a ring
    TAG = "tag"  # subjects, phases and the like, beside the rings


class FocusArea(Scoped, Model):
    """What a request, review, pairing, session or action is about; the trust edits the tree."""

    __tablename__ = "focus_areas"
    __table_args__ = (UniqueConstraint("trust_id", "parent_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    kind: Mapped[FocusKind] = mapped_column(text_enum(FocusKind, "kind"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    #: no longer offered, still shown where it was chosen
    retired_on: Mapped[date | None]

    parent: Mapped[FocusArea | None] = relationship(remote_side=[id])


class Expertise(Scoped, Model):
    """What a person or a school is strong in and can offer to others."""

    __tablename__ = "expertise"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (school_id IS NULL)", name="one_owner"),
        Index(None, "focus_area_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"))
    phase: Mapped[Phase | None] = mapped_column(text_enum(Phase, "phase"))
    offer: Mapped[str] = mapped_column(default="")

    focus_area: Mapped[FocusArea] = relationship()
    person: Mapped[Person | None] = relationship()
    school: Mapped[School | None] = relationship()


class Conflict(Scoped, Dated, Model):
    """A declared conflict of interest of a person with another person or with a school."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (
        CheckConstraint("(with_person_id IS NULL) <> (with_school_id IS NULL)", name="one_other"),
        CheckConstraint("with_person_id <> person_id", name="not_with_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    with_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    with_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    #: such as "governor there", "married to the head"; seen by the central team only
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Allowance(Scoped, Model):
    """The days that a person may give in an academic year, where not the trust's usual number."""

    __tablename__ = "allowances"
    __table_args__ = (
        UniqueConstraint("person_id", "year"),
        CheckConstraint("days >= 0 AND days <= 200", name="days_in_a_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: the calendar year in which the academic year begins
    year: Mapped[int]
    days: Mapped[float]


class Grant(Scoped, Model):
    """The days of one giver that one case holds in one academic year: the giver's ledger.

    While it is open all its days are taken; when it ends, only those used are; the rest go back.
    """

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id", "year"),
        Index(None, "person_id", "year"),
        Index(None, "giving_school_id", "year"),
        Index(None, "receiving_school_id", "year"),
        CheckConstraint("days >= 0 AND used >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    giving_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    receiving_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    year: Mapped[int]
    #: days granted, in halves
    days: Mapped[float]
    #: days of recorded visits
    used: Mapped[float] = mapped_column(default=0.0)
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship()

    @property
    def taken(self) -> float:
        """Days that are not the giver's to give elsewhere."""
        return self.used if self.ended_on else max(self.days, self.used)


def open_grant(case_id: int) -> Grant | None:
    """The grant that a case holds now."""
    return db.session.scalars(select(Grant).where(Grant.case_id == case_id, Grant.ended_on.is_(None))).first()


def grant_days(held: Grant) -> None:
    """Take days from a giver's year; days that the case held of them before, and used, stay used."""
    before = db.session.scalars(
        select(Grant).where(
            Grant.case_id == held.case_id, Grant.person_id == held.person_id, Grant.year == held.year
        )
    ).first()
    if before is None:
        db.session.add(held)
    else:
        before.days, before.ended_on = before.used + held.days, None


def end_grant(case_id: int, on: date) -> float:
    """Give the days that were not used back to the giver; says how many those are."""
    grant = open_grant(case_id)
    if grant is None:
        return 0.0
    grant.ended_on = on
    return max(grant.days - grant.used, 0.0)


class Ledger:
    """Days allowed, taken, used and left of several people in one academic year, read in two queries."""

    def __init__(self, trust: Trust, year: int, people: set[int] | None = None) -> None:
        self.usual = trust.giving_days
        self.allowed: dict[int, float] = {}
        self.taken: dict[int, float] = {}
        self.used: dict[int, float] = {}
        allowances = select(Allowance.person_id, Allowance.days).where(Allowance.year == year)
        grants = select(Grant).where(Grant.year == year)
        if people is not None:
            allowances = allowances.where(Allowance.person_id.in_(people))
            grants = grants.where(Grant.person_id.in_(people))
        for person_id, days in db.session.execute(allowances):
            self.allowed[person_id] = days
        for grant in db.session.scalars(grants):
            self.taken[grant.person_id] = self.taken.get(grant.person_id, 0.0) + grant.taken
            self.used[grant.person_id] = self.used.get(grant.person_id, 0.0) + grant.used

    def left(self, person_id: int) -> float:
        """Days still to give; negative where more were granted than allowed."""
        return self.allowed.get(person_id, self.usual) - self.taken.get(person_id, 0.0)


def taken_days(year: int) -> ScalarSelect[float]:
    """The days of `Person` that are granted or used in an academic year; see `Grant.taken`."""
    taken = case(
        (Grant.ended_on.is_not(None), Grant.used), (Grant.days > Grant.used, Grant.days), else_=Grant.used
    )
    return (
        select(func.coalesce(func.sum(taken), 0.0))
        .where(Grant.person_id == Person.id, Grant.year == year)
        .correlate(Person)
        .scalar_subquery()
    )


def given_and_received(year: int) -> dict[int, tuple[float, float]]:
    """Days given and received by each school in an academic year, by recorded visits."""
    totals: dict[int, list[float]] = {}
    for column, place in ((Grant.giving_school_id, 0), (Grant.receiving_school_id, 1)):
        rows = db.session.execute(
            select(column, func.sum(Grant.used)).where(Grant.year == year).group_by(column)
        )
        for school_id, days in rows:
            totals.setdefault(school_id, [0.0, 0.0])[place] = float(days or 0)
    return {school: (given, received) for school, (given, received) in totals.items()}


def people_in_conflict(school_id: int, with_people: set[int], on: date) -> set[int]:
    """Whoever has a declared conflict with the school, or with one of these people, in either direction."""
    running = (Conflict.starts_on <= on) & or_(Conflict.ends_on.is_(None), Conflict.ends_on > on)
    rows = db.session.execute(
        select(Conflict.person_id, Conflict.with_person_id, Conflict.with_school_id).where(
            running,
            or_(
                Conflict.with_school_id == school_id,
                Conflict.with_person_id.in_(with_people),
                Conflict.person_id.in_(with_people),
            ),
        )
    )
    found: set[int] = set()
    for person_id, other_id, conflicted_school in rows:
        if conflicted_school == school_id or other_id in with_people:
            found.add(person_id)
        if person_id in with_people and other_id is not None:
            found.add(other_id)
    return found


def people_in_conflict_with_each(people: Mapping[int, int | None], on: date) -> dict[int, set[int]]:
    """The same as `people_in_conflict` for each of many people and their schools, in one statement."""
    running = (Conflict.starts_on <= on) & or_(Conflict.ends_on.is_(None), Conflict.ends_on > on)
    schools = {school_id for school_id in people.values() if school_id is not None}
    rows = db.session.execute(
        select(Conflict.person_id, Conflict.with_person_id, Conflict.with_school_id).where(
            running,
            or_(
                Conflict.with_school_id.in_(schools),
                Conflict.with_person_id.in_(people),
                Conflict.person_id.in_(people),
            ),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    of_school: dict[int, set[int]] = defaultdict(set)
    for person_id, other_id, school_id in rows:
        if school_id is not None:
            of_school[school_id].add(person_id)
        elif other_id is not None:
            found[person_id].add(other_id)
            found[other_id].add(person_id)
    return {one: found[one] | of_school[school_id or 0] for one, school_id in people.items()}
