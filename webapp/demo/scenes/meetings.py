"""A meeting of a hub, a forum or a role group while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.meetings import MeetingTopic, topics
from workflows.cases import Case
from workflows.meetings import Meeting
from workflows.people import Post
from workflows.places import School
from workflows.school_calendar import calendars


@dataclass(frozen=True, kw_only=True)
class MeetingCast(Cast):
    """Whose meeting it is, by the topic of the group, and which school hosts it."""

    of: str
    #: none where it is held online, or while nobody has offered
    host: str = ""

    def scene(self, settled: Settled, files: Path, present: date) -> MeetingScene:
        return MeetingScene(settled, self, files, present)


@dataclass
class MeetingScene(Scene):
    """A meeting; it all happens on days on which the trust's staff, and those of its host, are in."""

    cast: MeetingCast

    @property
    def schools(self) -> tuple[int, ...]:
        return (self.host.id,) if self.cast.host else ()

    def is_open(self, day: date) -> bool:
        settled = self.settled
        return calendars(settled.trust).of_school(settled.trust_id).is_working_day(day) and Scene.is_open(
            self, day
        )

    @property
    def group(self) -> Case:
        """The hub or forum. Raises LookupError before it is begun."""
        return self.case_of(self.cast.of, Case)

    @property
    def meeting(self) -> Meeting:
        """The meeting. Raises LookupError before it is planned."""
        return self.case_of(self.cast.topic, Meeting)

    @property
    def topic(self) -> MeetingTopic:
        return topics()[self.cast.topic]

    @property
    def host(self) -> School:
        return self.settled.schools[self.cast.host]

    def post(self, part: str) -> Post | None:
        """The post of a part in the meeting, of the head of its host, or of the improvement lead."""
        match part:
            case "chair" | "note_taker":
                return Post(part, self.meeting.id)
            case "host_head":
                return Post("head", self.host.id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
        return None
