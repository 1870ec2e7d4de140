"""What the clock does about the library: it looks once a day whether each entry is to be looked at again."""

from __future__ import annotations

from typing import Final

import structlog

from notifications.setup import Setup, reading, transaction
from workflows.database import EVERY_TRUST, db, scope
from workflows.errors import Refused
from workflows.library import LibraryEntry
from workflows.library.watching import look_at, to_look_at
from workflows.perform import lock

AT_ONCE: Final = 200
"""Entries in one round; the next round takes the rest."""

log = structlog.get_logger("alongside.delivery")


def watch_library(setup: Setup) -> int:
    """Look at each entry once a day; gives on how many of them the clock has acted."""
    with scope(EVERY_TRUST), reading():
        found = to_look_at(AT_ONCE)
    return sum(_one(entry_id, trust_id) for entry_id, trust_id in found if not setup.stopping())


def _one(entry_id: int, trust_id: int) -> bool:
    """Each in a transaction of its own: one entry that cannot go on does not hold up the others."""
    try:
        with scope(trust_id), transaction():
            return look_at(lock(db.session.get_one(LibraryEntry, entry_id)))
    except Refused as refusal:
        log.info("the clock was not needed any more", case=entry_id, why=str(refusal))
    except Exception:
        log.exception("the clock could not act on a case", case=entry_id)
    return False
