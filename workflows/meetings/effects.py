"""What else planning a meeting does: its people, its days and its date in everybody's diary."""

from __future__ import annotations

from workflows.cases import Case
from workflows.database import db
from workflows.dates.details import Span
from workflows.dates.model import Audience, CalendarEntry
from workflows.details import InvalidDetails
from workflows.groups import lead_of, people_of
from workflows.meetings.days import reckon
from workflows.meetings.details import Hosting, MeetingDetails
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.flow import chair, member
from workflows.meetings.model import Meeting
from workflows.people import Person, appoint
from workflows.perform import Act, open_case
from workflows.places import School


def plan(
    group: Case, details: MeetingDetails, actor: Person, *, out_of: Act, form_key: str | None = None
) -> Meeting:  # fmt: skip
    """Plan a meeting of a group out of a step on the group, or on the plan of its year.

    Without a host one is sought. Everybody who belongs to the group is invited. Raises as `open_case` does.
    """
    span = details.span
    meeting = Meeting(
        title=details.title,
        group_id=group.id,
        group=group,
        host_school_id=details.host_school_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        where=details.place,
        link=details.link,
    )
    name = "plan" if details.host_school_id is not None or details.link else "seek_host"
    return open_case(meeting, name, actor, details, form_key=form_key, out_of=out_of)


@Flow.on("plan", "seek_host")
def begin(meeting: Meeting, details: MeetingDetails, act: Act) -> None:
    if details.on <= act.today:
        raise InvalidDetails({"on": "Choose a date in the future"})
    if details.host_school_id is not None:
        _open_school(details.host_school_id)
    reckon(meeting)
    people = people_of(meeting.group, details.on)
    lead = lead_of(meeting.group) or act.actor
    if lead is not None:
        appoint(lead, chair.name, meeting.id)
    for person in people:
        appoint(person, member.name, meeting.id)
    db.session.flush()
    meeting.entry = _enter(meeting, people, lead, act)
    meeting.entry_id = meeting.entry.id


@Flow.on("offer_to_host", "ask_host")
def keep_host(meeting: Meeting, details: Hosting, act: Act) -> None:
    meeting.host_school_id = _open_school(details.school_id).id
    meeting.where = details.place or meeting.where


def _enter(meeting: Meeting, people: list[Person], organiser: Person | None, act: Act) -> CalendarEntry:
    return act.diary.add(
        Span(meeting.starts_at, meeting.ends_at),
        title=meeting.title,
        asked=[person.id for person in people],
        place=meeting.where,
        link=meeting.link,
        audience=Audience.STAFF,
        organiser=organiser,
    )


def _open_school(school_id: int) -> School:
    school = db.session.get(School, school_id)
    if school is None or not school.is_open:
        raise InvalidDetails({"school_id": "Choose a school of the trust that is open"})
    return school
