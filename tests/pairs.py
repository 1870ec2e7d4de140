"""Pairings that have come a certain way along their book, for the tests of what is made out of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from tests.details import Book, details_for
from tests.pairings import BOOK, SIGNED, ask_for_mentor, offer_to_mentor
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db, scope
from workflows.pairings import Pairing
from workflows.pairings.model import MentorProfile
from workflows.perform import perform

LOGGED: Final = [*SIGNED, ("log_first", "tom")]
"""As far as a first session that is logged."""
TO_COACHING: Final = BOOK[: BOOK.index(("leave", "tom"))]
"""Through a review, into coaching, with a reflection of the mentor's."""
ALL_OF_IT: Final = BOOK
"""With a second mentor, to the end."""


def pair_up(
    world: World, path: Sequence[tuple[str, str]] = LOGGED, *, until: datetime = MONDAY, days: float = 1
) -> str:
    """Sam asked for a mentor, and it went along this path, a step in so many days; gives its reference.

    The last step was made at `until`.
    """
    moment = until - len(path) * timedelta(days=days)
    with scope(world.trust_id):
        with clock_at(moment):
            if db.session.get(MentorProfile, world.people["tom"]) is None:
                offer_to_mentor(world, "tom")
            pairing = ask_for_mentor(world)
            db.session.commit()
        for name, who in path:
            moment += timedelta(days=days)
            with clock_at(moment):
                needs = pairing.flow.transitions[name].needs
                details = details_for(needs, Book(pairing, world, moment.date()))
                perform(pairing, name, world.person(who), details)
                db.session.commit()
        return pairing.reference


def called(reference: str) -> Pairing:
    """The pairing of this reference."""
    return db.session.scalars(select(Pairing).where(Pairing.reference == reference)).one()
