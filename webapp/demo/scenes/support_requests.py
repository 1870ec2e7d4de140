"""A support request while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.support_requests import Topic, topics
from workflows.people import Post
from workflows.places import School
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import Priority, Route


@dataclass(frozen=True, kw_only=True)
class RequestCast(Cast):
    """Who and what a request is about."""

    school: str
    #: the school that gives, and who of it; also whom the coordinator asks first
    giving: str = ""
    giver: str = ""
    coordinator: str = "asha.bell"
    days: float = 3
    route: Route = Route.DEPLOYMENT
    priority: Priority = Priority.ROUTINE
    #: until how many working days from today the support is to last, where it is not over
    ends_in: int | None = None

    def scene(self, settled: Settled, files: Path, present: date) -> RequestScene:
        return RequestScene(settled, self, files, present)


@dataclass
class RequestScene(Scene):
    """A request and those in it."""

    cast: RequestCast
    dates_called = "Visit: "

    @property
    def schools(self) -> tuple[int, ...]:
        keys = filter(None, (self.cast.school, self.cast.giving))
        return tuple(self.settled.schools[key].id for key in keys)

    @property
    def request(self) -> SupportRequest:
        """The request. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, SupportRequest)

    @property
    def topic(self) -> Topic:
        return topics()[self.cast.topic]

    @property
    def school(self) -> School:
        """The school that asks."""
        return self.settled.schools[self.cast.school]

    def post(self, part: str) -> Post | None:
        """The post of the head, giving_head, lead, coordinator, giver or requester."""
        match part:
            case "head":
                return Post("head", self.school.id)
            case "giving_head":
                return Post("head", int(self.request.giving_school_id or 0))
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
            case "giver" | "coordinator" | "requester":
                return Post(part, self.request.id)
        return None
