"""When a meeting is and where: a new one, one that moves, and the school that hosts it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from forms.dates.when import LONGEST_LINK, LONGEST_PLACE, PlacedForm, TimedForm, Wanted, span_of, times_of
from forms.fields import LongTextField, RadiosField, SelectField, TextField, TimeField, choice
from forms.steps import StepForm
from workflows.clock import day_in_words
from workflows.details import Details
from workflows.groups import people_of
from workflows.meetings import Meeting
from workflows.meetings.details import Elsewhere, Hosting, MeetingDetails, Moving, Room
from workflows.meetings.hosting import can_host, in_turn, last_hosted, schools_of_members
from workflows.people import posts_of
from workflows.school_calendar import calendars

SEEK: Final = "seek"
SCHOOL: Final = "school"
ELSEWHERE: Final = "elsewhere"
_ROOM: Final = "Such as “The library, first floor”"
_NO_TIME: Final = "Enter when it starts"
_NO_END: Final = "Enter when it ends"


class MeetingTimeForm(TimedForm):
    """A time that is looked at with everybody in the group and all its schools in mind."""

    case: Meeting

    starts = TimeField("From", required=_NO_TIME, hint="Such as 3:45pm")
    ends = TimeField("Until", required=_NO_END, hint="Such as 17:15")

    def schools(self) -> Collection[int]:
        """All schools of the group: one that is closed is named before the date is saved."""
        return [school.id for school in schools_of_members(self.case)]

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        if span is None:
            return None
        people = frozenset(one.id for one in people_of(self.case.group, self.on.data))
        entry = self.case.entry
        return Wanted(span, people, but=entry.id if entry and entry.is_ahead else None)


class NewMeetingForm(MeetingTimeForm, PlacedForm):
    """A new meeting of a group."""

    makes = MeetingDetails

    first = ("title", "on", "starts", "ends", "hosted", "host_school_id", "place", "link")

    title = TextField("Title", required="Give it a title", max_length=120)
    hosted = RadiosField(
        "Where is it?",
        choices=[
            choice(SEEK, "A host is looked for", "Schools can offer; else the next in turn is asked"),
            choice(SCHOOL, "At one of our schools", "Choose it below"),
            choice(ELSEWHERE, "Online or elsewhere", "Enter the place or the link below"),
        ],
        required="Choose where it is",
    )
    host_school_id = SelectField("School", coerce=int, blank="None")
    place = TextField("Room or place", max_length=LONGEST_PLACE, hint=_ROOM)
    link = TextField("Online link", max_length=LONGEST_LINK, hint="If people join from elsewhere")

    def filled_in(self) -> dict[str, Any]:
        return {"title": self.case.title, "hosted": SEEK}

    def offer_choices(self) -> None:
        self.host_school_id.choices = [choice(one.id, one.name) for one in schools_of_members(self.case)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A school where one is to host, and none where not."""
        is_sound = super().validate(extra_validators)
        if self.hosted.data == SCHOOL and self.host_school_id.data is None:
            self.add_problem("host_school_id", "Choose the school that hosts it")
            return False
        return bool(is_sound)

    def details(self) -> Details:
        at_school = self.hosted.data == SCHOOL
        return MeetingDetails(
            **self.timed(),
            group_id=self.case.group_id,
            title=self.title.data or "",
            host_school_id=self.host_school_id.data if at_school else None,
            place="" if self.hosted.data == SEEK else self.place.data or "",
            link="" if self.hosted.data == SEEK else self.link.data or "",
            elsewhere=self.hosted.data == ELSEWHERE,
        )


class MoveForm(MeetingTimeForm):
    """Another time, and why."""

    makes = Moving

    reason = LongTextField(
        "Why does it move?", required="Say why it moves, in a sentence", max_length=1000, rows=3
    )

    def filled_in(self) -> dict[str, Any]:
        entry = self.case.entry
        return times_of(entry) if entry else {}

    def details(self) -> Details:
        return Moving(**self.timed(), reason=self.reason.data or "")


class HostingForm(StepForm):
    """A school that can host it, by somebody who leads it."""

    makes = Hosting
    case: Meeting

    school_id = SelectField("Which school?", coerce=int, required="Choose the school that hosts it")
    place = TextField("In which room, or where do people arrive?", max_length=LONGEST_PLACE, hint=_ROOM)

    def filled_in(self) -> dict[str, Any]:
        own = can_host(self.case, posts_of(self.reader_id))
        return {"school_id": own[0].id if len(own) == 1 else None}

    def offer_choices(self) -> None:
        own = can_host(self.case, posts_of(self.reader_id))
        self.school_id.choices = [choice(one.id, one.name) for one in own]


class AskHostForm(StepForm):
    """A school that is asked; whoever hosted least recently stands first."""

    makes = Hosting
    case: Meeting

    school_id = SelectField("Which school?", coerce=int, required="Choose the school that is asked")

    def filled_in(self) -> dict[str, Any]:
        return {"school_id": self.asked.get("school")}

    def offer_choices(self) -> None:
        last = last_hosted(self.case)
        self.school_id.choices = [
            choice(
                one.id,
                f"{one.name}, last hosted on {day_in_words(last[one.id])}"
                if one.id in last
                else f"{one.name}, has not hosted yet",
            )
            for one in in_turn(self.case, calendars(self.case.trust))
        ]


class RoomForm(StepForm):
    """Where at the host school."""

    makes = Room
    case: Meeting

    place = TextField("In which room, or where do people arrive?", max_length=LONGEST_PLACE, hint=_ROOM)

    def filled_in(self) -> dict[str, Any]:
        return {"place": self.case.where}


class ElsewhereForm(StepForm):
    """Online, or at another place."""

    makes = Elsewhere
    case: Meeting

    link = TextField(
        "Online link", max_length=LONGEST_LINK, hint="The whole address, beginning with https://"
    )
    place = TextField("Or a place", max_length=LONGEST_PLACE)

    def filled_in(self) -> dict[str, Any]:
        return {"link": self.case.link}
