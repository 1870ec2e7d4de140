"""After a session: whether it took place, which either of the two can say by a link in their mail."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from workflows.clock import now
from workflows.database import db
from workflows.errors import NotYet
from workflows.pairings.details import AboutSession
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import Pairing, PairingSession, SessionStatus
from workflows.pairings.private import is_of_pair
from workflows.people import Person
from workflows.perform import lock, perform

HELD, MISSED = Flow.confirm_session, Flow.miss_session
"""What either of the two can say."""
SAID_IN: Final = tuple(state.name for state in HELD.sources)
"""The states in which they can."""


class Standing(StrEnum):
    """How a session stands to whoever is asked about it."""

    OPEN = "open"  # it is over, or goes on, and nobody has said anything yet
    AHEAD = "ahead"
    OFF = "off"
    HELD = "held"
    MISSED = "missed"
    NO_LONGER = "no longer"  # the pairing has gone on without it


def sessions_to_ask_about(entries: Collection[int]) -> set[int]:
    """Of these dates, those of sessions of which the two can still say what became of them."""
    if not entries:
        return set()
    statement = (
        select(PairingSession.entry_id)
        .join(Pairing, Pairing.id == PairingSession.pairing_id)
        .where(
            PairingSession.entry_id.in_(entries),
            PairingSession.status == SessionStatus.PLANNED,
            PairingSession.mentor_id == Pairing.mentor_id,
            Pairing.state.in_(SAID_IN),
        )
    )
    return {entry_id for entry_id in db.session.scalars(statement) if entry_id is not None}


def session_of(entry_id: int, person_id: int) -> PairingSession | None:
    """The session that a date is, for one of the two of its pairing; None for everybody else."""
    session = db.session.scalars(select(PairingSession).where(PairingSession.entry_id == entry_id)).first()
    return session if session is not None and is_of_pair(session.pairing, person_id) else None


def standing_of(session: PairingSession) -> Standing:
    """How the session stands now."""
    pairing, entry = session.pairing, session.entry
    settled = {
        SessionStatus.OFF: Standing.OFF,
        SessionStatus.HELD: Standing.HELD,
        SessionStatus.MISSED: Standing.MISSED,
    }
    if session.status in settled:
        return settled[session.status]
    if session.mentor_id != pairing.mentor_id or pairing.state not in SAID_IN:
        return Standing.NO_LONGER
    return Standing.AHEAD if entry is not None and entry.starts_at > now() else Standing.OPEN


def say(session: PairingSession, person: Person, *, took_place: bool, form_key: str | None = None) -> None:
    """Write down what one of the two says of it, if nobody has yet. Raises as `perform` does."""
    pairing = lock(session.pairing)
    for row in (session, session.entry):  # from here on the other one waits, or has said it by now
        if row is not None:
            db.session.refresh(row)
    if standing_of(session) is not Standing.OPEN:
        raise NotYet("What became of this session is known, or can no longer be said.")
    step = HELD if took_place else MISSED
    perform(pairing, step.name, person, AboutSession(session_id=session.id), form_key=form_key)
