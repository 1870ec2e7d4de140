"""Openings of private logs as pages read them: the list, one with its history, and the log that it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from workflows.case_history import Happening, Turn, history_of, of_state, turns_of
from workflows.database import db
from workflows.openings import Opening, OpeningFlow, administrator, may_confirm, opener
from workflows.pairings import Pairing
from workflows.pairings.model import PairingSession, SessionNote
from workflows.pairings.reading import Entry, entry_of
from workflows.people import Person, Post, holders
from workflows.perform import available
from workflows.visibility import Viewer, visible_to

MOST_LISTED: Final = 100


@dataclass(frozen=True)
class OpeningLine:
    """An opening in the list."""

    reference: str
    title: str
    state: str
    opened_at: datetime
    asked_by: str


@dataclass(frozen=True)
class OpeningFile:
    """An opening with all that its page shows."""

    opening: Opening
    pairing: str
    mentee: str
    #: whoever is the mentor now; empty where there is none
    mentor: str
    turns: tuple[Turn, ...]
    #: newest first
    history: tuple[Happening, ...]
    #: the names of the steps that the reader can make
    may: frozenset[str]
    #: whether the reader looks after the trust, rather than being one of the pair
    is_administrator: bool


@dataclass(frozen=True)
class OpenedSession:
    """A session and what was written of it."""

    session: PairingSession
    mentor: str
    entries: tuple[Entry, ...]


def openings_seen_by(viewer: Viewer) -> list[OpeningLine]:
    """The openings that somebody may see, newest first."""
    asker = aliased(Person)
    rows = db.session.execute(
        select(Opening.reference, Opening.title, Opening.state, Opening.opened_at, asker.name)
        .join(asker, asker.id == Opening.asked_by_id)
        .where(visible_to(Opening, viewer))
        .order_by(Opening.id.desc())
        .limit(MOST_LISTED)
    )
    return [OpeningLine(*row) for row in rows]


def pairing_called(reference: str) -> Pairing | None:
    """The trust's pairing of this reference, however it was typed; says nothing about who may see it."""
    wanted = reference.strip().upper()
    return db.session.scalars(select(Pairing).where(Pairing.reference == wanted)).first()


def open_opening_file(opening: Opening, person_id: int, posts: frozenset[Post]) -> OpeningFile:
    """Everything around an opening, as this reader may know it."""
    office = Post(administrator.name, opening.trust_id)
    parts = holders([office, Post(opener.name, opening.id)])
    pairing = opening.pairing
    return OpeningFile(
        opening,
        pairing.reference,
        pairing.mentee.name,
        pairing.mentor.name if pairing.mentor else "",
        of_state(turns_of(opening, parts)),
        history_of(opening.id),
        frozenset(_may(opening, person_id, posts)),
        office in posts,
    )


def _may(opening: Opening, person_id: int, posts: frozenset[Post]) -> Sequence[str]:
    names = [one.name for one in available(opening, posts)]
    if not may_confirm(opening, person_id):
        names = [name for name in names if name != OpeningFlow.confirm.name]
    if not (opening.is_open_to(person_id) and Post(administrator.name, opening.trust_id) in posts):
        names = [name for name in names if name != OpeningFlow.read.name]
    return names


def opened_log(opening: Opening) -> list[OpenedSession]:
    """What was written of every session, oldest first; ask first whether whoever reads it may.

    Raises sealing.CannotUnseal.
    """
    entries: dict[int, list[Entry]] = {}
    notes = (
        select(SessionNote)
        .join(PairingSession, PairingSession.id == SessionNote.session_id)
        .where(PairingSession.pairing_id == opening.pairing_id)
        .options(joinedload(SessionNote.author))
        .order_by(SessionNote.id)
    )
    for note in db.session.scalars(notes):
        entries.setdefault(note.session_id, []).append(entry_of(opening.pairing_id, note))
    rows = db.session.execute(
        select(PairingSession, Person.name)
        .join(Person, Person.id == PairingSession.mentor_id)
        .where(PairingSession.id.in_(entries))
        .order_by(PairingSession.on, PairingSession.id)
    )
    return [OpenedSession(session, mentor, tuple(entries[session.id])) for session, mentor in rows]
