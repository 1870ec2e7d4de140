"""Reads one meeting with all that its pages show; of the second part only for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from workflows.actions import AgreedAction, agreed_out_of
from workflows.case_history import CaseFile, around, history_of
from workflows.database import JsonObject, db
from workflows.events import Event
from workflows.meetings.carried import CarriedAction, Report, last_actions, reports
from workflows.meetings.flow import (
    LEADING,
    WRITING,
    MeetingFlow,
    central_team,
    chair,
    host_head,
    member,
    note_taker,
)
from workflows.meetings.hosting import asked_so_far
from workflows.meetings.minutes import actions_in
from workflows.meetings.model import AgendaItem, Meeting, MinutedAction, MinutesVersion
from workflows.meetings.private import Words, reads_second_part, second_part, words_of
from workflows.meetings.register import Register, register_of
from workflows.meetings.sequel import meeting_after, meeting_before
from workflows.people import Post

_FOR_THE_TEAM: Final = ("answer_date", "reply_arrived", "settle_reply", "write_minutes", "drop_action")
"""Who has answered what, and what is being written, is in the history of those who prepare the meeting."""


@dataclass(frozen=True)
class ShownItem:
    """An item as its reader sees it."""

    item: AgendaItem
    words: Words
    actions: tuple[tuple[MinutedAction, str | None], ...] = ()

    @property
    def is_written(self) -> bool:
        return self.item.revision > 0


@dataclass(frozen=True)
class Minutes:
    """Minutes as they were sent; `second` only for whoever reads the second part."""

    number: int
    made_at: datetime
    made_by: str
    why: str
    said: JsonObject
    #: those on which anything was said, decided or agreed
    items: tuple[JsonObject, ...]
    second: tuple[JsonObject, ...] = ()
    has_second: bool = False

    @property
    def on(self) -> date:
        return datetime.fromisoformat(self.said["starts_at"]).date()


def _readable(item: JsonObject) -> JsonObject:
    """The same with the days of its actions as days."""
    actions = [{**one, "due_on": date.fromisoformat(one["due_on"])} for one in item["actions"]]
    return {**item, "actions": actions}


def says_anything(item: JsonObject) -> bool:
    """Whether there are any minutes of an item."""
    return bool(item["notes"].strip() or item["decisions"] or item["actions"])


@dataclass(frozen=True, kw_only=True)
class MeetingFile(CaseFile):
    """A meeting and everything around it that its page shows; read once, nothing is fetched later."""

    meeting: Meeting
    items: tuple[ShownItem, ...]
    #: the second part; empty for whoever does not read it
    second: tuple[ShownItem, ...]
    has_second: bool
    reads_second: bool
    leads: bool
    writes: bool
    register: Register
    minutes: Minutes | None
    actions: tuple[AgreedAction, ...]
    last: Meeting | None
    following: Meeting | None
    last_actions: tuple[CarriedAction, ...]
    reports: tuple[Report, ...]
    #: schools that were asked to host, or offered, first to last
    asked: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many minutes the agenda takes, as far as the reader sees it."""
        return sum(one.item.minutes for one in (*self.items, *self.second))

    def item(self, item_id: int) -> ShownItem | None:
        """An item that the reader may see."""
        return next((one for one in (*self.items, *self.second) if one.item.id == item_id), None)

    def after(self, item_id: int) -> ShownItem | None:
        """The item that follows."""
        every = (*self.items, *self.second)
        at = next((number for number, one in enumerate(every) if one.item.id == item_id), len(every))
        return every[at + 1] if at + 1 < len(every) else None


def find(reference: str) -> Meeting | None:
    """The meeting of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(Meeting)
        .where(Meeting.reference == reference)
        .options(
            joinedload(Meeting.group),
            joinedload(Meeting.host_school),
            joinedload(Meeting.entry),
            selectinload(Meeting.items).joinedload(AgendaItem.presenter),
            selectinload(Meeting.items).joinedload(AgendaItem.added_by),
            selectinload(Meeting.versions).joinedload(MinutesVersion.made_by),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(meeting: Meeting, posts: frozenset[Post]) -> MeetingFile:
    """Read all that is around a meeting, as somebody with these posts may know it."""
    shown = [
        post for role in (chair, note_taker, member, host_head, central_team) if (post := role.post(meeting))
    ]
    is_near = holds(meeting, posts, (*WRITING, member))
    hidden = () if is_near else (Event.kind.not_in(_FOR_THE_TEAM),)
    reads = reads_second_part(meeting, posts)
    known = actions_in(meeting)
    shown_items = [
        ShownItem(item, words_of(item), tuple(known.get(item.id, ())))
        for item in meeting.items
        if reads or not item.is_confidential
    ]
    return MeetingFile(
        **around(meeting, shown, posts),
        history=history_of(meeting.id, *hidden),
        meeting=meeting,
        items=tuple(one for one in shown_items if not one.item.is_confidential),
        second=tuple(one for one in shown_items if one.item.is_confidential),
        has_second=any(item.is_confidential for item in meeting.items),
        reads_second=reads,
        leads=holds(meeting, posts, LEADING),
        writes=holds(meeting, posts, WRITING),
        register=register_of(meeting),
        minutes=minutes_of(meeting.versions[-1], reads=reads) if meeting.versions else None,
        actions=agreed_out_of(meeting.id),
        last=meeting_before(meeting),
        following=meeting_after(meeting),
        last_actions=last_actions(meeting),
        reports=reports(meeting),
        asked=tuple(asked_so_far(meeting)) if meeting.state in _SEEKING else (),
    )


_SEEKING: Final = [state.name for state in (*MeetingFlow.seeking.members, MeetingFlow.host_lost)]


def holds(meeting: Meeting, posts: frozenset[Post], roles: Any) -> bool:
    """Whether somebody with these posts has one of these parts."""
    return any(role.post(meeting) in posts for role in roles)


def minutes_of(version: MinutesVersion, *, reads: bool) -> Minutes:
    """Minutes as they were sent; with the second part for whoever `reads` it."""
    return Minutes(
        number=version.number,
        made_at=version.made_at,
        made_by=version.made_by.name,
        why=version.why,
        said=version.said,
        items=tuple(_readable(one) for one in version.said["items"] if says_anything(one)),
        second=tuple(map(_readable, second_part(version))) if reads else (),
        has_second=version.sealed is not None,
    )
