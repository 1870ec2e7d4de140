"""Connect sessions as they are stored."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.connect.flow import ConnectFlow
from workflows.dates.model import CalendarEntry
from workflows.giving import FocusArea
from workflows.people import Person


class ConnectSession(Case):
    """An hour in which somebody shows colleagues of other schools what works."""

    __tablename__ = "connect_sessions"

    flow = ConnectFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    what: Mapped[str] = mapped_column(default="")
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), index=True)
    #: the date in diaries; none while it is postponed
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    came_of: Mapped[str] = mapped_column(default="")

    host: Mapped[Person] = relationship(foreign_keys=[host_id])
    focus_area: Mapped[FocusArea] = relationship()
    entry: Mapped[CalendarEntry | None] = relationship(foreign_keys=[entry_id], viewonly=True)

    __mapper_args__ = {
        "polymorphic_identity": ConnectFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def on(self) -> date | None:
        """The day on which it is; none while it is postponed."""
        return self.entry.first_day if self.entry is not None else None
