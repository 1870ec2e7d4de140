"""A connect session while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.connect import ConnectTopic, topics
from workflows.connect import ConnectSession
from workflows.people import Post


@dataclass(frozen=True, kw_only=True)
class ConnectCast(Cast):
    """Who hosts it, and for how many; none for as many as come."""

    host: str
    places: int | None = None

    def scene(self, settled: Settled, files: Path, present: date) -> ConnectScene:
        return ConnectScene(settled, self, files, present)


@dataclass
class ConnectScene(Scene):
    """A connect session; it all happens on days on which its host's school is open."""

    cast: ConnectCast

    @property
    def schools(self) -> tuple[int, ...]:
        school_id = self.settled.people[self.cast.host].school_id
        return (school_id,) if school_id is not None else ()

    @property
    def session(self) -> ConnectSession:
        """The session. Raises LookupError before it is offered."""
        return self.case_of(self.cast.topic, ConnectSession)

    @property
    def topic(self) -> ConnectTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        match part:
            case "host":
                return Post(part, self.session.id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
        return None
