"""What people do with entries of the library, their own or those that came out of a visit."""

from __future__ import annotations

from webapp.demo.scenes import Deed, Scene
from webapp.demo.scenes.library import EntryScene
from workflows.library import LibraryEntry, out_of_case
from workflows.library.details import Again, EntryChange, OwnEntry, ReviewDetails, TriedDetails
from workflows.library.effects import offer_own
from workflows.people import posts_of
from workflows.perform import perform


def offer(scene: EntryScene) -> None:
    """Somebody writes up what works at their school; a head's is in the library at once."""
    topic, owner = scene.topic, scene.owner
    details = OwnEntry(
        title=topic.title,
        what=topic.what,
        how=topic.how,
        of_kind=scene.cast.of_kind,
        focus_area_ids=_areas(scene),
        phase=owner.school.phase if owner.school else None,
    )
    leads = {post.place_id for post in posts_of(owner.id) if post.role == "head"}
    scene.settled.cases[scene.cast.topic] = offer_own(details, owner, leads=leads)


def change(scene: EntryScene) -> None:
    """Its owner says it better."""
    topic, entry = scene.topic, scene.entry
    details = EntryChange(
        title=topic.title,
        what=topic.later,
        how=topic.how,
        of_kind=entry.of_kind,
        focus_area_ids=_areas(scene),
        phase=entry.phase,
        why=topic.why,
    )
    scene.act("edit", "owner", details)


def _areas(scene: EntryScene) -> tuple[int, ...]:
    return tuple(scene.settled.focus[name].id for name in scene.topic.focus)


def look_again(days: int) -> Deed:
    """Its owner would like to be asked so many weekdays from the demo's own day."""
    return lambda scene: scene.act(
        "still_good", "owner", ReviewDetails(review_on=scene.weekday_from_present(days))
    )


def thanks(*people: str) -> Deed:
    """Each of these people says thank you."""

    def deed(scene: Scene) -> None:
        for person in people:
            perform(_entry(scene), "thank", scene.settled.people[person])

    return deed


def tried(person: str, did: str, happened: str, again: Again = Again.YES) -> Deed:
    """Somebody says what became of it at their own school."""

    def deed(scene: Scene) -> None:
        details = TriedDetails(did=did, happened=happened, again=again)
        perform(_entry(scene), "say_tried", scene.settled.people[person], details)

    return deed


def _entry(scene: Scene) -> LibraryEntry:
    """The entry of the story, or the one that came out of its visit. Raises LookupError before."""
    if isinstance(scene.case, LibraryEntry):
        return scene.case
    entry = out_of_case(scene.case.id)
    if entry is None:
        raise LookupError(f"{scene.cast.topic} is not in the library")
    return entry
