"""What has to come with the steps of a year of dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from workflows.dates.details import is_web_address
from workflows.details import Details, required
from workflows.year_plans.problem import FRIDAY, MOST_MEETINGS, Venue

SHORTEST: Final = 15
LONGEST: Final = 240
"""Minutes of one meeting."""


class Reach(StrEnum):
    """Whose meetings a plan is about."""

    HUB = "hub"
    FORUM = "forum"
    FORUMS = "forums"  # every forum and role group
    TRUST = "trust"  # every hub, forum and role group


class TimeOfDay(StrEnum):
    """When in the day a group meets."""

    AFTER_SCHOOL = "after_school"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


STARTS: Final = {
    TimeOfDay.AFTER_SCHOOL: time(15, 45),
    TimeOfDay.MORNING: time(9, 30),
    TimeOfDay.AFTERNOON: time(13, 30),
    TimeOfDay.EVENING: time(18, 0),
}


@dataclass(frozen=True, kw_only=True)
class Shape(Details):
    """How often, how long and when a group meets."""

    meetings: int = required("Enter how many meetings there are in the year")
    minutes: int = required("Enter how many minutes a meeting takes")
    #: Monday is 0
    weekdays: tuple[int, ...] = required("Choose at least one weekday")
    #: the most liked first
    times: tuple[TimeOfDay, ...] = required("Choose at least one time of day")
    #: none: hubs at their schools in turn, forums where somebody offers
    venue: Venue | None = None
    link: str = ""

    def problems(self) -> dict[str, str]:
        if not 1 <= self.meetings <= MOST_MEETINGS:
            return {"meetings": f"Enter how many meetings there are, between 1 and {MOST_MEETINGS}"}
        if not SHORTEST <= self.minutes <= LONGEST:
            return {"minutes": f"Enter how many minutes a meeting takes, between {SHORTEST} and {LONGEST}"}
        if not all(0 <= one <= FRIDAY for one in self.weekdays):
            return {"weekdays": "Choose among Monday to Friday"}
        if self.venue is Venue.ONLINE and not is_web_address(self.link):
            return {"link": "Enter the whole address at which you meet, beginning with https://"}
        return {}


@dataclass(frozen=True, kw_only=True)
class YearDetails(Shape):
    """What the meetings of a year are like."""

    #: the calendar year in which the academic year begins
    year: int = required("Choose the academic year")
    not_before: date | None = None
    keep_clear: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupShape(Shape):
    """What the meetings of one group of the plan are like."""

    group_id: int = required("Choose a group")


@dataclass(frozen=True, kw_only=True)
class DateNamed(Details):
    """One meeting of the plan."""

    date_id: int = required("Choose one of the meetings")


@dataclass(frozen=True, kw_only=True)
class DateMoved(DateNamed):
    """Another date for one meeting, which then stays."""

    on: date = required("Choose another date")
    starts: time = required("Choose when it begins")


@dataclass(frozen=True, kw_only=True)
class HostChosen(DateNamed):
    """Who hosts one meeting; nobody: a host is looked for."""

    school_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlanAgain(Details):
    """Dates are looked for anew; those that were kept by hand stay."""

    change_little: bool = True


@dataclass(frozen=True, kw_only=True)
class SeriesMoved(Details):
    """All later meetings of a group go to another weekday and time."""

    group_id: int = required("Choose whose meetings move")
    weekday: int = required("Choose the weekday on which they meet from now on")
    starts: time = required("Enter when they begin from now on")
    reason: str = required("Say why they move, in a sentence")

    def problems(self) -> dict[str, str]:
        return {} if 0 <= self.weekday <= FRIDAY else {"weekday": "Choose among Monday to Friday"}


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(Details):
    """All later meetings are called off: of one group, or of every group of the plan."""

    group_id: int | None = None
    reason: str = required("Say why, in a sentence or two: everybody who is invited reads it")


@dataclass(frozen=True, kw_only=True)
class HandedOver(Details):
    """Somebody else looks after the year from now on."""

    person_id: int = required("Choose who looks after it from now on")
