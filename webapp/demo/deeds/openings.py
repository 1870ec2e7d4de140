"""Opening a private log: two administrators, step by step."""

from __future__ import annotations

from webapp.demo.scenes.openings import OpeningScene
from workflows.openings import Opening, OpeningDetails


def ask(scene: OpeningScene) -> None:
    """One administrator asks."""
    pairing, asker = scene.pairing, scene.who(scene.cast.asker)
    opening = Opening(
        title=f"Private log of {pairing.reference}",
        pairing_id=pairing.id,
        asked_by_id=asker.id,
        reason=scene.cast.reason,
    )
    details = OpeningDetails(pairing_id=pairing.id, reason=scene.cast.reason)
    scene.open(opening, "ask", scene.cast.asker, details)
