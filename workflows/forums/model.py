"""A forum as it is stored; chair and members are appointed on it, each from one day to another."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import text_enum
from workflows.forums.details import ForumKind
from workflows.forums.flow import ForumFlow
from workflows.giving import FocusArea


class Forum(Case):
    """A standing group of people of different schools: of one subject, or with one role."""

    __tablename__ = "forums"
    __table_args__ = (CheckConstraint("reports_to_id <> id", name="not_to_itself"),)

    flow = ForumFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    group_kind: Mapped[ForumKind] = mapped_column(text_enum(ForumKind, "group_kind"))
    purpose: Mapped[str]
    focus_area_id: Mapped[int | None] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    #: the group whose next agenda hears what this one has decided
    reports_to_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    last_met_on: Mapped[date | None]
    #: the end of the second term without a meeting
    meet_by: Mapped[date | None]
    #: while paused
    look_again_on: Mapped[date | None]

    focus_area: Mapped[FocusArea | None] = relationship()
    reports_to: Mapped[Forum | None] = relationship(foreign_keys=[reports_to_id], remote_side=[id])

    __mapper_args__ = {
        "polymorphic_identity": ForumFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }
