"""The opening of a pairing's private log while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from workflows.pairings import Pairing


@dataclass(frozen=True, kw_only=True)
class OpeningCast(Cast):
    """Whose log it is, who asks for it, and why."""

    #: the topic of the pairing
    of: str
    asker: str
    reason: str

    def scene(self, settled: Settled, files: Path, present: date) -> OpeningScene:
        return OpeningScene(settled, self, files, present)


@dataclass
class OpeningScene(Scene):
    """An opening: two administrators, on the central team's days."""

    cast: OpeningCast

    @property
    def schools(self) -> tuple[int, ...]:
        return ()

    @property
    def pairing(self) -> Pairing:
        """Whose log it is. Raises LookupError before that pairing is begun."""
        return self.case_of(self.cast.of, Pairing)
