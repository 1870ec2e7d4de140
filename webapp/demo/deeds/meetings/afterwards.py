"""Who came, what was said and decided, and what came of it."""

from __future__ import annotations

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.meetings import MeetingScene
from webapp.demo.topics.meetings import ActionTopic, NoteTopic
from workflows.actions import Action
from workflows.clock import today
from workflows.database import db
from workflows.meetings.details import Approval, Correction, ItemMinutes, LookBack, NewAction
from workflows.meetings.model import AgendaItem
from workflows.meetings.people import members_of
from workflows.meetings.private import words_of
from workflows.sign_ups.details import RegisterDetails


def keep_register(scene: MeetingScene) -> None:
    """The chair says who was there."""
    topic, people = scene.topic, scene.settled.people
    away = [people[key].id for key in topic.apologies]
    missed = [people[key].id for key in topic.missing]
    members = [one.person_id for one in members_of(scene.meeting)]
    details = RegisterDetails(
        present=tuple(one for one in members if one not in {*away, *missed}),
        apologies=tuple(away),
        absent=tuple(missed),
    )
    scene.act("keep_register", "chair", details)


def write_minutes(by: str = "chair") -> Deed:
    """Item by item, with what was decided and who does what."""

    def deed(scene: MeetingScene) -> None:
        for note in scene.topic.notes:
            _write(scene, by, note)

    return deed


def _write(scene: MeetingScene, by: str, note: NoteTopic) -> None:
    """Once for each action that is agreed on this item, as the page takes them."""
    item = _item(scene, note.about)
    for action in note.actions or (None,):
        details = ItemMinutes(
            item_id=item.id,
            notes=note.notes,
            decisions="\n".join(note.decided),
            seen=item.revision,
            action=_new(scene, action) if action else None,
        )
        scene.act("write_minutes", by, details)


def _new(scene: MeetingScene, action: ActionTopic) -> NewAction:
    return NewAction(
        title=action.title,
        owner_id=scene.who(action.owner).id,
        due_on=scene.weekday_from_present(action.due),
        success_measure=action.measure,
    )


def _item(scene: MeetingScene, title: str) -> AgendaItem:
    return next(one for one in scene.meeting.items if words_of(one).title == title)


def send_minutes(by: str = "chair") -> Deed:
    """The minutes become the record, the mail, and actions."""

    def deed(scene: MeetingScene) -> None:
        scene.act("send_minutes", by)
        agreed = select(Action).where(Action.came_from_id == scene.meeting.id).order_by(Action.id)
        scene.actions += db.session.scalars(agreed)

    return deed


def correct(about: str, notes: str, reason: str) -> Deed:
    """What was wrong on one item is put right, and the minutes are sent again."""

    def deed(scene: MeetingScene) -> None:
        item = _item(scene, about)
        details = ItemMinutes(
            item_id=item.id, notes=notes, decisions=words_of(item).decisions, seen=item.revision
        )
        scene.act("write_minutes", "chair", details)
        scene.act("correct_minutes", "chair", Correction(reason=reason))

    return deed


def approve(scene: MeetingScene) -> None:
    """Its members approve the minutes in writing."""
    scene.act("approve", "chair", Approval(on=today()))


def look_back(scene: MeetingScene) -> None:
    scene.act("look_back", "chair", LookBack(what_came=scene.topic.came_of))
