"""A forum in tests: how one begins, goes by the book, and what a sensible person would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Protocol

from tests.world import World
from workflows.cases import Case
from workflows.details import Details, PersonChange
from workflows.forums import Forum
from workflows.forums.details import (
    AboutDetails,
    Everyone,
    EveryoneDetails,
    ForumDetails,
    ForumKind,
    MemberDetails,
    MembersDetails,
    Met,
    SchoolsMembers,
)
from workflows.forums.effects import propose, start

BOOK: Final = [
    ("edit", "tom"), ("approve", "lena"), ("join", "una"), ("name_members", "priya"), ("add_everyone", "tom"),
    ("met", ""), ("add_note", "tom"), ("pause", "tom"), ("resume", "lena"), ("leave", "una"),
    ("add_members", "tom"), ("fall_dormant", ""), ("wake", "tom"), ("fall_dormant", ""),
    ("wake_by_meeting", ""), ("remove_member", "lena"), ("change_chair", "ada"), ("close", "lena"),
]  # fmt: skip
"""How a forum goes by the book, and who does it."""


def about(world: World, **changes: Any) -> ForumDetails:
    given: dict[str, Any] = {
        "name": "Reading forum",
        "kind": ForumKind.SUBJECT,
        "purpose": "We look at books and at lessons together.",
        "chair_id": world.people["tom"],
        "focus_area_id": world.focus_area_id,
    }
    return ForumDetails(**given | changes)


def proposed(world: World, who: str = "sam", **changes: Any) -> Forum:
    """Somebody proposes a forum; in the caller's transaction."""
    return propose(about(world, **changes), world.person(who))


def started(world: World, **changes: Any) -> Forum:
    """The improvement lead starts a forum; in the caller's transaction."""
    return start(about(world, **changes), world.person("lena"))


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    ForumDetails: lambda b: about(b.world),
    AboutDetails: lambda b: AboutDetails(
        name=f"Forum {b.case.id}", kind=ForumKind.SUBJECT, purpose="We read together."
    ),
    MemberDetails: lambda b: MemberDetails(person_id=b.world.people["una"]),
    MembersDetails: lambda b: MembersDetails(person_ids=(b.world.people["una"], b.world.people["dan"])),
    SchoolsMembers: lambda b: SchoolsMembers(
        school_id=b.world.schools["saltmarsh"], person_ids=(b.world.people["sam"],)
    ),
    EveryoneDetails: lambda b: EveryoneDetails(who=Everyone.HEADS),
    Met: lambda b: Met(on=b.today),
    PersonChange: lambda b: PersonChange(role="chair", joining_id=b.world.people["lea"]),
}
