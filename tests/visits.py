"""A visit in tests: how one begins, goes by the book, and what a sensible person would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, Final, Protocol

from tests.world import World
from workflows.cases import Case
from workflows.clock import today
from workflows.details import Details, PersonChange
from workflows.library import EntryDetails
from workflows.people import Person
from workflows.perform import open_case, perform
from workflows.visits import Visit
from workflows.visits.details import (
    AdoptionDetails,
    Assurance,
    HostDetails,
    HostNamed,
    OfferingDetails,
    PartyDetails,
    ReflectionDetails,
    Stuck,
    WantDetails,
)
from workflows.visits.effects import ask_to_visit

OWN_WORDS: Final = "Pelicans, we thought, would like the reading corner best."
"""What visitors write for themselves: in no event and no mail, and the host reads it once it is shared."""

AGREED: Final = [("agree_cover", "priya"), ("accept", "marta"), ("confirm", "sam")]
"""From the wish of somebody who names a school to the date in diaries."""
GONE: Final = [*AGREED, ("took_place", "")]
SHARED: Final = [*GONE, ("reflect", "sam"), ("share", "sam")]
BOOK: Final = [
    ("edit", "sam"), ("agree_and_seek", "priya"), ("name_host", "lena"), ("decline", "marta"),
    ("name_host", "sam"), ("pause", "sam"), ("resume", "marta"), ("add_note", "marta"), ("accept", "marta"),
    ("change_party", "sam"), ("confirm_party", "tom"), ("confirm", "sam"), ("answer_date", "tom"),
    ("change_date", "sam"), ("took_place", ""), ("reflect", "sam"), ("keep", "sam"), ("share", "sam"),
    ("ask_for_action", "priya"), ("offer_entry", "sam"), ("consent", "priya"), ("consent", "marta"),
    ("adopt", "sam"),
]  # fmt: skip
"""How a visit goes by the book that begins without a school, and who does it."""
OFFER_BOOK: Final = [("change_offer", "marta"), ("change_people", "lena"), ("end_offer", "marta")]


def want(world: World, who: str = "sam", **changes: Any) -> WantDetails:
    """What somebody at Saltmarsh wants to see at Gull Rock, unless `changes` say otherwise."""
    given: dict[str, Any] = {
        "title": "Phonics in Year 1",
        "focus_area_ids": (world.focus_area_id,),
        "purpose": "We want to teach phonics in the same way in all classes.",
        "questions": ("How are groups made?", "Who checks, and how often?"),
        "host_school_id": world.schools["gull_rock"],
    }
    return WantDetails(**given | changes)


def ask(world: World, who: str = "sam", offer_id: int | None = None, **changes: Any) -> Visit:
    """Somebody asks to visit; in the caller's transaction."""
    return ask_to_visit(Visit(offer_id=offer_id), want(world, **changes), world.person(who))


def offering(world: World, today: date, **changes: Any) -> OfferingDetails:
    given: dict[str, Any] = {
        "title": "Story time in the library",
        "focus_area_ids": (world.focus_area_id,),
        "can_see": "How every class reads a story together.",
        "when_it_suits": "Tuesday mornings",
        "places": 4,
        "open_until": today + timedelta(days=60),
    }
    return OfferingDetails(**given | changes)


def offer_to_be_visited(world: World, today: date, who: str = "marta", **changes: Any) -> Visit:
    """A school offers to be visited; in the caller's transaction."""
    person: Person = world.person(who)
    details = offering(world, today, **changes)
    offer = Visit(title=details.title, host_school_id=person.school_id)
    return open_case(offer, "offer", person, details)


def agreed_visit(world: World) -> Visit:
    """A visit to which the host has said yes; in the caller's transaction."""
    visit = ask(world)
    perform(visit, "agree_cover", world.person("priya"))
    return perform(visit, "accept", world.person("marta"), hosting(world, in_two_weeks(today())))


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date


def in_two_weeks(today: date) -> date:
    """A Wednesday two weeks or so from now."""
    day = today + timedelta(days=14)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def hosting(world: World, on: date, **changes: Any) -> HostDetails:
    """How Gull Rock receives its visitors."""
    given: dict[str, Any] = {
        "on": on,
        "starts": time(9),
        "ends": time(12),
        "contact_id": world.people["tom"],
        "places": 3,
        "arrive_at": "The main office, Harbour Lane",
        "timetable": "9am phonics in Year 1; 10:30am with the reading lead",
        "off_limits": "The nursery",
        "identity": True,
        "dbs": True,
    }
    return HostDetails(**given | changes)


def _host_of(book: Book) -> int | None:
    """The school that the case names already; it cannot be changed while it is asked."""
    return book.case.host_school_id if isinstance(book.case, Visit) else None


def _change(book: Book) -> PersonChange:
    """Somebody else of the school whose part it is."""
    is_offer = isinstance(book.case, Visit) and book.case.is_offer
    role, heir = ("host_contact", "lea") if is_offer else ("visitor", "dan")
    return PersonChange(role=role, joining_id=book.world.people[heir])


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    PersonChange: _change,
    WantDetails: lambda b: want(b.world, host_school_id=_host_of(b)),
    OfferingDetails: lambda b: offering(b.world, b.today),
    HostNamed: lambda b: HostNamed(host_school_id=b.world.schools["gull_rock"]),
    HostDetails: lambda b: hosting(b.world, in_two_weeks(b.today)),
    PartyDetails: lambda b: PartyDetails(party_ids=(b.world.people["dan"],)),
    Assurance: lambda b: Assurance(identity=True, dbs=True),
    ReflectionDetails: lambda b: ReflectionDetails(
        learned=OWN_WORDS, will_try=OWN_WORDS, would_ask=OWN_WORDS
    ),
    EntryDetails: lambda b: EntryDetails(
        title="Phonics in small groups",
        what="Groups change every three weeks.",
        how="It works because one person checks every child. Begin with one class.",
    ),
    AdoptionDetails: lambda b: AdoptionDetails(stuck=Stuck.PARTLY, tried=OWN_WORDS, next_step=OWN_WORDS),
}
