"""A hub while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.hubs import HubTopic, topics
from workflows.hubs import HubCase
from workflows.people import Post


@dataclass(frozen=True, kw_only=True)
class HubCast(Cast):
    """Which hub, or who forms a new one of which schools."""

    #: of the directory; none of one that is formed in the story
    hub: str = ""
    coordinator: str = ""
    schools: tuple[str, ...] = ()

    def scene(self, settled: Settled, files: Path, present: date) -> HubScene:
        return HubScene(settled, self, files, present)


@dataclass
class HubScene(Scene):
    """A hub; what happens in it is counted in the days of the central team."""

    cast: HubCast

    @property
    def schools(self) -> tuple[int, ...]:
        return ()

    @property
    def hub(self) -> HubCase:
        """The hub. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, HubCase)

    @property
    def topic(self) -> HubTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        match part:
            case "coordinator":
                return Post("coordinator", self.hub.hub_id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
        return None
