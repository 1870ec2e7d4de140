"""An entry of the library in tests: how one begins, goes by the book, and what would be filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from sqlalchemy import select

from tests.world import World
from workflows.cases import Case
from workflows.clock import now
from workflows.database import db
from workflows.details import Details
from workflows.library import EntryKind, LibraryEntry
from workflows.library.details import (
    Again,
    EntryChange,
    FileGone,
    OwnEntry,
    ReviewDetails,
    SharedEntry,
    TriedDetails,
    TriedGone,
)
from workflows.library.effects import in_a_year, offer_own
from workflows.library.model import LibraryTrial
from workflows.people import posts_of
from workflows.perform import perform
from workflows.places import Phase

WORDS: Final = "What was done, in a sentence."

BOOK: Final = [
    ("edit", "tom"), ("consent", "marta"), ("thank", "una"), ("say_tried", "una"),
    ("take_thanks_back", "una"), ("edit", "marta"), ("still_good", "tom"), ("ask_again", ""),
    ("revise", "tom"), ("ask_again", ""), ("hand_over", "lena"), ("remove_tried", "una"),
    ("lose_owner", ""), ("name_owner", "marta"), ("take_down", "marta"),
]  # fmt: skip
"""How an entry of Tom's goes by the book from its offer to its end, and who does it."""


def own_entry(world: World, **changes: Any) -> OwnEntry:
    """What somebody writes up for the library, unless `changes` say otherwise."""
    given: dict[str, Any] = {
        "title": "Phonics in small groups",
        "what": "Groups change every three weeks.",
        "how": "Begin with one class.",
        "of_kind": EntryKind.PRACTICE,
        "phase": Phase.PRIMARY,
        "focus_area_ids": (world.focus_area_id,),
    }
    return OwnEntry(**given | changes)


def offered(world: World, who: str = "tom", **changes: Any) -> LibraryEntry:
    """Somebody offers an entry; in the caller's transaction."""
    person = world.person(who)
    leads = {post.place_id for post in posts_of(person.id) if post.role == "head"}
    return offer_own(own_entry(world, **changes), person, leads=leads)


def library_entry(world: World, **changes: Any) -> LibraryEntry:
    """Something of Gull Rock's in the library, for which Tom answers; in the caller's transaction."""
    return perform(offered(world, **changes), "consent", world.person("marta"))


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World


def _trial(b: Book) -> int:
    standing = select(LibraryTrial.id).where(
        LibraryTrial.entry_id == b.case.id, LibraryTrial.removed_at.is_(None)
    )
    return db.session.scalar(standing.limit(1)) or 1


def _change(b: Book) -> EntryChange:
    return EntryChange(
        title="Phonics in groups",
        what="Groups change every two weeks.",
        of_kind=EntryKind.QUICK_WIN,
        focus_area_ids=(b.world.focus_area_id,),
        why="It is two weeks now.",
    )


PAGES: Final[dict[type[Details], Callable[[Any], Details]]] = {
    OwnEntry: lambda b: own_entry(b.world),
    SharedEntry: lambda b: SharedEntry(title="Phonics", what=WORDS, focus_area_ids=(b.world.focus_area_id,)),
    EntryChange: _change,
    ReviewDetails: lambda b: ReviewDetails(review_on=in_a_year(now().date())),
    FileGone: lambda b: FileGone(file_id=1),
    TriedDetails: lambda b: TriedDetails(
        did="We began with one class.", happened="Most moved up a group.", again=Again.DIFFERENTLY
    ),
    TriedGone: lambda b: TriedGone(trial_id=_trial(b), reason=WORDS),
}
