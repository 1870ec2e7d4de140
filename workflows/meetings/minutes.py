"""Minutes: typed once, item by item, and sent as the record, as the mail and as actions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Mapper, joinedload

from workflows.actions import Action, ActionDetails, agree
from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails, in_future
from workflows.errors import NotYet
from workflows.meetings.agenda import item_of
from workflows.meetings.details import ActionDropped, Correction, ItemMinutes, NewAction
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.hosting import place_of
from workflows.meetings.model import AgendaItem, Decision, Meeting, MinutedAction, MinutesVersion
from workflows.meetings.people import chair_of
from workflows.meetings.private import Words, seal_version, words_of, write
from workflows.meetings.register import register_of, settle
from workflows.people import colleague
from workflows.perform import Act


class MinutesStay(RuntimeError):
    """Something tried to change or to remove minutes that were sent."""


@event.listens_for(MinutesVersion, "before_update")
@event.listens_for(MinutesVersion, "before_delete")
def _refuse(_: Mapper[Any], __: Any, version: MinutesVersion) -> None:
    raise MinutesStay(f"version {version.number} of minutes stays as it is")


# Writing them


@Flow.guard("write_minutes", "drop_action")
def has_come(meeting: Meeting, _: object) -> None:
    if meeting.on > today():
        raise NotYet("Minutes are written from the day of the meeting on.")


@Flow.on("write_minutes")
def write_item_minutes(meeting: Meeting, details: ItemMinutes, act: Act) -> None:
    """What somebody has written meanwhile is never written over unseen."""
    item = item_of(meeting, details.item_id, act)
    words = words_of(item)
    wanted = replace(words, notes=details.notes.strip(), decisions=details.decisions.strip())
    if wanted != words:
        if details.seen != item.revision:
            raise InvalidDetails(
                {"notes": "Somebody else has written here since you opened this. Their words stand below"}
            )
        write(item, wanted)
        item.revision += 1
    if details.action is not None:
        _note_action(item, details.action, act)
    act.facts["title"] = "" if item.is_confidential else item.title
    db.session.flush()
    db.session.expire(meeting, ["items"])


def _note_action(item: AgendaItem, wanted: NewAction, act: Act) -> None:
    if item.is_confidential:
        raise InvalidDetails(
            {"action_title": "Everybody can read an action. Write it under an item of the open part"}
        )
    in_future(wanted.due_on, act.today, field="action_due_on")
    owner = colleague(wanted.owner_id, item.trust_id, field="action_owner_id")
    db.session.add(
        MinutedAction(
            trust_id=item.trust_id,
            item_id=item.id,
            title=wanted.title,
            owner_id=owner.id,
            due_on=wanted.due_on,
            success_measure=wanted.success_measure,
        )
    )
    item.revision += 1


@Flow.on("drop_action")
def drop_action(meeting: Meeting, details: ActionDropped, act: Act) -> None:
    found = db.session.get(MinutedAction, details.action_id)
    item = db.session.get(AgendaItem, found.item_id) if found else None
    if found is None or item is None or item.meeting_id != meeting.id:
        raise InvalidDetails({"action_id": "Choose an action of these minutes"})
    if found.action_id is not None:
        raise NotYet("This action has been agreed. It is dropped on its own page.")
    act.facts["title"] = found.title
    db.session.delete(found)
    db.session.flush()
    db.session.expire(meeting, ["items"])


# Sending them


@Flow.guard("send_minutes")
def is_written(meeting: Meeting, _: object) -> None:
    if not any(item.revision for item in meeting.items):
        raise NotYet("Write the minutes of at least one item first.")


@Flow.on("send_minutes")
def send_minutes(meeting: Meeting, _: None, act: Act) -> None:
    _send(meeting, "", act)
    settle(meeting)


@Flow.guard("correct_minutes")
def has_changed(meeting: Meeting, _: object) -> None:
    if not is_changed(meeting):
        raise NotYet("Nothing has been written since the minutes were sent. Change an item first.")


@Flow.on("correct_minutes")
def correct_minutes(meeting: Meeting, details: Correction, act: Act) -> None:
    _send(meeting, details.reason, act)


def is_changed(meeting: Meeting) -> bool:
    """Whether something was written since the minutes were sent last."""
    if not meeting.versions:
        return False
    kept = meeting.versions[-1].said.get("revisions")
    return kept != _revisions(meeting)


def _revisions(meeting: Meeting) -> dict[str, int]:
    return {str(item.id): item.revision for item in meeting.items}


def _send(meeting: Meeting, why: str, act: Act) -> None:
    _agree_actions(meeting, act)
    number = len(meeting.versions) + 1
    second = [_said(item, words_of(item), ()) for item in meeting.items if item.is_confidential]
    said = said_now(meeting)
    db.session.add(
        MinutesVersion(
            trust_id=meeting.trust_id,
            meeting_id=meeting.id,
            number=number,
            made_at=act.at,
            made_by_id=act.actor.id if act.actor else 0,
            why=why,
            said=said,
            sealed=seal_version(meeting, number, second) if second else None,
        )
    )
    _keep_decisions(meeting, said)
    act.facts["version"] = number
    db.session.flush()
    db.session.expire(meeting, ["versions", "items"])


def said_now(meeting: Meeting) -> dict[str, Any]:
    """Everything that the open part of the minutes says as it stands, names included."""
    register = register_of(meeting)
    known = actions_in(meeting)
    return {
        "title": meeting.title,
        "group": meeting.group.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "where": place_of(meeting),
        "chair": chair_of(meeting),
        "present": [[one.name, one.school] for one in register.present],
        "apologies": [[one.name, one.school] for one in register.apologies],
        "items": [
            _said(item, words_of(item), known.get(item.id, ()))
            for item in meeting.items
            if not item.is_confidential
        ],
        "revisions": _revisions(meeting),
    }


def _said(item: AgendaItem, words: Words, actions: Any) -> dict[str, Any]:
    return {
        "title": words.title,
        "notes": words.notes,
        "decisions": words.decided,
        "actions": [
            {
                "title": one.title,
                "owner": one.owner.name,
                "due_on": one.due_on.isoformat(),
                "measure": one.success_measure,
                "reference": reference or "",
            }
            for one, reference in actions
        ],
    }


def actions_in(meeting: Meeting) -> dict[int, list[tuple[MinutedAction, str | None]]]:
    """The actions of the minutes by item, each with its reference once it has been agreed."""
    found: dict[int, list[tuple[MinutedAction, str | None]]] = {}
    rows = db.session.execute(
        select(MinutedAction, Action.reference)
        .join(AgendaItem, AgendaItem.id == MinutedAction.item_id)
        .outerjoin(Action, Action.id == MinutedAction.action_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .options(joinedload(MinutedAction.owner))
        .order_by(MinutedAction.id)
    )
    for one, reference in rows:
        found.setdefault(one.item_id, []).append((one, reference))
    return found


def _agree_actions(meeting: Meeting, act: Act) -> None:
    """Each becomes an action once, however often the minutes are sent."""
    for drafts in actions_in(meeting).values():
        for one, reference in drafts:
            if reference is None:
                one.action_id = _agree(one, act)
    db.session.flush()


def _agree(one: MinutedAction, act: Act) -> int:
    if one.due_on <= act.today:
        raise NotYet(f"“{one.title}” is due on a day that has passed. Take it out, and write it anew.")
    action = agree(
        ActionDetails(
            title=one.title,
            owner_id=one.owner_id,
            due_on=one.due_on,
            success_measure=one.success_measure,
        ),
        act,
    )
    return action.id


def _keep_decisions(meeting: Meeting, said: dict[str, Any]) -> None:
    """Those of the minutes that were sent last; what they said before stands in their earlier versions."""
    rows = db.session.scalars(select(Decision).where(Decision.meeting_id == meeting.id))
    kept = {one.number: one for one in rows}
    decided = [(item["title"], text) for item in said["items"] for text in item["decisions"]]
    for number, (about, text) in enumerate(decided, start=1):
        one = kept.pop(number, None) or Decision(
            trust_id=meeting.trust_id, meeting_id=meeting.id, number=number
        )
        one.about, one.text = about, text
        db.session.add(one)
    for one in kept.values():
        db.session.delete(one)
