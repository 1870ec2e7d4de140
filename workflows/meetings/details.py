"""What has to come with the steps of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.dates.details import Timed
from workflows.details import Details, required


@dataclass(frozen=True, kw_only=True)
class MeetingDetails(Timed):
    """A meeting of a group: when, where, and who hosts it if that is known."""

    group_id: int = required("Choose whose meeting it is")
    title: str = required("Give it a title")
    #: none where a host is sought
    host_school_id: int | None = None
    #: the room, or how to find it
    place: str = ""
    #: where it takes place online
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Hosting(Details):
    """A school that hosts."""

    school_id: int = required("Choose the school that hosts it")
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Moving(Timed):
    """Another time for a meeting, and why."""

    reason: str = required("Say why it moves, in a sentence")


@dataclass(frozen=True, kw_only=True)
class AgendaItemDetails(Details):
    """Something that a member wants to talk about."""

    title: str = required("Say in a few words what it is about")
    what: str = ""
    minutes: int = 10
    #: for the second part, which members alone read
    is_confidential: bool = False

    def problems(self) -> dict[str, str]:
        if not 1 <= self.minutes <= 240:
            return {"minutes": "Enter how many minutes it needs, between 1 and 240"}
        return {}


@dataclass(frozen=True, kw_only=True)
class LookBack(Details):
    """The day on which the members look at what came of it."""

    on: date = required("Enter the day")
