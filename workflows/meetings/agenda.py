"""The agenda: what stands on it every time, what members add, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import delete, func, select

from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.meetings.details import ItemDetails, ItemDropped, ItemMoved
from workflows.meetings.flow import LEADING, WRITING
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.model import AgendaItem, Meeting, MinutedAction, Standing
from workflows.meetings.people import follow_group
from workflows.meetings.private import Words, reads_second_part, words_of, write
from workflows.meetings.standing import items_for
from workflows.people import colleague
from workflows.perform import Act

MOST_ITEMS: Final = 60
"""No meeting gets through more."""


def lay_out(meeting: Meeting) -> None:
    """Put on the agenda what stands on it every time."""
    for position, one in enumerate(items_for(meeting.group), start=1):
        db.session.add(
            AgendaItem(
                trust_id=meeting.trust_id,
                meeting_id=meeting.id,
                position=position,
                standing=one.standing,
                title=one.title,
                minutes=one.minutes,
            )
        )
    _changed(meeting)


def item_of(meeting: Meeting, item_id: int, act: Act) -> AgendaItem:
    """An item of this meeting that the actor may read, as it is now. Raises InvalidDetails."""
    item = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
        .execution_options(populate_existing=True)
    ).first()
    if item is None or (item.is_confidential and not reads_second_part(meeting, act.posts)):
        raise InvalidDetails({"item_id": "Choose an item of the agenda"})
    return item


def total(items: list[AgendaItem]) -> int:
    """How many minutes all items take together."""
    return sum(item.minutes for item in items)


@Flow.on("open_agenda", "open_agenda_now", "publish")
def bring_up_to_date(meeting: Meeting, _: None, act: Act) -> None:
    follow_group(meeting, act)


@Flow.on("write_item", "amend_item")
def write_item(meeting: Meeting, details: ItemDetails, act: Act) -> None:
    _check_presenter(details, act)
    if details.is_confidential and not reads_second_part(meeting, act.posts):
        raise InvalidDetails({"is_confidential": "Only members write what only members read"})
    if details.item_id is None:
        item, words = _new_item(meeting, details, act), Words()
        act.facts["added"] = True
    else:
        item = item_of(meeting, details.item_id, act)
        _check_own(meeting, item, act)
        words = words_of(item)
        _change_part(item, details)
    item.minutes, item.presenter_id = details.minutes, details.presenter_id
    title = words.title if item.standing else details.title.strip()
    write(item, replace(words, title=title, what=details.what.strip()))
    act.facts["title"] = "" if item.is_confidential else title
    _changed(meeting)


def _new_item(meeting: Meeting, details: ItemDetails, act: Act) -> AgendaItem:
    count, last = db.session.execute(
        select(func.count(AgendaItem.id), func.max(AgendaItem.position)).where(
            AgendaItem.meeting_id == meeting.id
        )
    ).one()
    if count >= MOST_ITEMS:
        raise InvalidDetails({"title": "This agenda is full. Leave it for the next meeting"})
    item = AgendaItem(
        trust_id=meeting.trust_id,
        meeting_id=meeting.id,
        position=(last or 0) + 1,
        minutes=details.minutes,
        added_by_id=act.actor.id if act.actor else None,
        is_confidential=details.is_confidential,
    )
    _before_the_end(meeting, item)
    db.session.add(item)
    db.session.flush()
    return item


def _before_the_end(meeting: Meeting, item: AgendaItem) -> None:
    """The next meeting is what every agenda ends with; whatever is added comes before it."""
    end = next((one for one in meeting.items if one.standing is Standing.NEXT), None)
    if end is not None and not item.is_confidential:
        end.position, item.position = item.position, end.position


def _change_part(item: AgendaItem, details: ItemDetails) -> None:
    """What others have read already does not become confidential, nor the other way round."""
    if item.is_confidential != details.is_confidential:
        raise InvalidDetails(
            {"is_confidential": "An item stays in its part. Take it off, and add it to the other"}
        )


def _check_own(meeting: Meeting, item: AgendaItem, act: Act) -> None:
    """Members change what they have added; whoever leads the meeting changes everything."""
    leads = any(role.post(meeting) in act.posts for role in (*LEADING, *WRITING))
    if not leads and (act.actor is None or item.added_by_id != act.actor.id):
        raise InvalidDetails({"item_id": "Somebody else has added this. Ask them, or the chair"})


def _check_presenter(details: ItemDetails, act: Act) -> None:
    if details.presenter_id is not None:
        colleague(details.presenter_id, act.case.trust_id, field="presenter_id")


@Flow.on("drop_item", "strike_item")
def drop_item(meeting: Meeting, details: ItemDropped, act: Act) -> None:
    item = item_of(meeting, details.item_id, act)
    _check_own(meeting, item, act)
    if item.revision:
        raise NotYet("Minutes have been written on this item. It stays on the agenda.")
    act.facts["title"] = "" if item.is_confidential else item.title
    db.session.execute(delete(MinutedAction).where(MinutedAction.item_id == item.id))
    db.session.delete(item)
    _changed(meeting)


@Flow.on("order_item")
def order_item(meeting: Meeting, details: ItemMoved, act: Act) -> None:
    """Change places with the item before it, or after it, in its own part of the agenda."""
    item = item_of(meeting, details.item_id, act)
    items = [one for one in meeting.items if one.is_confidential == item.is_confidential]
    at = items.index(item)
    there = at - 1 if details.up else at + 1
    if not 0 <= there < len(items):
        raise InvalidDetails({"item_id": "It is there already"})
    items[at], items[there] = items[there], items[at]
    places = sorted(one.position for one in items)
    for position, one in zip(places, items, strict=True):
        one.position = position
    _changed(meeting)


def _changed(meeting: Meeting) -> None:
    db.session.flush()
    db.session.expire(meeting, ["items"])
