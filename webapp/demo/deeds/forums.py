"""What people do in forums and role groups of the demo."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from webapp.demo.scenes.forums import ForumScene
from workflows.clock import today
from workflows.details import PersonChange
from workflows.forums.details import (
    AboutDetails,
    Everyone,
    EveryoneDetails,
    ForumDetails,
    ForumKind,
    MemberDetails,
    MembersDetails,
    SchoolsMembers,
)
from workflows.forums.effects import has_met, propose, start
from workflows.perform import perform


def start_it(scene: ForumScene) -> None:
    """The improvement lead starts a forum."""
    scene.settled.cases[scene.cast.topic] = start(_about(scene), scene.who("lead"))


def propose_it(scene: ForumScene) -> None:
    """Somebody proposes a forum."""
    proposer = scene.settled.people[scene.cast.proposer]
    scene.settled.cases[scene.cast.topic] = propose(_about(scene), proposer)


def _about(scene: ForumScene) -> ForumDetails:
    topic, cast = scene.topic, scene.cast
    return ForumDetails(
        name=topic.name,
        kind=ForumKind(topic.kind),
        purpose=topic.purpose,
        chair_id=scene.settled.people[cast.chair].id,
        focus_area_id=scene.settled.focus[topic.focus].id if topic.focus else None,
        reports_to_id=scene.settled.cases[cast.reports_to].id if cast.reports_to else None,
    )


def add_members(scene: ForumScene) -> None:
    """The chair adds those who come."""
    people = tuple(scene.settled.people[key].id for key in scene.cast.members)
    scene.act("add_members", "chair", MembersDetails(person_ids=people))


def adds(*people: str) -> Deed:
    """The chair adds somebody who is new in the trust, or in their post."""
    return lambda scene: scene.act(
        "add_members",
        "chair",
        MembersDetails(person_ids=tuple(scene.settled.people[key].id for key in people)),
    )


def add_everyone(who: Everyone, words: str = "") -> Deed:
    """Everybody with a role, in one press."""
    return lambda scene: scene.act("add_everyone", "chair", EveryoneDetails(who=who, words=words))


def joins(person: str) -> Deed:
    return lambda scene: scene.act("join", person)


def leaves(person: str) -> Deed:
    return lambda scene: scene.act("leave", person)


def comes_from(school: str, head: str, *people: str) -> Deed:
    """The head of a school says who comes from it."""
    return lambda scene: scene.act(
        "name_members",
        head,
        SchoolsMembers(
            school_id=scene.settled.schools[school].id,
            person_ids=tuple(scene.settled.people[key].id for key in people),
        ),
    )


def removes(person: str) -> Deed:
    return lambda scene: scene.act(
        "remove_member", "chair", MemberDetails(person_id=scene.settled.people[person].id)
    )


def passes_to(person: str, reason: str) -> Deed:
    """Somebody else chairs it."""
    return lambda scene: scene.act(
        "change_chair",
        "chair",
        PersonChange(role="chair", joining_id=scene.settled.people[person].id, reason=reason),
    )


def rewrites(purpose: str) -> Deed:
    """The chair says anew what it is for."""

    def deed(scene: ForumScene) -> None:
        forum = scene.forum
        details = AboutDetails(
            name=forum.title,
            kind=forum.group_kind,
            purpose=purpose,
            focus_area_id=forum.focus_area_id,
            reports_to_id=forum.reports_to_id,
        )
        scene.act("edit", "chair", details)

    return deed


def meets(scene: ForumScene) -> None:
    """It has met on that day."""
    has_met(scene.forum, today())


def falls_dormant(scene: ForumScene) -> None:
    """Two terms have passed without a meeting."""
    perform(scene.forum, "fall_dormant", None)
