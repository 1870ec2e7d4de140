"""A year of dates as it is stored: its groups with what each wishes, and a row for each meeting."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import JsonObject, Model, Scoped, text_enum
from workflows.meetings import Meeting
from workflows.places import School
from workflows.year_plans.details import STARTS, Reach, TimeOfDay
from workflows.year_plans.flow import YearPlanFlow
from workflows.year_plans.problem import Key, Placed, Plan, Slot, Venue


class YearPlan(Case):
    """The meetings of one academic year, laid out together."""

    __tablename__ = "year_plans"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("(reach = 'hub') = (hub_id IS NOT NULL)", name="hub_is_named"),
        CheckConstraint("(reach = 'forum') = (forum_id IS NOT NULL)", name="forum_is_named"),
    )

    flow = YearPlanFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reach: Mapped[Reach] = mapped_column(text_enum(Reach, "reach"))
    #: where it is about one group alone: the hub as a place, or the forum as a case
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"), index=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    #: the calendar year in which the academic year begins
    year: Mapped[int]
    #: first and last day on which a meeting can be
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: what was wished for every group, as `YearDetails`
    wishes: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    #: how it was before the last changes, newest last
    earlier: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)

    groups: Mapped[list[PlanGroup]] = relationship(
        order_by="PlanGroup.position", cascade="all, delete-orphan"
    )
    dates: Mapped[list[PlannedDate]] = relationship(
        order_by="PlannedDate.group_id, PlannedDate.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {
        "polymorphic_identity": YearPlanFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    @property
    def keep_clear(self) -> list[date]:
        """Days on which nobody meets."""
        return [date.fromisoformat(one) for one in self.wishes.get("keep_clear", ())]

    @property
    def as_plan(self) -> Plan:
        """Its dates as the planner knows them."""
        return {one.key: Placed(slot=one.slot, host_id=one.host_school_id) for one in self.dates}


class PlanGroup(Scoped, Model):
    """A group whose year is laid out, and what it wishes."""

    __tablename__ = "year_plan_groups"
    __table_args__ = (
        CheckConstraint("meetings BETWEEN 1 AND 20", name="some_meetings"),
        CheckConstraint("minutes BETWEEN 15 AND 240", name="some_minutes"),
        CheckConstraint("venue <> 'online' OR link <> ''", name="online_somewhere"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("year_plans.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    position: Mapped[int]
    meetings: Mapped[int]
    minutes: Mapped[int]
    #: Monday is 0
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    #: `TimeOfDay`, the most liked first
    times: Mapped[list[str]] = mapped_column(JSON)
    venue: Mapped[Venue] = mapped_column(text_enum(Venue, "venue"))
    link: Mapped[str] = mapped_column(default="")
    #: days that were ruled out by hand, in ISO form
    never: Mapped[list[str]] = mapped_column(JSON, default=list)

    group: Mapped[Case] = relationship(foreign_keys=[group_id])

    @property
    def starts(self) -> tuple[time, ...]:
        """When its meetings may begin."""
        return tuple(STARTS[TimeOfDay(one)] for one in self.times)


class PlannedDate(Scoped, Model):
    """One meeting of the year: when and where it is to be, and the meeting itself once it is opened."""

    __tablename__ = "planned_dates"
    __table_args__ = (
        UniqueConstraint("plan_id", "group_id", "number"),
        CheckConstraint('("on" IS NULL) = (starts IS NULL)', name="day_has_time"),
        CheckConstraint('NOT is_pinned OR "on" IS NOT NULL', name="kept_is_placed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("year_plans.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    #: counts the meetings of a group from one
    number: Mapped[int]
    #: none where no day could be found
    on: Mapped[date | None]
    starts: Mapped[time | None]
    host_school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    host_is_pinned: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), unique=True)

    group: Mapped[Case] = relationship(foreign_keys=[group_id])
    host_school: Mapped[School | None] = relationship(foreign_keys=[host_school_id])
    meeting: Mapped[Meeting | None] = relationship(foreign_keys=[meeting_id])

    @property
    def key(self) -> Key:
        return self.group_id, self.number

    @property
    def slot(self) -> Slot | None:
        """When it is, as the planner knows it."""
        return None if self.on is None or self.starts is None else Slot(self.on, self.starts)
