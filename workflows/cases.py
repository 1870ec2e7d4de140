"""Cases and what every one of them has: its state, whose turn it is and by when, its notes and files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.machine import State, Workflow
from workflows.people import Person
from workflows.places import Place, School, Trust


class Case(Scoped, Model):
    """A piece of work between schools; each capability adds a table of its own to this one."""

    __tablename__ = "cases"
    __table_args__: Any = (
        UniqueConstraint("trust_id", "reference"),
        Index(None, "trust_id", "kind", "state", "id"),
        Index(None, "trust_id", "kind", "id"),
        CheckConstraint("(paused_from IS NULL) = (stopped_seq IS NULL)", name="pause_has_start"),
    )

    flow: ClassVar[type[Workflow]]

    #: the case is a place too, so that people can be appointed to it
    id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    #: the slug of its workflow
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    state: Mapped[str] = mapped_column(String(40))
    state_since: Mapped[datetime]
    opened_at: Mapped[datetime]
    #: how many events it has: the number that a form brings back to show what its writer had seen
    version: Mapped[int] = mapped_column(default=0)
    #: hash of the newest event
    chain_head: Mapped[str] = mapped_column(String(64), default="")
    #: while the clock is stopped: the state to go back to, and the number of the event that stopped it
    paused_from: Mapped[str | None] = mapped_column(String(40))
    stopped_seq: Mapped[int | None]
    #: whether it, or what came out of it, has ever had a date, or times for one
    has_dates: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship(foreign_keys=[id])
    trust: Mapped[Trust] = relationship(
        primaryjoin="Case.trust_id == foreign(Trust.id)", viewonly=True, uselist=False
    )

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "case"}

    @property
    def state_now(self) -> State:
        return self.flow.states[self.state]

    @property
    def is_open(self) -> bool:
        return not self.state_now.final

    def held_before(self, step: str) -> tuple[Case, ...]:
        """Other cases that this step changes as well, and that are held before this one.

        Where each of two cases changes the other, all steps hold the same one first: else two of them could
        wait for each other.
        """
        return ()


class Deadline(Scoped, Model):
    """A turn: this role at this place is to act on this case by this day. Closed when acted on."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "ix_deadlines_open_post",
            "place_id",
            "role",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_deadlines_open_case",
            "case_id",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_deadlines_one_turn",
            "case_id",
            "role",
            "place_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_deadlines_open_due",
            "due_on",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "case_id", "opened_seq"),
        CheckConstraint("(closed_at IS NULL) = (closed_seq IS NULL)", name="closed_by_an_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    #: what is asked, as a verb phrase that the case's title completes
    ask: Mapped[str]
    since: Mapped[datetime]
    #: the last day on which acting is in time; none where the state has no deadline
    due_on: Mapped[date | None]
    opened_seq: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_seq: Mapped[int | None]
    #: when the clock's own transition was made because this passed
    lapsed_at: Mapped[datetime | None]
    #: working days left when the clock was stopped; set only on turns that a pause closed
    kept_days: Mapped[int | None]

    case: Mapped[Case] = relationship()


class Note(Scoped, Model):
    """What somebody on the case wants the others on it to know."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    text: Mapped[str]

    author: Mapped[Person] = relationship()


def schools_of(case: Case) -> list[int]:
    """The schools that a case concerns: those its roles name, or those of the case it came from."""
    places = {place for name in case.flow.schools if (place := getattr(case, f"{name}_id")) is not None}
    places |= {post.place_id for role in case.flow.roles for post in role.posts(case)}
    places -= {case.id, case.trust_id}
    if not places and case.flow.inherits:
        return schools_of(getattr(case, case.flow.inherits))
    return list(db.session.scalars(select(School.id).where(School.id.in_(places)).order_by(School.id)))


class ReferenceCount(Model):
    """The last number given out for a prefix in a trust and year."""

    __tablename__ = "reference_counts"

    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_reference(trust_id: int, prefix: str) -> str:
    """The next reference of its kind in this trust and year, such as SR-2026-0042."""
    year = now().year
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        insert(ReferenceCount)
        .values(trust_id=trust_id, prefix=prefix, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["trust_id", "prefix", "year"], set_={"last": ReferenceCount.last + 1}
        )
        .returning(ReferenceCount.last)
    )
    return f"{prefix}-{year}-{db.session.scalars(statement).one():04d}"
