"""A forum, or a role group, while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.forums import ForumTopic, topics
from workflows.forums import Forum
from workflows.people import Post


@dataclass(frozen=True, kw_only=True)
class ForumCast(Cast):
    """Who chairs it, who proposed it, and who comes."""

    chair: str
    #: none of one that the improvement lead started
    proposer: str = ""
    members: tuple[str, ...] = ()
    #: the topic of the group to which it reports
    reports_to: str = ""

    def scene(self, settled: Settled, files: Path, present: date) -> ForumScene:
        return ForumScene(settled, self, files, present)


@dataclass
class ForumScene(Scene):
    """A forum; what happens in it is counted in the days of the central team."""

    cast: ForumCast

    @property
    def schools(self) -> tuple[int, ...]:
        return ()

    @property
    def forum(self) -> Forum:
        """The forum. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, Forum)

    @property
    def topic(self) -> ForumTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        match part:
            case "chair":
                return Post("chair", self.forum.id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
        return None
