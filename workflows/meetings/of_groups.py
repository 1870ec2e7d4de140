"""The meetings of one group, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, select

from workflows.clock import LONDON, now
from workflows.database import db
from workflows.meetings.flow import MeetingFlow
from workflows.meetings.model import Meeting
from workflows.places import Place

MOST_PAST: Final = 12
"""Two years of half-termly meetings; earlier ones are on the list of meetings."""


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as a line of its group's page."""

    reference: str
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime
    host: str | None
    link: str

    @property
    def label(self) -> str:
        """Its state in words."""
        return MeetingFlow.states[self.state].label

    @property
    def on(self) -> date:
        return self.starts_at.astimezone(LONDON).date()

    @property
    def where(self) -> str:
        """Who hosts it, or that it is online, or that somebody has yet to offer."""
        return self.host or ("Online" if self.link else "Host sought")


@dataclass(frozen=True)
class GroupMeetings:
    """What is to come, the next one first, and what is over, the latest first."""

    ahead: tuple[MeetingLine, ...]
    past: tuple[MeetingLine, ...]


def meetings_of(group_id: int) -> GroupMeetings:
    """The meetings of a group, in two statements."""
    begins = Meeting.starts_at
    ahead = _lines(Meeting.group_id == group_id, Meeting.ends_at > now(), order=begins.asc())
    past = _lines(Meeting.group_id == group_id, Meeting.ends_at <= now(), order=begins.desc(), most=MOST_PAST)
    return GroupMeetings(ahead, past)


def _lines(
    *conditions: ColumnElement[bool], order: ColumnElement[datetime], most: int | None = None
) -> tuple[MeetingLine, ...]:
    rows = db.session.execute(
        select(
            Meeting.reference,
            Meeting.title,
            Meeting.state,
            Meeting.starts_at,
            Meeting.ends_at,
            Place.name,
            Meeting.link,
        )
        .outerjoin(Place, Place.id == Meeting.host_school_id)
        .where(*conditions)
        .order_by(order, Meeting.id)
        .limit(most)
    )
    return tuple(MeetingLine(*row) for row in rows)
