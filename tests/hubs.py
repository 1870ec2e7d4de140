"""A hub in tests: how one begins, goes by the book, and what a sensible person would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import select

from tests.world import World
from workflows.administration.hubs import HubDetails, Joining
from workflows.cases import Case
from workflows.database import db
from workflows.details import Details, PersonChange
from workflows.hubs import HubCase
from workflows.hubs.details import BeginningDetails, FormingDetails, ReviewDetails, SchoolLeaving
from workflows.hubs.effects import form_hub
from workflows.places import HubMembership

BOOK: Final = [
    ("edit", "ada"), ("school_joins", "lena"), ("begin", "asha"), ("add_note", "asha"), ("look_back", "asha"),
    ("go_on", "asha"), ("pause", "lena"), ("resume", "asha"), ("change_coordinator", "ada"),
    ("time_to_review", ""), ("go_on", "tom"), ("school_leaves", "tom"), ("close", "lena"),
]  # fmt: skip
"""How a hub goes by the book, and who does it."""


def forming(world: World, **changes: Any) -> FormingDetails:
    given: dict[str, Any] = {
        "name": "Coast hub",
        "purpose": "We plan reading together.",
        "coordinator_id": world.people["asha"],
        "school_ids": (world.schools["saltmarsh"], world.schools["gull_rock"]),
    }
    return FormingDetails(**given | changes)


def form(world: World, **changes: Any) -> HubCase:
    """The improvement lead forms a hub; in the caller's transaction."""
    return form_hub(forming(world, **changes), world.person("lena"))


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date


def _membership(book: Book) -> int:
    if not isinstance(book.case, HubCase):
        return 1
    found = select(HubMembership.id).where(HubMembership.hub_id == book.case.hub_id)
    return db.session.scalar(found.order_by(HubMembership.id).limit(1)) or 1


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    FormingDetails: lambda b: forming(b.world),
    BeginningDetails: lambda b: BeginningDetails(purpose="Reading", review_on=b.today + timedelta(days=90)),
    ReviewDetails: lambda b: ReviewDetails(
        what_helped="Planning together.", what_changes="We meet less often.", review_on=b.soon
    ),
    HubDetails: lambda b: HubDetails(name=f"Coast and cliff {b.case.id}", purpose="We plan together."),
    Joining: lambda b: Joining(school_id=b.world.schools["cliff_view"], starts_on=b.today),
    SchoolLeaving: lambda b: SchoolLeaving(membership_id=_membership(b), ends_on=b.soon),
    PersonChange: lambda b: PersonChange(role="coordinator", joining_id=b.world.people["tom"]),
}
