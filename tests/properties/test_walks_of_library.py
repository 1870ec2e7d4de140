"""Walks through entries of the library: whoever tries what, every promise holds."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.library import BOOK, offered
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import clock_at
from workflows.database import db
from workflows.library import LibraryEntry, LibraryFlow
from workflows.library.model import LibraryVersion, LibraryWords


@walk
def test_an_entry_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    entry = begun_entry(walker)
    walker.follow(entry, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(entry)
        check_entry(entry)
    check_promises(walker)


def begun_entry(walker: Walker) -> LibraryEntry:
    """Tom offers something of Gull Rock's."""
    with clock_at(walker.moment):
        entry = offered(walker.world)
        db.session.commit()
    return entry


def check_entry(entry: LibraryEntry) -> None:
    """Nobody reads it without a head's consent; every wording is kept; what is read can be found."""
    versions = select(func.count(LibraryVersion.id)).where(LibraryVersion.entry_id == entry.id)
    assert db.session.scalar(versions) == entry.wording
    if entry.is_there:
        assert entry.shared_at
        assert entry.consented_by_id
        assert db.session.get(LibraryWords, entry.id) is not None
    if entry.state == LibraryFlow.shared.name:
        assert entry.review_on


def test_the_book_of_the_library_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    entry = begun_entry(walker)
    seen = {entry.state}
    for step in BOOK:
        seen |= walker.follow(entry, [step])
        check_entry(entry)
    assert seen == set(LibraryFlow.states) - {"refused", "withdrawn"}
    check_promises(walker)
