"""A meeting as it is stored: its agenda, what was written on it, and the minutes as they were sent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.dates.model import CalendarEntry
from workflows.forums import Forum
from workflows.groups import schools_of
from workflows.hubs import HubCase
from workflows.meetings.flow import MeetingFlow
from workflows.people import Person
from workflows.places import School


class Meeting(Case):
    """One meeting of a hub, a forum or a role group."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("approved_at_id <> id", name="approved_later"),
        Index(None, "group_id", "starts_at"),
    )

    flow = MeetingFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: the hub or forum, as a case
    group_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    #: none while a host is sought, and where it takes place online or at no school
    host_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    where: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    #: the date in diaries; none while postponed
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    #: reckoned back from the day, in working days: see `workflows.meetings.days`
    host_by: Mapped[date]
    agenda_opens_on: Mapped[date]
    publish_by: Mapped[date]
    write_by: Mapped[date]
    #: the next meeting's day
    approve_by: Mapped[date]
    #: while it is without a host
    settle_by: Mapped[date | None]
    #: in the next half-term
    look_back_on: Mapped[date | None]
    #: while postponed
    look_again_on: Mapped[date | None]
    #: when its group was told that it has met
    met_at: Mapped[datetime | None]
    approved_on: Mapped[date | None]
    #: the meeting at which they were
    approved_at_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    #: what came of it, in the next half-term
    what_came: Mapped[str] = mapped_column(default="")

    group: Mapped[Case] = relationship(foreign_keys=[group_id])
    host_school: Mapped[School | None] = relationship(foreign_keys=[host_school_id])
    #: read by its number alone: the date points at the meeting too, and the two could not be written at once
    entry: Mapped[CalendarEntry | None] = relationship(foreign_keys=[entry_id], viewonly=True)
    approved_at: Mapped[Meeting | None] = relationship(foreign_keys=[approved_at_id], remote_side=[id])
    items: Mapped[list[AgendaItem]] = relationship(
        order_by="AgendaItem.position, AgendaItem.id", viewonly=True
    )
    versions: Mapped[list[MinutesVersion]] = relationship(order_by="MinutesVersion.number", viewonly=True)

    __mapper_args__ = {
        "polymorphic_identity": MeetingFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def on(self) -> date:
        """The day of the meeting, in London."""
        return self.starts_at.astimezone(LONDON).date()

    @property
    def length(self) -> int:
        """How long it is, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def hub_id(self) -> int | None:
        """The hub whose meeting it is, if it is one of a hub."""
        return self.group.hub_id if isinstance(self.group, HubCase) else None

    @property
    def forum_id(self) -> int | None:
        """The forum whose meeting it is, if it is one of a forum."""
        return self.group.id if isinstance(self.group, Forum) else None

    def held_before(self, step: str) -> tuple[Case, ...]:
        """Its forum, where that hears of it: one that gets another chair, or closes, changes its meetings."""
        is_told = step in (MeetingFlow.say_held.name, MeetingFlow.send_minutes.name)
        return (self.group,) if is_told and isinstance(self.group, Forum) else ()

    def expected_school_ids(self) -> list[int]:
        """The schools that are expected to be there, whoever comes from them: see `workflows.sign_ups`."""
        return [school.id for school in schools_of(self.group, self.on)]


class Standing(StrEnum):
    """Items that come up in every meeting; the first three bring their own matter along."""

    LAST_MINUTES = "last minutes"
    LAST_ACTIONS = "last actions"
    REPORTS = "reports"
    ATTENDANCE = "attendance"
    SHARING = "sharing"
    MODERATION = "moderation"
    RESOURCES = "resources"
    ASKS = "asks"
    FOCUS = "focus"
    NEXT = "next"


class AgendaItem(Scoped, Model):
    """Something on the agenda, and the minutes of it as they are being written.

    Of the second part everything is sealed: `workflows.meetings.private` alone writes and opens it.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        Index(None, "meeting_id", "position"),
        CheckConstraint("minutes BETWEEN 1 AND 240", name="takes_minutes"),
        CheckConstraint(
            "NOT is_confidential OR (title = '' AND what = '' AND notes = '' AND decisions = ''"
            " AND standing IS NULL)",
            name="second_part_is_sealed",
        ),
        CheckConstraint("is_confidential OR sealed IS NULL", name="sealed_is_second_part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    position: Mapped[int]
    standing: Mapped[Standing | None] = mapped_column(text_enum(Standing, "standing"))
    title: Mapped[str] = mapped_column(default="")
    what: Mapped[str] = mapped_column(default="")
    #: how long it takes
    minutes: Mapped[int]
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: none of what stands on every agenda
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    #: of the second part: title, what, notes and decisions
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    notes: Mapped[str] = mapped_column(default="")
    #: one a line
    decisions: Mapped[str] = mapped_column(default="")
    #: one more with each time that its minutes are written
    revision: Mapped[int] = mapped_column(default=0)

    presenter: Mapped[Person | None] = relationship(foreign_keys=[presenter_id])
    added_by: Mapped[Person | None] = relationship(foreign_keys=[added_by_id])
    actions: Mapped[list[MinutedAction]] = relationship(order_by="MinutedAction.id", viewonly=True)


class MinutedAction(Scoped, Model):
    """What somebody will do, as it stands in the minutes; an action of its own once they are sent."""

    __tablename__ = "minuted_actions"
    __table_args__ = (Index(None, "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    title: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_on: Mapped[date]
    success_measure: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), unique=True)

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])


class MinutesVersion(Scoped, Model):
    """Minutes as they were sent: kept once and never changed. A correction is another version."""

    __tablename__ = "minutes_versions"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number > 0", name="numbers_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: what is corrected; empty of the first
    why: Mapped[str] = mapped_column(default="")
    said: Mapped[JsonObject]
    #: the second part, where there is one
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])


class Decision(Scoped, Model):
    """What a meeting has decided, out of the minutes that were sent last; never of the second part."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    #: what the item was called
    about: Mapped[str]
    text: Mapped[str]


class HostAsking(Scoped, Model):
    """A school that was asked to host a meeting, or offered to: never asked twice for the same one."""

    __tablename__ = "host_askings"
    __table_args__ = (UniqueConstraint("meeting_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    asked_at: Mapped[datetime]
