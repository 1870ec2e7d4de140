"""The private words of a pairing, sealed and opened: whatever reads or writes them goes through here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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


_BOUND: Final[dict[type[Sealed], tuple[str, ...]]] = {
    SessionNote: ("session_id", "author_id"),
    ActionStep: ("session_id",),
    PairingReview: ("author_id",),
    PairingReflection: ("author_id",),
}
"""What of its row words are bound to: elsewhere, or as somebody else's, they do not open."""


def sealed(pairing: Pairing, kind: type[Sealed], said: Any, **bound: int) -> bytes:
    """What was said, as it is stored; with the values of its row that it is bound to.

    Raises sealing.CannotUnseal where the key of the pairing does not open.
    """
    return sealing.seal(said, place_id=pairing.id, trust_id=pairing.trust_id, what=_what(kind, bound))


def words(pairing_id: int, row: Sealed) -> Any:
    """What was said. Raises sealing.CannotUnseal."""
    return sealing.unseal(
        row.sealed,
        place_id=pairing_id,
        what=_what(type(row), {name: getattr(row, name) for name in _BOUND.get(type(row), ())}),
    )


def _what(kind: type[Sealed], values: Mapping[str, Any]) -> str:
    bound = (f"{name}={values[name]}" for name in _BOUND.get(kind, ()))
    return ":".join((kind.__tablename__, *bound))


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
