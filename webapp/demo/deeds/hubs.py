"""What people do in hubs of the demo."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from webapp.demo.scenes.hubs import HubScene
from workflows.administration.hubs import HubDetails, Joining
from workflows.clock import today
from workflows.details import PersonChange
from workflows.hubs.details import BeginningDetails, FormingDetails, ReviewDetails, SchoolLeaving
from workflows.hubs.effects import form_hub, take_up
from workflows.hubs.queries import open_file


def begin_work(scene: HubScene) -> None:
    """The coordinator takes up a hub that was in the directory already."""
    hub = scene.settled.hubs[scene.cast.hub]
    scene.settled.cases[scene.cast.topic] = take_up(hub, scene.settled.people[scene.cast.coordinator])


def form(scene: HubScene) -> None:
    """The improvement lead forms a new hub."""
    details = FormingDetails(
        name=scene.topic.name,
        purpose=scene.topic.purpose,
        coordinator_id=scene.settled.people[scene.cast.coordinator].id,
        school_ids=tuple(scene.settled.schools[key].id for key in scene.cast.schools),
    )
    scene.settled.cases[scene.cast.topic] = form_hub(details, scene.who("lead"))


def begin(days: int) -> Deed:
    """They agree what to work on, and look back so many weekdays from the demo's own day."""
    return lambda scene: scene.act(
        "begin",
        "coordinator",
        BeginningDetails(purpose=scene.topic.purpose, review_on=scene.weekday_from_present(days)),
    )


def go_on(days: int) -> Deed:
    """They have looked back, and do so again so many weekdays from the demo's own day."""

    def deed(scene: HubScene) -> None:
        topic = scene.topic
        details = ReviewDetails(
            what_helped=topic.helped,
            what_changes=topic.changes,
            review_on=scene.weekday_from_present(days),
        )
        scene.act("go_on", "coordinator", details)

    return deed


def rename(name: str) -> Deed:
    return lambda scene: scene.act(
        "edit", "coordinator", HubDetails(name=name, purpose=scene.hub.hub.purpose)
    )


def joins(school: str) -> Deed:
    """A school joins on that day."""
    return lambda scene: scene.act(
        "school_joins",
        "coordinator",
        Joining(school_id=scene.settled.schools[school].id, starts_on=today()),
    )


def leaves(school: str) -> Deed:
    """A school leaves on that day."""

    def deed(scene: HubScene) -> None:
        school_id = scene.settled.schools[school].id
        here = open_file(scene.hub, frozenset()).here
        membership = next(one for one in here if one.school_id == school_id)
        scene.act("school_leaves", "coordinator", SchoolLeaving(membership_id=membership.id, ends_on=today()))

    return deed


def passes_to(person: str, reason: str) -> Deed:
    """Somebody else coordinates it."""
    return lambda scene: scene.act(
        "change_coordinator",
        "lead",
        PersonChange(role="coordinator", joining_id=scene.settled.people[person].id, reason=reason),
    )
