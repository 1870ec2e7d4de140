"""A visit, or an offer to be visited, while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.visits import VisitTopic, topics
from workflows.people import Person, Post
from workflows.places import School
from workflows.school_calendar import SchoolCalendar
from workflows.visits import Visit


@dataclass(frozen=True, kw_only=True)
class VisitCast(Cast):
    """Who visits whom, and with whom."""

    #: none of an offer
    visitor: str = ""
    #: none while no school is found
    host: str = ""
    #: who looks after the visitors, or has made the offer
    contact: str = ""
    party: tuple[str, ...] = ()
    #: the topic of the offer, or of the visit whose entry of the library, it is asked out of
    offer: str = ""
    entry_of: str = ""
    places: int = 3
    #: in so many weekdays from today: the last day of an offer
    open_for: int = 30

    def scene(self, settled: Settled, files: Path, present: date) -> VisitScene:
        return VisitScene(settled, self, files, present)


@dataclass
class VisitScene(Scene):
    """A visit and those in it; it all happens on days with lessons at both schools."""

    cast: VisitCast
    dates_called = "Visit: "

    @property
    def schools(self) -> tuple[int, ...]:
        visitor = self.settled.people[self.cast.visitor].school_id if self.cast.visitor else None
        host = self.host.id if self.cast.host else None
        return tuple(one for one in (visitor, host) if one is not None)

    def is_open(self, day: date) -> bool:
        calendars: list[SchoolCalendar] = self._calendars()
        return all(calendar.is_school_day(day) for calendar in calendars)

    @property
    def visit(self) -> Visit:
        """The visit. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, Visit)

    @property
    def topic(self) -> VisitTopic:
        return topics()[self.cast.topic]

    @property
    def host(self) -> School:
        return self.settled.schools[self.cast.host]

    def post(self, part: str) -> Post | None:
        """The post of a part in the visit, of one of the two heads, or of the improvement lead."""
        match part:
            case "visiting_head":
                return Post("head", int(self.visit.visiting_school_id or 0))
            case "host_head":
                return Post("head", self.host.id)
            case "lead":
                return Post("improvement_lead", self.settled.trust_id)
            case "visitor" | "host_contact":
                return Post(part, self.visit.id)
        return None

    def ids(self, people: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self._person(key).id for key in people)

    def _person(self, key: str) -> Person:
        return self.settled.people[key]
