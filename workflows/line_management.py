"""Who manages and who appraises whom: they never mentor, coach or review each other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.database import Dated, Model, Scoped, db, text_enum
from workflows.people import Person


class Oversight(StrEnum):
    """In which way somebody answers for another's work."""

    LINE_MANAGER = "line manager"
    APPRAISER = "appraiser"


class LineManagement(Scoped, Dated, Model):
    """One person manages or appraises another, from one day until another."""

    __tablename__ = "line_management"
    __table_args__ = (
        CheckConstraint("manager_id <> person_id", name="not_of_oneself"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        Index(None, "manager_id"),
        Index(None, "person_id"),
        Index(
            "uq_line_management_standing",
            "person_id",
            "manager_id",
            "oversight",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    manager_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    oversight: Mapped[Oversight] = mapped_column(text_enum(Oversight, "oversight"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    manager: Mapped[Person] = relationship(foreign_keys=[manager_id])


def oversight_between(people: Collection[int], on: date) -> dict[frozenset[int], Oversight]:
    """Each pair, one of whom is among these people, where one manages or appraises the other on this day."""
    running = (LineManagement.starts_on <= on) & or_(
        LineManagement.ends_on.is_(None), LineManagement.ends_on > on
    )
    rows = db.session.execute(
        select(LineManagement.person_id, LineManagement.manager_id, LineManagement.oversight)
        .where(running, or_(LineManagement.person_id.in_(people), LineManagement.manager_id.in_(people)))
        .order_by(LineManagement.id.desc())
    )
    return {frozenset((row.person_id, row.manager_id)): row.oversight for row in rows}
