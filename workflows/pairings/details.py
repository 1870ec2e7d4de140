"""What has to come with each step of a pairing. What the two write for each other alone is `private`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from workflows.dates.details import Timed, Where
from workflows.details import Details, days, private, required

WEEKDAYS: Final = range(5)
SHORTEST, LONGEST = 10, 480
"""Minutes of a session."""
WORST, BEST = 0, 10
"""The scale on which a goal is judged: not begun, and reached."""
MOST_GOALS: Final = 6


class Mode(StrEnum):
    """How the two work: advice and rehearsal, or questions that help somebody find their own way."""

    MENTORING = "mentoring"
    COACHING = "coaching"


class Way(StrEnum):
    """How a session is held."""

    IN_PERSON = "in person"
    ONLINE = "online"
    IN_LESSON = "in lesson"


class Frequency(StrEnum):
    WEEKLY = "every week"
    FORTNIGHTLY = "every two weeks"
    MONTHLY = "every month"
    HALF_TERMLY = "every half-term"


@dataclass(frozen=True, kw_only=True)
class AskDetails(Details):
    """What somebody would like a mentor for: read by coordinators, and by the mentor who is asked."""

    focus_area_ids: tuple[int, ...] = required("Choose at least one area")
    hopes: str = required("Say what you would like to get better at")
    #: weekdays on which the mentee could meet, Monday is 0
    free_on: tuple[int, ...] = required("Choose the days on which you could meet")

    def problems(self) -> dict[str, str]:
        return _weekdays(self.free_on)


@dataclass(frozen=True, kw_only=True)
class ChooseDetails(Details):
    mentor_id: int = required("Choose a mentor")


@dataclass(frozen=True, kw_only=True)
class ProposeDetails(Details):
    mentor_id: int = required("Choose the mentor to propose")
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractDetails(Details):
    """What both sign. How they keep things between them, and the goals, are theirs alone."""

    frequency: Frequency = required("Choose how often you meet")
    minutes: int = required("Enter how long a session lasts, in minutes")
    way: Way = required("Choose how you meet")
    #: of the mentor's giving days in a year
    days: float = days("Enter how many of the mentor's days this takes, in halves, such as 2.5")
    review_on: date = required("Enter the date of the first review")
    ends_on: date = required("Enter the date by which the pairing ends")
    confidentiality: str = private("Say what stays between you, and what cannot")
    goals: tuple[str, ...] = private("Write at least one goal")

    def problems(self) -> dict[str, str]:
        if not SHORTEST <= self.minutes <= LONGEST:
            return {"minutes": f"Enter between {SHORTEST} and {LONGEST} minutes"}
        if self.ends_on < self.review_on:
            return {"ends_on": "The end must be on or after the first review"}
        if len(self.goals) > MOST_GOALS:
            return {"goals": f"Choose the {MOST_GOALS} goals that matter most"}
        return {}


@dataclass(frozen=True, kw_only=True)
class SessionPlan(Timed, Where):
    """When and where the two meet next. It goes into both diaries, so it says nothing about what for."""

    def problems(self) -> dict[str, str]:
        if self.starts is None:
            return {"starts": "Enter when it starts"}
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class SessionMove(SessionPlan):
    session_id: int = required("Choose the session")


@dataclass(frozen=True, kw_only=True)
class AboutSession(Details):
    """A session that took place, did not, or will not."""

    session_id: int = required("Choose the session")


@dataclass(frozen=True, kw_only=True)
class SessionLog(Details):
    """What the two write down of a session; one that was not planned here has no `session_id`.

    Of the fields of the two modes, those of the pairing's own are used.
    """

    session_id: int | None = None
    held_on: date = required("Enter the date of the session")
    minutes: int = required("Enter how long it lasted, in minutes")
    way: Way = required("Choose how you met")
    focus: str = private("Say what the session was about")
    observed: str = private()
    advice: str = private()
    action_step: str = private()
    rehearsal: str = private()
    next_look: str = private()
    goal: str = private()
    reality: str = private()
    options: str = private()
    will: str = private()
    #: action steps of earlier sessions that are done now
    steps_done: tuple[int, ...] = ()
    #: the next session, agreed at the end of this one
    next: SessionPlan | None = None

    def problems(self) -> dict[str, str]:
        if not SHORTEST <= self.minutes <= LONGEST:
            return {"minutes": f"Enter between {SHORTEST} and {LONGEST} minutes"}
        return {}


WORDS_OF: Final[dict[Mode, tuple[str, ...]]] = {
    Mode.MENTORING: ("focus", "observed", "advice", "action_step", "rehearsal", "next_look"),
    Mode.COACHING: ("focus", "goal", "reality", "options", "will"),
}
"""The fields of a log in each mode, in the order in which a session goes."""
STEP_OF: Final[dict[Mode, str]] = {Mode.MENTORING: "action_step", Mode.COACHING: "will"}
"""The field that says what the mentee will do: it comes up again at the next session."""


@dataclass(frozen=True, kw_only=True)
class StepDone(Details):
    step_id: int = required("Choose the action step")


@dataclass(frozen=True, kw_only=True)
class Rating(Details):
    """How far one goal has been reached."""

    goal_id: int = required("Choose the goal")
    rating: int = required("Choose how far it has been reached")

    def problems(self) -> dict[str, str]:
        return {} if WORST <= self.rating <= BEST else {"rating": f"Choose from {WORST} to {BEST}"}


@dataclass(frozen=True, kw_only=True)
class RatingDetails(Details):
    ratings: tuple[Rating, ...] = private("Say how far each goal has been reached")


@dataclass(frozen=True, kw_only=True)
class ReviewDetails(Details):
    """The look back that both agree to, once a term."""

    going_well: str = private("Say what is going well")
    to_change: str = private()
    ratings: tuple[Rating, ...] = private("Say how far each goal has been reached")
    next_review_on: date = required("Enter the date of the next review")
    ends_on: date = required("Enter the date by which the pairing ends")

    def problems(self) -> dict[str, str]:
        if self.ends_on < self.next_review_on:
            return {"ends_on": "The end must be on or after the next review"}
        return {}


@dataclass(frozen=True, kw_only=True)
class ReflectionDetails(Details):
    """The mentor's own: what they have learned. The mentee reads it only if they wish."""

    text: str = private("Write your reflection")
    is_shared: bool = False


@dataclass(frozen=True, kw_only=True)
class ClosingDetails(Details):
    gained: str = private()


@dataclass(frozen=True, kw_only=True)
class ShareDetails(Details):
    """One entry of the log, shown to one person."""

    log_id: int = required("Choose the entry")
    person_id: int = required("Choose whom to show it to")


@dataclass(frozen=True, kw_only=True)
class ShareEnd(Details):
    share_id: int = required("Choose what is no longer to be shared")


def _weekdays(chosen: tuple[int, ...]) -> dict[str, str]:
    return {} if set(chosen) <= set(WEEKDAYS) else {"free_on": "Choose days from Monday to Friday"}
