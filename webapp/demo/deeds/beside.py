"""What happens beside the main road: notes, files, actions, pauses, and people who come and go."""

from __future__ import annotations

from webapp.demo.papers import Paper
from webapp.demo.scenes import Deed, Scene
from workflows.actions import (
    Action,
    ActionDetails,
    DeferDetails,
    DoneDetails,
    Impact,
    VerifyDetails,
)
from workflows.administration.leaving import leave
from workflows.details import Details, FileDetails, NoteDetails, PauseDetails, PersonChange, Reason
from workflows.file_kinds import content_type_of
from workflows.files import store
from workflows.people import Person
from workflows.perform import perform


def note(part: str, text: str) -> Deed:
    return lambda scene: scene.act("add_note", part, NoteDetails(text=text))


def attach(part: str, paper: Paper) -> Deed:
    def deed(scene: Scene) -> None:
        content = paper.content()
        file = store(
            content,
            scene.files,
            case_id=scene.case.id,
            owner=scene.who(part),
            name=paper.name,
            content_type=content_type_of(content, paper.name),
        )
        scene.act("attach", part, FileDetails(title=paper.title, file_id=file.id))

    return deed


def pause(part: str, reason: str, days: int) -> Deed:
    """Pause, to be looked at again so many weekdays from the demo's own day."""

    def deed(scene: Scene) -> None:
        details = PauseDetails(reason=reason, look_again_on=scene.weekday_from_present(days))
        scene.act("pause", part, details)

    return deed


def resume(scene: Scene) -> None:
    scene.act("resume", "coordinator")


def join(role: str, joining: str, reason: str, *, by: str = "coordinator") -> Deed:
    """Somebody joins the request, or takes over the part of whoever held it."""

    def deed(scene: Scene) -> None:
        leaving = None if role == "member" else scene.who(role).id
        details = PersonChange(
            role=role, joining_id=scene.settled.people[joining].id, leaving_id=leaving, reason=reason
        )
        scene.act("change_people", by, details)

    return deed


def leaves_the_trust(person: str, administrator: str) -> Deed:
    """Somebody has gone to work elsewhere."""
    return lambda scene: leave(scene.settled.people[person], scene.settled.people[administrator])


def agree_action(by: str, owner: str, title: str, *, measure: str, due: int) -> Deed:
    """Agree an action, due so many weekdays from the demo's own day."""

    def deed(scene: Scene) -> None:
        details = ActionDetails(
            title=title,
            owner_id=scene.who(owner).id,
            due_on=scene.weekday_from_present(due),
            success_measure=measure,
        )
        scene.act("ask_for_action", by, details)
        scene.note_newest_action()

    return deed


def begin_action(number: int = 0) -> Deed:
    return _by_owner(number, "begin")


def claim_done(what: str, number: int = 0) -> Deed:
    return _by_owner(number, "claim_done", DoneDetails(what_was_done=what))


def verify(impact: Impact, evidence: str, number: int = 0) -> Deed:
    return _by_asker(number, "verify", VerifyDetails(impact=impact, evidence=evidence))


def not_yet_done(reason: str, number: int = 0) -> Deed:
    return _by_asker(number, "not_yet", Reason(reason=reason))


def drop_action(reason: str, number: int = 0) -> Deed:
    return _by_asker(number, "drop", Reason(reason=reason))


def defer_action(reason: str, days: int, number: int = 0) -> Deed:
    """Put an action off until so many weekdays from the demo's own day."""

    def deed(scene: Scene) -> None:
        action = scene.actions[number]
        details = DeferDetails(until=scene.weekday_from_present(days), reason=reason)
        perform(action, "defer", action.owner, details)

    return deed


def _by_owner(number: int, name: str, details: Details | None = None) -> Deed:
    return lambda scene: _act(scene.actions[number], name, scene.actions[number].owner, details)


def _by_asker(number: int, name: str, details: Details) -> Deed:
    return lambda scene: _act(scene.actions[number], name, scene.actions[number].asked_by, details)


def _act(action: Action, name: str, person: Person, details: Details | None) -> None:
    perform(action, name, person, details)
