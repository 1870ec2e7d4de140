"""The words of mail that asks how a meeting was, and the link in it, which is its reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from notifications.invitations import Link
from notifications.telling import Telling
from notifications.tokens import Purpose
from workflows.feedback.asking import MAIL

if TYPE_CHECKING:
    from notifications.rendering import Stationery

KINDS: Final = frozenset(MAIL.values())


def asks(telling: Telling) -> bool:
    """Whether this mail asks for feedback."""
    return telling.kind in KINDS


def way_in(telling: Telling, stationery: Stationery) -> Link | None:
    """Where its button leads; None for every other mail.

    There is one way in, rather than one for each answer: an address that says what somebody has answered
    would stand in the logs of every server that it passes.
    """
    if not asks(telling):
        return None
    token = stationery.token(Purpose.FEEDBACK, int(telling.facts.get("asked", 0)))
    return Link("Answer in one minute", stationery.link(f"/feedback/answer/{token}"))


def why(telling: Telling) -> str:
    """Why the reader gets it; empty for every other mail."""
    return "You get this mail because you were asked to be there." if asks(telling) else ""
