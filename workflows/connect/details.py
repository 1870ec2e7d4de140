"""What has to come with each step of a connect session."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.dates.details import Timed, Where
from workflows.details import Details, required
from workflows.sign_ups.details import places_problem


@dataclass(frozen=True, kw_only=True)
class TopicDetails(Details):
    """What a session is about, and for how many."""

    title: str = required("Say in a few words what it is about")
    what: str = required("Say what people will take away")
    focus_area_id: int = required("Choose what it is about")
    #: none for as many as come
    places: int | None = None

    def problems(self) -> dict[str, str]:
        return places_problem(self.places)


@dataclass(frozen=True, kw_only=True)
class DayDetails(Timed, Where):
    """When and where it is: a session has an hour, and a place or a link."""

    def problems(self) -> dict[str, str]:
        if self.starts is None or self.ends is None:
            return {"starts": "Enter when it starts and ends"}
        if not (self.place.strip() or self.link.strip()):
            return {"place": "Enter where you meet, or the link of an online meeting"}
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class ConnectDetails(TopicDetails, DayDetails):
    """A session as its host offers it."""

    def problems(self) -> dict[str, str]:
        return TopicDetails.problems(self) or DayDetails.problems(self)


@dataclass(frozen=True, kw_only=True)
class OutcomeDetails(Details):
    """What came of it, for everybody who could not be there."""

    came_of: str = required("Say in a few lines what came of it, and what others could try")
