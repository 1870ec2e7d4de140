"""What has to come with each step about sign-ups and being there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final

from workflows.dates.details import is_web_address
from workflows.details import Details, private, required
from workflows.places import Phase

MOST_PLACES: Final = 2_000
"""More people than this come to no day of a trust."""


class Kind(StrEnum):
    """What is offered on a day."""

    WHOLE = "whole"  # the event itself
    WORKSHOP = "workshop"
    TOGETHER = "together"  # for everybody who is there, such as a talk or a break: nobody signs up for it
    STALL = "stall"  # people walk by: nobody signs up for it


class Standing(StrEnum):
    """What somebody's name on a list has brought them."""

    PLACE = "place"
    WAITING = "waiting"
    GIVEN_UP = "given up"


class Way(StrEnum):
    """How it became known that somebody was there."""

    TAP = "tap"  # on the page of the case
    QR = "qr"  # by the code at the door
    REGISTER = "register"  # whoever keeps the register has said so


@dataclass(frozen=True, kw_only=True)
class StallDetails(Details):
    """A stall of quick wins: what others can take home with them."""

    title: str = required("Give it a title that makes people stop")
    what: str = required("Say what they can see or take away")
    for_whom: str = required("Say who it is for, such as “Year 1 teachers”")
    focus_area_id: int | None = None
    phase: Phase | None = None


@dataclass(frozen=True, kw_only=True)
class StallChange(StallDetails):
    offering_id: int = required("Choose the stall")


@dataclass(frozen=True, kw_only=True)
class StallKept(Details):
    """What a head lets everybody read in the library about a stall of their school."""

    offering_id: int = required("Choose the stall")
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferingDetails(Details):
    """Part of a day, or the whole of it: what, by whom, where, when, and for how many."""

    title: str = required("Give it a title")
    what: str = ""
    leader_ids: tuple[int, ...] = ()
    room: str = ""
    link: str = ""
    starts: time | None = None
    ends: time | None = None
    #: none for as many as come
    places: int | None = None
    focus_area_id: int | None = None
    kind: Kind = Kind.WORKSHOP

    def problems(self) -> dict[str, str]:
        if self.starts is None and self.ends is not None:
            return {"starts": "Enter when it starts, or leave both times empty"}
        if self.starts is not None and (self.ends is None or self.ends <= self.starts):
            return {"ends": "Enter when it ends, after its start"}
        if self.link and not is_web_address(self.link):
            return {"link": "Enter the whole address, beginning with https://"}
        if self.kind is Kind.STALL:
            return {"kind": "Offer a stall by its own form"}
        return self._if_together() or places_problem(self.places)

    def _if_together(self) -> dict[str, str]:
        if self.kind is not Kind.TOGETHER:
            return {}
        if self.starts is None:
            return {"starts": "Enter when it starts and ends"}
        return {} if self.places is None else {"places": "This is for everybody, so leave the places empty"}


@dataclass(frozen=True, kw_only=True)
class OfferingChange(OfferingDetails):
    offering_id: int = required("Choose what changes")


@dataclass(frozen=True, kw_only=True)
class OfferingOff(Details):
    """Something that will not be on after all."""

    offering_id: int = required("Choose what is withdrawn")
    reason: str = required("Say why, in a sentence: everybody who has a place reads it")


@dataclass(frozen=True, kw_only=True)
class Chosen(Details):
    """What somebody signs up for, or gives up their place in."""

    offering_id: int = required("Choose one of those on offer")


@dataclass(frozen=True, kw_only=True)
class PlaceMoved(Details):
    """From one workshop to another, in one step."""

    from_id: int = required("Choose the one that you give up")
    offering_id: int = required("Choose the one that you would rather go to")


@dataclass(frozen=True, kw_only=True)
class PersonGone(Details):
    """Somebody has left the trust."""

    person_id: int = required("Say who has left")


@dataclass(frozen=True, kw_only=True)
class CheckInDetails(Details):
    via: Way = Way.TAP


@dataclass(frozen=True, kw_only=True)
class ApologyDetails(Details):
    """That somebody cannot come; why is for whoever keeps the register alone."""

    reason: str = private()


@dataclass(frozen=True, kw_only=True)
class RegisterDetails(Details):
    """Who was there, who has sent apologies, who was expected in vain; nothing changes for anybody else."""

    present: tuple[int, ...] = ()
    apologies: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()

    def problems(self) -> dict[str, str]:
        marked = [*self.present, *self.apologies, *self.absent]
        if not marked:
            return {"present": "Mark at least one person"}
        if len(set(marked)) < len(marked):
            return {"present": "Mark everybody once"}
        return {}


def places_problem(places: int | None) -> dict[str, str]:
    """What is wrong with a number of places."""
    if places is not None and not 1 <= places <= MOST_PLACES:
        return {"places": f"Enter a number between 1 and {MOST_PLACES:,}, or leave it empty for no limit"}
    return {}
