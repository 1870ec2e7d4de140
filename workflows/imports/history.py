"""What has been imported, from the trust's audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select

from workflows.database import db
from workflows.events import Event
from workflows.imports.kinds import ListKind
from workflows.people import Person

_KINDS: Final = {f"{kind}_imported": kind for kind in ListKind}
_MOST: Final = 20


class PastImport(NamedTuple):
    """One import: what, by whom, and how many rows did what."""

    id: int
    kind: ListKind
    at: datetime
    actor: str
    file: str
    rows: Mapping[str, int]


def past_imports(trust_id: int) -> list[PastImport]:
    """The newest imports of a trust, newest first; one statement."""
    statement = (
        select(Event.id, Event.kind, Event.at, Event.actor_as, Event.details, Person.name)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.place_id == trust_id, Event.kind.in_(_KINDS))
        .order_by(Event.seq.desc())
        .limit(_MOST)
    )
    return [
        PastImport(
            row.id,
            _KINDS[row.kind],
            row.at,
            row.name or row.actor_as,
            row.details["name"],
            row.details["rows"],
        )
        for row in db.session.execute(statement)
    ]
