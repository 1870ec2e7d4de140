"""One request of the demo while its story is being told: who is in it, and on which days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from webapp.demo.settling import Settled
from webapp.demo.topics import Topic, topics
from workflows.actions import Action
from workflows.clock import today
from workflows.database import db
from workflows.details import Details
from workflows.people import Person, Post, holders
from workflows.perform import perform
from workflows.places import School
from workflows.school_calendar import ONE_DAY, SchoolCalendar, calendars
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import Priority, Route


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who and what a request is about, by the keys of the trust's own file."""

    topic: str
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


@dataclass
class Scene:
    """A request and those in it. Deeds act on it, on the day that the clock shows."""

    settled: Settled
    cast: Cast
    files: Path
    #: the day on which this demo is built, whichever day the clock shows
    present: date
    #: the days of visits by their number, from the plan of the story
    visit_days: dict[int, date] = field(default_factory=dict)
    #: set by the deed that opens it
    opened: SupportRequest | None = None
    actions: list[Action] = field(default_factory=list)

    @property
    def request(self) -> SupportRequest:
        """The request. Raises LookupError before it is begun."""
        if self.opened is None:
            raise LookupError(f"{self.cast.topic} has not begun")
        return self.opened

    @property
    def topic(self) -> Topic:
        return topics()[self.cast.topic]

    @property
    def school(self) -> School:
        """The school that asks."""
        return self.settled.schools[self.cast.school]

    def who(self, part: str) -> Person:
        """Somebody by their part (head, giving_head, lead, coordinator, giver) or by their own key."""
        posts = {
            "head": ("head", self.school.id),
            "lead": ("improvement_lead", self.settled.trust_id),
        }
        if part == "giving_head":
            return self._holder(Post("head", int(self.request.giving_school_id or 0)))
        if part in posts:
            return self._holder(Post(*posts[part]))
        if part in ("giver", "coordinator", "requester"):
            return self._holder(Post(part, self.request.id))
        return self.settled.people[part]

    def _holder(self, post: Post) -> Person:
        found = holders({post})[post]
        if not found:
            raise LookupError(f"{self.cast.topic}: nobody is {post.role} there on {today()}")
        return db.session.get_one(Person, found[0].person_id)

    def act(self, name: str, part: str, details: Details | None = None) -> None:
        """Let somebody make a transition of the request."""
        perform(self.request, name, self.who(part), details)

    def is_open(self, day: date) -> bool:
        """Whether staff are in at both schools."""
        return all(calendar.is_working_day(day) for calendar in self._calendars())

    def _calendars(self) -> list[SchoolCalendar]:
        known = calendars(self.settled.trust)
        keys = [self.cast.school, *([self.cast.giving] if self.cast.giving else [])]
        return [known.of_school(self.settled.schools[key].id) for key in keys]

    def days_from(self, day: date, count: int) -> date:
        """The day `count` working days of both schools later (earlier where negative)."""
        return step(day, count, self.is_open)


def step(day: date, count: int, is_open: Callable[[date], bool]) -> date:
    """The day `count` open days later, or earlier where negative; none counts as the next open day."""
    direction = -ONE_DAY if count < 0 else ONE_DAY
    for _ in range(abs(count)):
        day += direction
        while not is_open(day):
            day += direction
    while count == 0 and not is_open(day):
        day += timedelta(days=1)
    return day
