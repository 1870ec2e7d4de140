"""What comes up on an agenda by itself: actions of earlier meetings, and what groups below have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from workflows.actions import Action, ActionFlow
from workflows.clock import today
from workflows.database import db
from workflows.forums import Forum
from workflows.meetings.model import Decision, Meeting, MinutesVersion
from workflows.meetings.sequel import meeting_before
from workflows.people import Person

FIRST_TIME: Final = timedelta(days=120)
"""How far back a group that has not met yet hears from others."""
_OPEN: Final = [state.name for state in ActionFlow.states.values() if not state.final]


@dataclass(frozen=True)
class CarriedAction:
    """An action of an earlier meeting, as it stands today."""

    reference: str
    title: str
    owner: str
    due_on: date
    state: str
    is_open: bool
    #: what difference it has made, once that has been verified
    impact: str

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < today()


@dataclass(frozen=True)
class Report:
    """What a group that reports to this one has decided in one meeting."""

    group: str
    reference: str
    on: date
    decisions: tuple[str, ...]


def last_actions(meeting: Meeting) -> tuple[CarriedAction, ...]:
    """All actions of the meeting before, and those of earlier ones that are not done, by their dates."""
    last = meeting_before(meeting)
    if last is None:
        return ()
    held = aliased(Meeting, flat=True)
    rows = db.session.execute(
        select(Action, Person.name)
        .join(held, held.id == Action.came_from_id)
        .join(Person, Person.id == Action.owner_id)
        .where(
            held.group_id == meeting.group_id,
            held.starts_at <= last.starts_at,
            or_(Action.came_from_id == last.id, Action.state.in_(_OPEN)),
        )
        .order_by(Action.due_on, Action.id)
    )
    return tuple(
        CarriedAction(
            action.reference,
            action.title,
            owner,
            action.due_on,
            action.state_now.label,
            action.is_open,
            action.impact.value if action.impact else "",
        )
        for action, owner in rows
    )


def reports(meeting: Meeting) -> tuple[Report, ...]:
    """What groups that report to this one have decided since it met last, in the order of their meetings."""
    last = meeting_before(meeting)
    since: datetime = last.starts_at if last else meeting.starts_at - FIRST_TIME
    forum = aliased(Forum, flat=True)
    rows = db.session.execute(
        select(forum.title, Meeting, Decision.text)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(forum, forum.id == Meeting.group_id)
        .join(MinutesVersion, (MinutesVersion.meeting_id == Meeting.id) & (MinutesVersion.number == 1))
        .where(
            forum.reports_to_id == meeting.group_id,
            MinutesVersion.made_at > since,
            MinutesVersion.made_at <= meeting.ends_at,
        )
        .order_by(Meeting.starts_at, Meeting.id, Decision.number)
    )
    found: dict[str, Report] = {}
    for group, one, text in rows:
        had = found.get(one.reference)
        found[one.reference] = Report(group, one.reference, one.on, (*(had.decisions if had else ()), text))
    return tuple(found.values())
