"""A meeting as it is stored; its date is in the diaries of everybody who is asked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON
from workflows.dates.model import CalendarEntry
from workflows.meetings.flow import MeetingFlow
from workflows.places import School


class Meeting(Case):
    """One meeting of a hub, a forum or a role group."""

    __tablename__ = "meetings"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    flow = MeetingFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: the hub or forum, as a case
    group_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    #: none while a host is sought, and where it takes place online
    host_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    where: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: the date in diaries, once invitations have gone out
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    #: reckoned back from the day, in working days: see `workflows.meetings.days`
    host_by: Mapped[date | None]
    agenda_opens_on: Mapped[date | None]
    publish_by: Mapped[date | None]
    #: the next meeting's day
    approve_by: Mapped[date | None]
    #: in the next half-term
    look_back_on: Mapped[date | None]
    #: while postponed
    look_again_on: Mapped[date | None]

    group: Mapped[Case] = relationship(foreign_keys=[group_id])
    host_school: Mapped[School | None] = relationship(foreign_keys=[host_school_id])
    entry: Mapped[CalendarEntry | None] = relationship(foreign_keys=[entry_id])

    __mapper_args__ = {
        "polymorphic_identity": MeetingFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def on(self) -> date:
        """The day of the meeting, in London."""
        return self.starts_at.astimezone(LONDON).date()
