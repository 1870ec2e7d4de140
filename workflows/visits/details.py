"""What has to come with each step of a visit. What the visitors make of it is `private`: theirs to share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from workflows.dates.details import Timed
from workflows.details import Details, private, required

MOST_QUESTIONS: Final = 3
MOST_PLACES: Final = 40
"""More visitors than this in one offer, or on one day, are no visit any more."""


class Stuck(StrEnum):
    """Whether what was tried after a visit has become how things are done."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class WantDetails(Details):
    """What somebody would like to see, why, and with whom."""

    title: str = required("Say in a few words what you would like to see")
    focus_area_ids: tuple[int, ...] = required("Choose at least one area")
    purpose: str = required("Say what you want to find out, and what it is for")
    questions: tuple[str, ...] = required("Write at least one question that you would like answered")
    when_it_suits: str = ""
    #: colleagues of the visitor's own school who come as well
    party_ids: tuple[int, ...] = ()
    #: none while no school is known yet
    host_school_id: int | None = None

    def problems(self) -> dict[str, str]:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS or not all(one.strip() for one in self.questions):
            return {"questions": f"Write between one and {MOST_QUESTIONS} questions"}
        return {}


@dataclass(frozen=True, kw_only=True)
class OfferingDetails(Details):
    """What a school offers others to come and see."""

    title: str = required("Say in a few words what can be seen")
    focus_area_ids: tuple[int, ...] = required("Choose at least one area")
    can_see: str = required("Say what visitors would see, and what is good about it")
    when_it_suits: str = required("Say when people could come, such as Tuesday mornings")
    places: int = required("Enter how many people could come in all")
    open_until: date = required("Enter the last day on which others may ask")

    def problems(self) -> dict[str, str]:
        return _places(self.places)


@dataclass(frozen=True, kw_only=True)
class HostNamed(Details):
    host_school_id: int = required("Choose the school to ask")


@dataclass(frozen=True, kw_only=True)
class Assurance(Details):
    """What the host ticks about everybody who comes. No certificate is asked for, and none is kept."""

    identity: bool = required("Tick that identity is confirmed")
    dbs: bool = required("Tick that the employer has assured you of the DBS checks")

    def problems(self) -> dict[str, str]:
        missing = {
            "identity": "Confirm the identity of everybody who comes, then tick this",
            "dbs": "Ask their employer for assurance of the DBS checks, then tick this",
        }
        return {name: message for name, message in missing.items() if not getattr(self, name)}


@dataclass(frozen=True, kw_only=True)
class HostDetails(Timed, Assurance):
    """How the host receives its visitors."""

    contact_id: int = required("Choose who looks after the visitors")
    places: int = required("Enter how many people may come")
    arrive_at: str = required("Say where visitors arrive")
    timetable: str = required("Write down what they see when")
    off_limits: str = required("Say what is off limits, or that nothing is")

    def problems(self) -> dict[str, str]:
        if self.starts is None or self.ends is None:
            return {"starts": "Enter when the visit starts and ends"}
        return Timed.problems(self) or _places(self.places) or Assurance.problems(self)


@dataclass(frozen=True, kw_only=True)
class PartyDetails(Details):
    """Who comes with the visitor from now on; nobody where the list is empty."""

    party_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReflectionDetails(Details):
    """What the visitors make of what they saw: their own, until they share it."""

    learned: str = private("Say what you learned")
    will_try: str = private("Say what you will try")
    would_ask: str = private("Say what you would ask now")


@dataclass(frozen=True, kw_only=True)
class AdoptionDetails(Details):
    """What has become of it in the next half-term."""

    stuck: Stuck = required("Choose whether it has stuck")
    tried: str = private("Say what you have tried")
    next_step: str = private()


def _places(places: int) -> dict[str, str]:
    if not 1 <= places <= MOST_PLACES:
        return {"places": f"Enter a number between 1 and {MOST_PLACES}"}
    return {}
