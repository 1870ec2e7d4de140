"""How far a pair has come: goals over time, action steps, sessions, hours; and the mentor's reflections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from workflows.clock import LONDON
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import Pairing, PairingSession, SessionStatus
from workflows.pairings.private import sessions_open_to
from workflows.pairings.reading import Goal, Private, Reflection, Step


@dataclass(frozen=True)
class Point:
    """How far a goal had been reached on a day, from 0 to 10; `share` says where between first and last."""

    on: date
    rating: int
    #: 0 on the first day, 1 on the last
    share: float


@dataclass(frozen=True)
class GoalProgress:
    """One goal and how far it had been reached each time that somebody said so, oldest first."""

    text: str
    is_current: bool
    points: tuple[Point, ...]

    @property
    def words(self) -> str:
        """What the picture shows: "from 3 in September to 6 in November"."""
        if not self.points:
            return ""
        first, last = self.points[0], self.points[-1]
        if len(self.points) == 1:
            return f"{last.rating} on {last.on.day} {last.on:%B %Y}"
        form = "%B" if first.on.year == last.on.year else "%B %Y"
        if (first.on.year, first.on.month) == (last.on.year, last.on.month):
            then, now = (f"on {one.on.day} {one.on:%B}" for one in (first, last))
        else:
            then, now = (f"in {one.on:{form}}" for one in (first, last))
        return f"from {first.rating} {then} to {last.rating} {now}"


@dataclass(frozen=True)
class Progress:
    """What one of the pair may know of how far the two have come."""

    #: those that still stand first
    goals: tuple[GoalProgress, ...]
    steps_agreed: int
    steps_done: int
    held: int
    missed: int
    #: of the sessions that were held
    minutes: int

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.missed or any(goal.points for goal in self.goals))


def progress_of(pairing: Pairing, private: Private, person_id: int) -> Progress:
    """How far the two have come, as far as this one of them may know; needs the pairing's sessions."""
    return counted(private.goals, private.steps, sessions_open_to(pairing, person_id))


def counted(goals: Iterable[Goal], steps: Iterable[Step], sessions: Iterable[PairingSession]) -> Progress:
    """The same from what was read already."""
    done = [step.done_at is not None for step in steps]
    sessions = list(sessions)
    held = [one for one in sessions if one.status is SessionStatus.HELD]
    return Progress(
        goals=tuple(_over_time(goal) for goal in goals if goal.is_current or goal.ratings),
        steps_agreed=len(done),
        steps_done=sum(done),
        held=len(held),
        missed=sum(one.status is SessionStatus.MISSED for one in sessions),
        minutes=sum(one.minutes or 0 for one in held),
    )


def _over_time(goal: Goal) -> GoalProgress:
    """Of several ratings on one day, the last counts."""
    by_day = {at.astimezone(LONDON).date(): rating for at, rating in goal.ratings}
    days = sorted(by_day)
    span = (days[-1] - days[0]).days if days else 0
    points = (Point(day, by_day[day], (day - days[0]).days / span if span else 1.0) for day in days)
    return GoalProgress(goal.text, goal.is_current, tuple(points))


# The mentor's own reflection


@dataclass(frozen=True)
class Reflections:
    """What one of the pair wrote for themselves, and what the other has shared, newest first."""

    own: tuple[Reflection, ...]
    shared: tuple[Reflection, ...]
    #: nothing of one's own was written in the present term, and it is asked for
    is_asked: bool


def reflections_of(pairing: Pairing, private: Private, person_id: int, *, term_began: date) -> Reflections:
    """Reflections as this one of the pair sees them; of the mentor, one is asked for in each term."""
    own = tuple(one for one in private.reflections if one.is_own)
    return Reflections(
        own,
        tuple(one for one in private.reflections if not one.is_own),
        is_asked=(
            person_id == pairing.mentor_id
            and pairing.state_now in Flow.together.members
            and bool(pairing.held)
            and not any(_day(one.written_at) >= term_began for one in own)
        ),
    )


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
