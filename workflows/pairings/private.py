"""The private words of a pairing, sealed and opened: whatever reads or writes them goes through here."""

from __future__ import annotations

from typing import Any

from workflows import sealing
from workflows.pairings.model import (
    ActionStep,
    Pairing,
    PairingContract,
    PairingGoal,
    PairingReflection,
    PairingReview,
    PairingSession,
    SessionNote,
)

Sealed = PairingContract | PairingGoal | SessionNote | ActionStep | PairingReview | PairingReflection


def sealed(pairing: Pairing, kind: type[Sealed], said: Any) -> bytes:
    """What was said, as it is stored."""
    return sealing.seal(said, place_id=pairing.id, trust_id=pairing.trust_id, what=kind.__tablename__)


def words(pairing_id: int, row: Sealed) -> Any:
    """What was said. Raises sealing.CannotUnseal."""
    return sealing.unseal(row.sealed, place_id=pairing_id, what=row.__tablename__)


def is_of_pair(pairing: Pairing, person_id: int) -> bool:
    """Whether the person is one of the two whose words these are now."""
    return person_id in (pairing.mentee_id, pairing.mentor_id)


def sessions_open_to(pairing: Pairing, person_id: int) -> list[PairingSession]:
    """The sessions of which somebody may read what was written: the mentee of all, the mentor of their own.

    Everybody else reads of none, coordinators, the central team and administrators included.
    """
    if person_id == pairing.mentee_id:
        return list(pairing.sessions)
    return pairing.with_this_mentor if person_id == pairing.mentor_id else []
