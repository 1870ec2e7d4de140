"""What has to come with the steps of a meeting. What is for its members alone is in no event: `private`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from workflows.dates.details import Timed, is_web_address
from workflows.details import Details, private, required

LONGEST_ITEM: Final = 240
"""Minutes that one item of an agenda can take."""
NO_ADDRESS: Final = "Enter the whole address of the meeting, beginning with https://"


@dataclass(frozen=True, kw_only=True)
class MeetingTime(Timed):
    """When a meeting is: never all day."""

    def problems(self) -> dict[str, str]:
        if self.starts is None or self.ends is None:
            return {"starts": "Enter when it starts and ends"}
        return Timed.problems(self)


@dataclass(frozen=True, kw_only=True)
class MeetingDetails(MeetingTime):
    """A meeting of a group: when, where, and who hosts it if that is known."""

    group_id: int = required("Choose whose meeting it is")
    title: str = required("Give it a title")
    #: none where a host is sought, or where it is held online or at no school
    host_school_id: int | None = None
    #: the room, or how to find it
    place: str = ""
    #: where it takes place online
    link: str = ""
    #: held online or at no school, as `link` or `place` says: no host is sought
    elsewhere: bool = False

    def problems(self) -> dict[str, str]:
        if self.link and not is_web_address(self.link):
            return {"link": NO_ADDRESS}
        if self.elsewhere and not (self.link or self.place.strip()):
            return {"place": "Say where it is, or enter its online link"}
        return MeetingTime.problems(self)


@dataclass(frozen=True, kw_only=True)
class Hosting(Details):
    """A school that hosts, or is asked to."""

    school_id: int = required("Choose the school that hosts it")
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Room(Details):
    """Where at the host school people meet."""

    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Elsewhere(Details):
    """Online, or at a place that is no school of the trust."""

    place: str = ""
    link: str = ""

    def problems(self) -> dict[str, str]:
        if self.link and not is_web_address(self.link):
            return {"link": NO_ADDRESS}
        if not (self.link or self.place.strip()):
            return {"place": "Say where it is, or enter its online link"}
        return {}


@dataclass(frozen=True, kw_only=True)
class Moving(MeetingTime):
    """Another time for a meeting, and why."""

    reason: str = required("Say why it moves, in a sentence")


# The agenda


@dataclass(frozen=True, kw_only=True)
class ItemDetails(Details):
    """Something to talk about; a new item, or one that changes."""

    title: str = private("Say in a few words what it is about")
    what: str = private()
    minutes: int = 10
    presenter_id: int | None = None
    #: for the second part, which members alone read
    is_confidential: bool = False
    item_id: int | None = None

    def problems(self) -> dict[str, str]:
        if not 1 <= self.minutes <= LONGEST_ITEM:
            return {"minutes": f"Enter how many minutes it needs, between 1 and {LONGEST_ITEM}"}
        return {}


@dataclass(frozen=True, kw_only=True)
class ItemDropped(Details):
    item_id: int = required("Choose an item of the agenda")


@dataclass(frozen=True, kw_only=True)
class ItemMoved(Details):
    """An item goes up one place, or down."""

    item_id: int = required("Choose an item of the agenda")
    up: bool = True


# Minutes


@dataclass(frozen=True, kw_only=True)
class NewAction(Details):
    """What somebody will do, as it is agreed in the meeting; an action once the minutes are sent."""

    title: str = required("Say what is to be done")
    owner_id: int = required("Choose who will do it")
    due_on: date = required("Enter the date by which it is done")
    success_measure: str = required("Say how you will know that it worked")


@dataclass(frozen=True, kw_only=True)
class ItemMinutes(Details):
    """What was said and decided on one item. `seen` is the revision that its writer wrote on top of."""

    item_id: int = required("Choose an item of the agenda")
    notes: str = private()
    #: one a line
    decisions: str = private()
    seen: int = 0
    action: NewAction | None = field(default=None, metadata={"unsaid": True}, repr=False)


@dataclass(frozen=True, kw_only=True)
class ActionDropped(Details):
    action_id: int = required("Choose an action of these minutes")


@dataclass(frozen=True, kw_only=True)
class Correction(Details):
    """Minutes that were sent already are sent again."""

    reason: str = required("Say what is corrected, in a sentence")


@dataclass(frozen=True, kw_only=True)
class Approval(Details):
    """The day on which the members approved the minutes."""

    on: date = required("Enter the day on which they were approved")


@dataclass(frozen=True, kw_only=True)
class ApprovedThere(Approval):
    """The same, in the next meeting."""

    meeting_id: int = required("Name the meeting")
    approved_by: str = required("Say who says so")


@dataclass(frozen=True, kw_only=True)
class ApproveBy(Details):
    """The day of the next meeting, as far as it is known."""

    on: date = required("Name the day")


@dataclass(frozen=True, kw_only=True)
class LookBack(Details):
    """What came of the meeting, in the next half-term."""

    what_came: str = required("Say what has come of what you decided, and what has not")
