"""A trust-wide session while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.trust_sessions import SessionTopic, topics
from workflows.people import Post
from workflows.school_calendar import calendars
from workflows.trust_sessions import TrustSession


@dataclass(frozen=True, kw_only=True)
class SessionCast(Cast):
    """Who plans it."""

    planner: str

    def scene(self, settled: Settled, files: Path, present: date) -> SessionScene:
        return SessionScene(settled, self, files, present)


@dataclass
class SessionScene(Scene):
    """A session; it all happens on days on which the trust's own calendar has staff in."""

    cast: SessionCast

    @property
    def schools(self) -> tuple[int, ...]:
        return ()

    def is_open(self, day: date) -> bool:
        settled = self.settled
        return calendars(settled.trust).of_school(settled.trust_id).is_working_day(day)

    @property
    def session(self) -> TrustSession:
        """The session. Raises LookupError before it is planned."""
        return self.case_of(self.cast.topic, TrustSession)

    @property
    def topic(self) -> SessionTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        match part:
            case "coordinator":
                return Post(part, self.session.id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
        return None
