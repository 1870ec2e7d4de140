"""Reads one year of dates with all that its page shows, and whose year somebody may lay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from workflows.case_history import CaseFile, around, history_of
from workflows.clock import LONDON
from workflows.database import db
from workflows.groups import groups_to_plan_for
from workflows.meetings import MeetingFlow
from workflows.people import Person, Post, posts_of
from workflows.year_plans.details import Reach
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.flow import central_team, planner
from workflows.year_plans.gathering import problem_of
from workflows.year_plans.judging import Hindrance, Unmet, hindrances, unmet
from workflows.year_plans.laying_out import About, of_group
from workflows.year_plans.model import PlanGroup, PlannedDate, YearPlan
from workflows.year_plans.problem import Problem, Slot
from workflows.year_plans.sending import Untrue, untrue_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """One meeting, as the page shows it."""

    row: PlannedDate
    group: str
    slot: Slot | None
    ends: time | None
    host: str
    hindrances: tuple[Hindrance, ...] = ()

    @property
    def is_off(self) -> bool:
        """Whether it was opened and then called off."""
        return self.row.meeting is not None and self.row.meeting.state == MeetingFlow.called_off.name


@dataclass(frozen=True, kw_only=True)
class InYear:
    """One group's meetings, month by month."""

    group: PlanGroup
    months: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, kw_only=True)
class YearFile(CaseFile):
    """A plan and everything around it that its page shows; read once, nothing is fetched later."""

    plan: YearPlan
    #: by date; those without one first
    lines: tuple[Line, ...]
    #: the first day of each
    months: tuple[date, ...]
    glance: tuple[InYear, ...]
    #: while it is laid out
    unmet: tuple[Unmet, ...] = ()
    untrue: tuple[Untrue, ...] = ()


def find(reference: str) -> YearPlan | None:
    """The plan of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(YearPlan)
        .where(YearPlan.reference == reference)
        .options(
            selectinload(YearPlan.groups).joinedload(PlanGroup.group),
            selectinload(YearPlan.dates).options(
                joinedload(PlannedDate.group),
                joinedload(PlannedDate.host_school),
                joinedload(PlannedDate.meeting),
            ),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(plan: YearPlan, posts: frozenset[Post]) -> YearFile:
    """Read all that is around a plan."""
    shown = [post for role in (planner, central_team) if (post := role.post(plan))]
    problem = problem_of(plan) if plan.state == Flow.laying_out.name else None
    lines = tuple(sorted(_lines(plan, problem), key=_by_date))
    months = _months(plan, lines)
    return YearFile(
        **around(plan, shown, posts),
        plan=plan,
        history=history_of(plan.id),
        lines=lines,
        months=months,
        glance=tuple(_in_year(one, lines, months) for one in plan.groups),
        unmet=unmet(problem, plan.as_plan) if problem else (),
        untrue=untrue_of(plan, problem) if problem else (),
    )


def _by_date(line: Line) -> tuple[date, time, str, int]:
    slot = line.slot or Slot(date.min, time())
    return slot.on, slot.starts, line.group, line.row.number


def _lines(plan: YearPlan, problem: Problem | None) -> list[Line]:
    minutes, as_plan = {one.group_id: one.minutes for one in plan.groups}, plan.as_plan
    found = []
    for row in plan.dates:
        slot, ends, host = _when(row, minutes[row.group_id])
        told = hindrances(problem, as_plan, row.key, slot) if problem and slot else ()
        found.append(Line(row=row, group=row.group.title, slot=slot, ends=ends, host=host, hindrances=told))
    return found


def _when(row: PlannedDate, minutes: int) -> tuple[Slot | None, time | None, str]:
    """When and where it is: of a meeting that is open, as it stands there."""
    if row.meeting is not None:
        begins, ends = (
            one.astimezone(LONDON) for one in (row.meeting.starts_at, row.meeting.ends_at)
        )  # fmt: skip
        host = row.meeting.host_school.name if row.meeting.host_school else ""
        return Slot(begins.date(), begins.time()), ends.time(), host
    host = row.host_school.name if row.host_school else ""
    if row.slot is None:
        return None, None, host
    return (
        row.slot,
        (datetime.combine(row.slot.on, row.slot.starts) + timedelta(minutes=minutes)).time(),
        host,
    )


def _months(plan: YearPlan, lines: Sequence[Line]) -> tuple[date, ...]:
    """From the first month of the year's days to its last, and any in which there is a meeting."""
    days = [plan.starts_on, plan.ends_on, *(line.slot.on for line in lines if line.slot)]
    month, last, found = min(days).replace(day=1), max(days), []
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(found)


def _in_year(group: PlanGroup, lines: Sequence[Line], months: Sequence[date]) -> InYear:
    own = [line for line in lines if line.row.group_id == group.group_id and line.slot and not line.is_off]
    return InYear(
        group=group,
        months=tuple(
            tuple(line for line in own if line.slot and line.slot.on.replace(day=1) == month)
            for month in months
        ),
    )


# Whose year somebody may lay out


def may_lay_out(person: Person) -> list[About]:
    """Every year that this person may lay out: of the hubs and forums they lead, or of all."""
    posts = posts_of(person.id)
    groups = groups_to_plan_for(posts)
    leads = Post("improvement_lead", person.trust_id) in posts
    wide = [About(Reach.TRUST), About(Reach.FORUMS)] if leads and groups else []
    return [*wide, *(of_group(one) for one in groups)]
