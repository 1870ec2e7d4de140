"""A pairing while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.pairings import PairingTopic, topics
from workflows.pairings import Pairing
from workflows.pairings.details import Frequency, Way
from workflows.people import Person, Post


@dataclass(frozen=True, kw_only=True)
class PairingCast(Cast):
    """Who a pairing is of, and how the two work."""

    mentee: str
    #: who is the mentor in the end; none for somebody who still waits for one
    mentor: str = ""
    coordinator: str = "asha.bell"
    frequency: Frequency = Frequency.FORTNIGHTLY
    minutes: int = 50
    way: Way = Way.IN_PERSON
    #: of the mentor's giving days
    days: float = 2
    #: weekdays on which the mentee could meet, Monday is 0
    free_on: tuple[int, ...] = (0, 1, 3)
    #: in so many working days from today (before it where negative): the first review
    review_in: int = 30
    #: and the end
    ends_in: int = 120

    def scene(self, settled: Settled, files: Path, present: date) -> PairingScene:
        return PairingScene(settled, self, files, present)


@dataclass
class PairingScene(Scene):
    """A pairing and its two."""

    cast: PairingCast

    @property
    def schools(self) -> tuple[int, ...]:
        pair = (self.settled.people[key] for key in (self.cast.mentee, self.cast.mentor) if key)
        return tuple(person.school_id for person in pair if person.school_id is not None)

    @property
    def pairing(self) -> Pairing:
        """The pairing. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, Pairing)

    @property
    def topic(self) -> PairingTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        """The post of the mentee, or of whoever is the mentor now."""
        return Post(part, self.pairing.id) if part in ("mentee", "mentor") else None

    def who(self, part: str) -> Person:
        """The mentee, the mentor, the coordinator who looks after the two, or somebody by their own key."""
        return super().who(self.cast.coordinator if part == "coordinator" else part)
