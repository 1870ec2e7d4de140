"""The meetings of a running year move or end together; one by one they do on their own pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from workflows.clock import LONDON, today
from workflows.database import db
from workflows.details import InvalidDetails, Reason
from workflows.errors import NotYet, NotYourRole, TransitionNotAllowed
from workflows.groups import schools_of
from workflows.meetings import Meeting, MeetingFlow
from workflows.meetings.details import Moving
from workflows.perform import Act, perform
from workflows.places import Trust
from workflows.school_calendar import SchoolCalendar, TrustCalendars, calendars
from workflows.year_plans.details import SeriesEnded, SeriesMoved
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.model import YearPlan
from workflows.year_plans.problem import Slot

AHEAD: Final = frozenset(state.name for state in MeetingFlow.ahead.members)
WEEKS_APART: Final = (0, 1, -1, 2, -2)
"""Where the same week will not do, the nearest one that does."""


@dataclass(frozen=True)
class Step:
    """Where one meeting of a series goes; nowhere where no day near it will do."""

    meeting: Meeting
    was: Slot
    to: Slot | None
    minutes: int
    #: what to know about it, as a sentence
    note: str = ""


def ahead_of(plan: YearPlan, group_id: int | None = None) -> list[Meeting]:
    """The meetings of the plan that are still to come, earliest first."""
    day = today()
    found = (row.meeting for row in plan.dates if group_id in (None, row.group_id) and row.meeting)
    return sorted(
        (one for one in found if one.state in AHEAD and one.on > day), key=lambda one: (one.starts_at, one.id)
    )


def steps_of(plan: YearPlan, group_id: int, *, weekday: int, starts: time) -> list[Step]:
    """Where each later meeting of a group would go; those that stay where they are, left out."""
    known = calendars(db.session.get_one(Trust, plan.trust_id))
    found = []
    for meeting in ahead_of(plan, group_id):
        monday = _slot(meeting).week
        days = list(_open_days(plan, meeting, monday + timedelta(days=weekday), known))
        found.append(_step(meeting, Slot(days[0], starts) if days else None))
    return [one for one in found if one.to != one.was]


def _step(meeting: Meeting, to: Slot | None) -> Step:
    was, note = _slot(meeting), ""
    if to is None:
        note = "No day near it is in term and open where it is held: it stays. Move it on its own page."
    elif to.week != was.week:
        note = "In another week."
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return Step(meeting, was, to, minutes, note)


def _slot(meeting: Meeting) -> Slot:
    begins = _london(meeting.starts_at)
    return Slot(begins.date(), begins.time())


def _open_days(plan: YearPlan, meeting: Meeting, wished: date, known: TrustCalendars) -> Iterator[date]:
    of_trust = known.of_school(plan.trust_id)
    hosts = [known.of_school(one) for one in _where(meeting)]
    for weeks in WEEKS_APART:
        day = wished + timedelta(weeks=weeks)
        is_ahead = today() < day <= plan.ends_on
        if is_ahead and of_trust.is_school_day(day) and _any_open(hosts, day):
            yield day


def _where(meeting: Meeting) -> list[int]:
    if meeting.host_school_id is not None:
        return [meeting.host_school_id]
    return [school.id for school in schools_of(meeting.group, today())]


def _any_open(hosts: Iterable[SchoolCalendar], day: date) -> bool:
    known = list(hosts)
    return not known or any(one.is_school_day(day) for one in known)


def _london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(tzinfo=None)


@Flow.on("move_series")
def move_series(plan: YearPlan, details: SeriesMoved, act: Act) -> None:
    _check_group(plan, details.group_id)
    if details.starts >= time(20) or details.starts < time(7):
        raise InvalidDetails({"starts": "Enter a time between 7am and 8pm"})
    steps = steps_of(plan, details.group_id, weekday=details.weekday, starts=details.starts)
    going = [one for one in steps if one.to is not None]
    if not going:
        raise InvalidDetails({"weekday": "No meeting ahead would move: choose another day or time"})
    # The order matters to people in none of them; a date that another has just left is free.
    for one in going:
        _move(one, details.reason, act)
    act.facts |= {
        "group": _title(plan, details.group_id),
        "meetings": len(going),
        "stay": len(steps) - len(going),
    }


def _move(step: Step, reason: str, act: Act) -> None:
    if act.actor is None or step.to is None:
        return
    ends = datetime.combine(step.to.on, step.to.starts) + timedelta(minutes=step.minutes)
    details = Moving(on=step.to.on, starts=step.to.starts, ends=ends.time(), reason=reason)
    _carry_out(step.meeting, "move", details, act)


@Flow.on("end_series")
def end_series(plan: YearPlan, details: SeriesEnded, act: Act) -> None:
    if details.group_id is not None:
        _check_group(plan, details.group_id)
    ending = ahead_of(plan, details.group_id)
    if not ending:
        raise InvalidDetails({"group_id": "No meeting is ahead that could be called off"})
    for meeting in ending:
        _carry_out(meeting, "call_off", Reason(reason=details.reason), act)
    act.facts |= {"group": _title(plan, details.group_id), "meetings": len(ending)}


def _carry_out(meeting: Meeting, name: str, details: Moving | Reason, act: Act) -> None:
    """One meeting's own step, with its own checks: all of them are made, or none is."""
    try:
        perform(meeting, name, act.actor, details)
    except InvalidDetails as error:
        why = ". ".join(error.problems.values())
        raise NotYet(f"{meeting.title}: {why}. Nothing has been changed.") from error
    except (NotYourRole, TransitionNotAllowed) as error:
        raise NotYet(f"{meeting.title}: {error} Nothing has been changed.") from error


def _check_group(plan: YearPlan, group_id: int) -> None:
    if group_id not in {one.group_id for one in plan.groups}:
        raise InvalidDetails({"group_id": "Choose a group of this plan"})


def _title(plan: YearPlan, group_id: int | None) -> str:
    return next((one.group.title for one in plan.groups if one.group_id == group_id), "")


@Flow.on("close")
def close(plan: YearPlan, _: Reason, act: Act) -> None:
    """What is ahead goes on by itself: closing the plan calls nothing off."""
    act.facts["ahead"] = len(ahead_of(plan))
