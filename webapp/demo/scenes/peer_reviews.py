"""A peer review while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.peer_reviews import ReviewTopic, SlotText, topics
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import MOST_DAYS
from workflows.peer_reviews.flow import coordinator, lead_reviewer, workshop_leader
from workflows.people import Person, Post
from workflows.places import School
from workflows.school_calendar import calendars

WORKSHOP = 9
"""The number of the workshop among the days on which people meet; the days of the visit come before it."""

OVER_A_LONG_WEEKEND: Final = timedelta(days=4)

_POSTS = {
    "lead": lead_reviewer.name,
    "coordinator": coordinator.name,
    "workshop_leader": workshop_leader.name,
}


@dataclass(frozen=True, kw_only=True)
class ReviewCast(Cast):
    """Who reviews which school, and when."""

    host: str
    lead: str = ""
    reviewers: tuple[str, ...] = ()
    coordinator: str = "asha.bell"
    #: who leads the workshop after it
    workshop: str = ""
    #: the days of the visit, in school days from today; none where the story itself has them
    visit: tuple[int, ...] = ()
    #: the visit that the story begins goes on today, where there is school today
    until_today: bool = False
    required: bool = False
    estimates: bool = False

    def scene(self, settled: Settled, files: Path, present: date) -> ReviewScene:
        return ReviewScene(settled, self, files, present)


@dataclass
class ReviewScene(Scene):
    """A review, its host and its team."""

    cast: ReviewCast
    dates_called = "Peer review at "

    @property
    def schools(self) -> tuple[int, ...]:
        theirs = (self.settled.people[key].school_id for key in filter(None, self._team))
        return (self.host.id, *filter(None, theirs))

    @property
    def _team(self) -> tuple[str, ...]:
        return (self.cast.lead, *self.cast.reviewers)

    @property
    def review(self) -> PeerReview:
        """The review. Raises LookupError before it is planned."""
        return self.case_of(self.cast.topic, PeerReview)

    @property
    def topic(self) -> ReviewTopic:
        return topics()[self.cast.topic]

    @property
    def host(self) -> School:
        return self.settled.schools[self.cast.host]

    def is_open(self, day: date) -> bool:
        """Whether there are lessons at every school of the review."""
        known = calendars(self.settled.trust)
        return all(known.of_school(school_id).is_school_day(day) for school_id in self.schools)

    @property
    def visit_days(self) -> tuple[date, ...]:
        """The days of the visit, as the story has them or as far from today as it says.

        A day beyond holidays is left out: nobody comes for a second day weeks after the first.
        """
        days = [self.days_from(self.present, days) for days in self.cast.visit]
        days += [self.meetings[number] for number in range(1, MOST_DAYS + 1) if number in self.meetings]
        if self.cast.until_today:
            days.append(self.days_from(self.present, 0))
        return tuple(day for day in days if day - days[0] <= OVER_A_LONG_WEEKEND)

    @property
    def slots(self) -> dict[int, SlotText]:
        """The lines of the topic's timetable that are on a day of the visit, by their numbers from 1."""
        days = len(self.review.days)
        return {number: slot for number, slot in enumerate(self.topic.slots, start=1) if slot.day <= days}

    def post(self, part: str) -> Post | None:
        """The post of the head, the lead, the coordinator or whoever leads the workshop."""
        if part == "head":
            return Post("head", self.host.id)
        return Post(_POSTS[part], self.review.id) if part in _POSTS else None

    def on_team(self, number: int) -> Person:
        """Somebody of the team as it was planned: the lead is 0, reviewers follow."""
        return self.settled.people[self._team[number]]
