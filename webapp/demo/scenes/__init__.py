"""One case of the demo while its story is being told: who is in it, and on which days."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import select

from webapp.demo.settling import Settled
from workflows.actions import Action
from workflows.cases import Case
from workflows.clock import today
from workflows.database import db
from workflows.details import Details
from workflows.people import Person, Post, holders
from workflows.perform import open_case, perform
from workflows.school_calendar import CENTRAL, ONE_DAY, SchoolCalendar, calendars

CaseT = TypeVar("CaseT", bound=Case)
Deed = Callable[[Any], None]
"""What somebody does in a scene: in any, or in those of one kind of case, as its own parameter says."""


@dataclass(frozen=True, kw_only=True)
class Cast(ABC):
    """Who and what a case is about, by the keys of the trust's own file."""

    #: the key of its texts, and the name by which other stories know its case
    topic: str

    @abstractmethod
    def scene(self, settled: Settled, files: Path, present: date) -> Scene:
        """Where the story of this cast is told."""


@dataclass
class Scene(ABC):
    """A case and those in it. Deeds act on it, on the day that the clock shows."""

    settled: Settled
    cast: Cast
    files: Path
    #: the day on which this demo is built, whichever day the clock shows
    present: date
    #: the days on which people of the story meet, by the numbers that it gives them
    meetings: dict[int, date] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)

    #: how the titles of its usual dates begin
    dates_called: ClassVar[str] = ""

    @property
    @abstractmethod
    def schools(self) -> tuple[int, ...]:
        """The schools on whose days things happen, by id; none for the central team's."""

    def post(self, part: str) -> Post | None:
        """The post that somebody has who has this part; none where the part is a person's own key."""
        return None

    @property
    def case(self) -> Case:
        """The case. Raises LookupError before it is begun."""
        return self.case_of(self.cast.topic, Case)

    def case_of(self, topic: str, kind: type[CaseT]) -> CaseT:
        """The case of a story. Raises LookupError before it is begun."""
        case = self.settled.cases.get(topic)
        if not isinstance(case, kind):
            raise LookupError(f"{topic} has not begun, or is not a {kind.__name__}")
        return case

    def open(self, case: Case, name: str, part: str, details: Details | None = None) -> None:
        """Let somebody begin the case."""
        self.settled.cases[self.cast.topic] = open_case(case, name, self.who(part), details)

    def act(self, name: str, part: str, details: Details | None = None) -> None:
        """Let somebody make a transition of the case."""
        perform(self.case, name, self.who(part), details)

    def note_newest_action(self) -> None:
        """Keep the action that has just been agreed, for those who will work on it."""
        newest = select(Action).where(Action.came_from_id == self.case.id).order_by(Action.id.desc())
        self.actions.append(db.session.scalars(newest.limit(1)).one())

    def who(self, part: str) -> Person:
        """Somebody by their part in the case, or by their own key."""
        post = self.post(part)
        return self.settled.people[part] if post is None else self._holder(post)

    def _holder(self, post: Post) -> Person:
        found = holders({post})[post]
        if not found:
            raise LookupError(f"{self.cast.topic}: nobody is {post.role} there on {today()}")
        return db.session.get_one(Person, found[0].person_id)

    def is_open(self, day: date) -> bool:
        """Whether staff are in everywhere."""
        return all(calendar.is_working_day(day) for calendar in self._calendars())

    def _calendars(self) -> list[SchoolCalendar]:
        known = calendars(self.settled.trust)
        return [known.of_school(school_id) for school_id in self.schools] or [CENTRAL]

    def days_from(self, day: date, count: int) -> date:
        """The day `count` working days of every school later (earlier where negative)."""
        return step(day, count, self.is_open)

    def weekday_from_present(self, days: int) -> date:
        """So many weekdays from the demo's own day, and always later than the day that the clock shows."""
        return max(CENTRAL.add_working_days(self.present, days), today() + ONE_DAY)


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
