"""A connect session in tests: how one begins, goes by the book, and what a sensible host would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import select

from tests.world import World
from workflows.cases import Case
from workflows.connect import ConnectSession, effects
from workflows.connect.details import ConnectDetails, DayDetails, OutcomeDetails, TopicDetails
from workflows.database import db
from workflows.details import Details, PersonChange
from workflows.perform import perform
from workflows.sign_ups.details import (
    ApologyDetails,
    CheckInDetails,
    Chosen,
    Kind,
    OfferingChange,
    OfferingDetails,
    OfferingOff,
    PersonGone,
    PlaceMoved,
    RegisterDetails,
    StallChange,
    StallDetails,
    StallKept,
)
from workflows.sign_ups.model import Offering

OWN_REASON: Final = "Pelicans, we thought, would like the reading corner best."
"""Why somebody cannot come: for whoever keeps the register alone, in no event and no mail."""

BOOK: Final = [
    ("change_topic", "una"), ("sign_up", "sam"), ("sign_up", "tom"), ("give_up_place", "sam"),
    ("sign_up", "dan"), ("add_offering", "una"), ("offer_stall", "marta"), ("change_stall", "marta"),
    ("change_offering", "una"), ("apologise", "dan"), ("answer_date", "tom"), ("postpone", "una"),
    ("name_day", "lena"), ("change_people", "una"), ("add_note", "sam"),
    ("keep_stall", "marta"), ("withdraw_offering", "lena"), ("took_place", ""),
    ("keep_register", "carol"), ("write_up", "carol"),
]  # fmt: skip
"""How a session goes by the book that Una of Cliff View offers, and who does it."""


def offering(world: World, on: date, **changes: Any) -> ConnectDetails:
    """What Una offers, unless `changes` say otherwise."""
    given: dict[str, Any] = {
        "title": "Reading aloud every day",
        "what": "How we read aloud in every class, and how it began.",
        "focus_area_id": world.focus_area_id,
        "places": 2,
        "on": on,
        "starts": time(16),
        "ends": time(17),
        "place": "The library, Cliff View Primary",
    }
    return ConnectDetails(**given | changes)


def offer_session(world: World, on: date, who: str = "una", **changes: Any) -> ConnectSession:
    """Somebody offers a session; in the caller's transaction."""
    return effects.offer_session(offering(world, on, **changes), world.person(who))


def whole_of(case_id: int) -> int:
    """The offering that is the whole of a session."""
    whole = select(Offering.id).where(Offering.case_id == case_id, Offering.kind == Kind.WHOLE)
    return db.session.scalars(whole).one()


def sign_up(session: ConnectSession, world: World, who: str, offering_id: int = 0) -> None:
    """Somebody puts their name down; in the caller's transaction."""
    wanted = Chosen(offering_id=offering_id or whole_of(session.id))
    perform(session, "sign_up", world.person(who), wanted)


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date

    @property
    def school_day(self) -> date: ...


def _of(book: Book, *kinds: Kind) -> int:
    """Something on offer of these kinds, the newest."""
    found = select(Offering.id).where(
        Offering.case_id == book.case.id, Offering.kind.in_(kinds), Offering.withdrawn_at.is_(None)
    )
    return db.session.scalar(found.order_by(Offering.id.desc()).limit(1)) or 1


def _to_sign_up_for(book: Book) -> int:
    """The whole of it, or a workshop where people sign up for these alone."""
    whole = _of(book, Kind.WHOLE)
    return whole if whole > 1 or isinstance(book.case, ConnectSession) else _of(book, Kind.WORKSHOP)


def _workshop(book: Book) -> dict[str, Any]:
    return {"title": "First steps", "leader_ids": (book.world.people["tom"],), "places": 5}


def _stall() -> dict[str, Any]:
    return {"title": "Word of the week", "what": "Cards to take home.", "for_whom": "Everybody in Year 2"}


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    ConnectDetails: lambda b: offering(b.world, b.school_day),
    TopicDetails: lambda b: TopicDetails(
        title="Reading aloud",
        what="How it began, and what it changed.",
        focus_area_id=b.world.focus_area_id,
        places=3,
    ),
    DayDetails: lambda b: DayDetails(
        on=b.today + timedelta(days=1), starts=time(16), ends=time(17), place="The hall"
    ),
    OutcomeDetails: lambda b: OutcomeDetails(came_of="Three schools try it from January on."),
    Chosen: lambda b: Chosen(offering_id=_to_sign_up_for(b)),
    PlaceMoved: lambda b: PlaceMoved(from_id=_of(b, Kind.WHOLE), offering_id=_of(b, Kind.WORKSHOP)),
    OfferingDetails: lambda b: OfferingDetails(**_workshop(b)),
    OfferingChange: lambda b: OfferingChange(
        offering_id=_of(b, Kind.WORKSHOP), **_workshop(b) | {"places": 6}
    ),
    OfferingOff: lambda b: OfferingOff(offering_id=_of(b, Kind.WORKSHOP, Kind.STALL), reason="Tom is away."),
    StallKept: lambda b: StallKept(offering_id=_of(b, Kind.STALL), how="Begin with one class."),
    StallDetails: lambda _: StallDetails(**_stall()),
    StallChange: lambda b: StallChange(offering_id=_of(b, Kind.STALL), **_stall()),
    PersonGone: lambda b: PersonGone(person_id=b.world.people["tom"]),
    CheckInDetails: lambda _: CheckInDetails(),
    ApologyDetails: lambda _: ApologyDetails(reason=OWN_REASON),
    RegisterDetails: lambda b: RegisterDetails(present=(b.world.people["tom"],)),
}


def change_of_host(book: Book) -> PersonChange:
    """Carol takes over from Una."""
    return PersonChange(role="host", joining_id=book.world.people["carol"])
