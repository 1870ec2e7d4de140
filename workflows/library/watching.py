"""What the clock looks at once a day: whether an entry is to be looked at again, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from workflows.clock import today
from workflows.database import db
from workflows.library.flow import LibraryFlow as Flow
from workflows.library.model import LibraryEntry
from workflows.library.words import keep_words
from workflows.people import Post, holders
from workflows.perform import perform


def to_look_at(limit: int) -> Sequence[tuple[int, int]]:
    """Entries that others read, and their trusts, that nobody has looked at today."""
    statement = (
        select(LibraryEntry.id, LibraryEntry.trust_id)
        .where(
            LibraryEntry.shared_at.is_not(None),
            LibraryEntry.state != Flow.taken_down.name,
            or_(LibraryEntry.looked_on.is_(None), LibraryEntry.looked_on < today()),
        )
        .order_by(LibraryEntry.looked_on, LibraryEntry.id)
        .limit(limit)
    )
    return [(row.id, row.trust_id) for row in db.session.execute(statement)]


def look_at(entry: LibraryEntry) -> bool:
    """Ask the head for a new owner, or the owner whether it still holds; gives whether anybody was asked.

    Schools, people and areas may be called otherwise since yesterday, and it is found by their names.
    """
    entry.looked_on = today()
    keep_words(entry)
    if entry.state == Flow.ownerless.name:
        return False
    own = Post("owner", entry.id)
    if not holders([own])[own]:
        perform(entry, Flow.lose_owner.name, None)
        return True
    if entry.state == Flow.shared.name and entry.review_on is not None and entry.review_on <= today():
        perform(entry, Flow.ask_again.name, None)
        return True
    return False
