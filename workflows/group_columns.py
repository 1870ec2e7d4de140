"""What lists of hubs and of forums say alike: who leads a group, and when it meets next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from workflows.cases import Case
from workflows.clock import now, today
from workflows.meetings.flow import MeetingFlow
from workflows.meetings.model import Meeting
from workflows.people import Appointment, Person, standing

_TO_COME = [state.name for state in MeetingFlow.ahead.members]


def lead_name(role: str, place: Any) -> Any:
    """The name of who holds the role at the place, as a column of a list; none while nobody does."""
    return (
        select(func.min(Person.name))
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.place_id == place,
            Appointment.role == role,
            standing(today()),
            Person.left_on.is_(None),
        )
        .scalar_subquery()
    )


def next_meeting(group: type[Case]) -> Any:
    """When the next meeting of the group begins, as a column of a list."""
    return (
        select(func.min(Meeting.starts_at))
        .where(Meeting.group_id == group.id, Meeting.state.in_(_TO_COME), Meeting.starts_at > now())
        .correlate(group)
        .scalar_subquery()
    )
