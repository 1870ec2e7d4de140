"""The invitations go out with one press: every meeting is opened, or none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from workflows.cases import Case
from workflows.clock import day_in_words, today
from workflows.database import db
from workflows.dates.letters import Letter
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.groups import people_of
from workflows.meetings.details import MeetingDetails
from workflows.meetings.effects import plan as plan_meeting
from workflows.perform import Act
from workflows.school_calendar import academic_year_name
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.gathering import problem_of
from workflows.year_plans.model import PlanGroup, PlannedDate, YearPlan
from workflows.year_plans.problem import Problem, Slot, Venue

CALENDAR: Final = "/calendar"
"""The page for those who hear of their dates: the plan itself is not theirs to see."""


@dataclass(frozen=True)
class Untrue:
    """Why a date cannot be sent as it stands."""

    date_id: int
    group: str
    why: str


def untrue_of(plan: YearPlan, problem: Problem) -> tuple[Untrue, ...]:
    """What is not true of the dates any more, by today's rows."""
    groups = {one.group_id: one for one in plan.groups}
    closed = {one.group_id for one in plan.groups if not one.group.is_open}
    found = [
        Untrue(0, groups[one].group.title, "It has been closed: give this plan up, and lay out a new one.")
        for one in sorted(closed)
    ]
    return (
        *found,
        *(
            Untrue(row.id, row.group.title, why)
            for row in plan.dates
            if row.group_id not in closed
            for why in _of_date(problem, row, groups[row.group_id])
        ),
    )


def _of_date(problem: Problem, row: PlannedDate, group: PlanGroup) -> Iterator[str]:
    slot = row.slot
    if slot is None:
        yield f"Meeting {row.number} has no date yet."
    elif slot.on <= today():
        yield f"{day_in_words(slot.on)} is not ahead any more."
    elif row.host_school_id is not None:
        yield from _of_host(problem, row, slot)
    elif group.venue is Venue.HOSTED:
        yield f"Nobody hosts on {day_in_words(slot.on)} yet."
    elif not problem.can_be_on(row.key, slot.on) and not row.is_pinned:
        yield f"{day_in_words(slot.on)} is to be kept clear, or every school is closed."


def _of_host(problem: Problem, row: PlannedDate, slot: Slot) -> Iterator[str]:
    host = problem.school_of[row.host_school_id or 0]
    if host.school_id not in problem.group_of[row.group_id].schools:
        yield f"{host.name}, which would host on {day_in_words(slot.on)}, is not in the group any more."
    elif slot.on not in host.open_on:
        yield f"{host.name}, which would host, is closed on {day_in_words(slot.on)}."
    elif slot.on in problem.keep_clear and not row.is_pinned:
        yield f"{day_in_words(slot.on)} is to be kept clear."


@Flow.guard("send")
def is_true(plan: YearPlan, _: None) -> None:
    if untrue := untrue_of(plan, problem_of(plan)):
        one, more = untrue[0], len(untrue) - 1
        others = f" There {'is' if more == 1 else 'are'} {more} more like this." if more else ""
        raise NotYet(f"{one.group}: {one.why}{others} Move it, or plan again.")


@Flow.on("send")
def send(plan: YearPlan, _: None, act: Act) -> None:
    """Open every meeting, in the order of the year, and tell each person all their dates in one mail."""
    groups = {one.group_id: one for one in plan.groups}
    by_date = sorted((slot, row.group_id, row) for row in plan.dates if (slot := row.slot))
    for slot, group_id, row in by_date:
        try:
            _open(row, _meeting(plan, row, groups[group_id], slot), act)
        except InvalidDetails as error:
            why = ". ".join(error.problems.values())
            raise NotYet(f"{row.group.title}, {day_in_words(slot.on)}: {why}.") from error
    plan.earlier = []
    act.facts["meetings"] = len(by_date)
    db.session.flush()
    _tell_each_their_dates(plan, act)


def _meeting(plan: YearPlan, row: PlannedDate, group: PlanGroup, slot: Slot) -> MeetingDetails:
    ends = datetime.combine(slot.on, slot.starts) + timedelta(minutes=group.minutes)
    return MeetingDetails(
        group_id=row.group_id,
        title=title_of(row.group, row.number, plan.year),
        on=slot.on,
        starts=slot.starts,
        ends=ends.time(),
        host_school_id=row.host_school_id,
        link=group.link,
    )


def _open(row: PlannedDate, details: MeetingDetails, act: Act) -> None:
    if act.actor is not None:
        meeting = plan_meeting(row.group, details, act.actor, out_of=act)
        row.meeting_id, row.meeting = meeting.id, meeting


def title_of(group: Case, number: int, year: int) -> str:
    """What a meeting is called: "North hub: meeting 2 of 2026/27"."""
    return f"{group.title}: meeting {number} of {academic_year_name(year)}"


def _tell_each_their_dates(plan: YearPlan, act: Act) -> None:
    """One mail to each person with all their dates, beside the invitations: see the template `years/send`."""
    own: dict[int, list[dict[str, Any]]] = {}
    for group in plan.groups:
        slots = sorted(slot for row in plan.dates if row.group_id == group.group_id and (slot := row.slot))
        dates = {"group": group.group.title, "dates": [one.on.isoformat() for one in slots]}
        for person in people_of(group.group, act.today):
            own.setdefault(person.id, []).append(dates)
    for person_id, year in own.items():
        facts = {"page": CALENDAR, "year": year}
        act.diary.letters.append(Letter(f"{Flow.slug}/{Flow.send.name}", person_id, facts=facts))
