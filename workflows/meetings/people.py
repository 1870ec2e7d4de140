"""Who belongs to a meeting: its group as it is now, who leads it, who takes the minutes."""

from __future__ import annotations

from typing import Final

from workflows.database import db
from workflows.details import InvalidDetails, PersonChange
from workflows.groups import lead_of, people_of
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.flow import chair, member, note_taker
from workflows.meetings.leading import hand_dates_on
from workflows.meetings.model import Meeting
from workflows.meetings.private import reads_second_part
from workflows.people import (
    Holder,
    Person,
    Post,
    appoint,
    appoint_all,
    colleague,
    end_appointments,
    holders,
    take_over,
)
from workflows.perform import Act
from workflows.visibility import posts_on

PARTS: Final = (chair.name, note_taker.name)
"""Parts in a meeting that somebody can be given for this one meeting."""


def begin_with_group(meeting: Meeting, act: Act) -> tuple[list[Person], Person]:
    """Appoint the members and the chair; whoever plans it leads a meeting of a group without a lead."""
    people = people_of(meeting.group, meeting.on)
    lead = lead_of(meeting.group) or act.actor
    if lead is None:
        raise InvalidDetails({"group_id": "Nobody leads this group. Name somebody first"})
    appoint(lead, chair.name, meeting.id)
    appoint_all(people, member.name, meeting.id)
    db.session.flush()
    return people, lead


def go_on_with_group(meeting: Meeting, act: Act) -> tuple[list[int], Person]:
    """The group as it is now; whoever stands in for the chair, or takes the minutes, still does."""
    follow_group(meeting, act)
    chairs = _holding(meeting, chair.name)
    lead = db.session.get_one(Person, chairs[0].person_id) if chairs else lead_of(meeting.group) or act.actor
    if lead is None:
        raise InvalidDetails({"on": "Nobody leads this group. Name somebody first"})
    appoint(lead, chair.name, meeting.id)
    db.session.flush()
    parts = [one.person_id for part in PARTS for one in _holding(meeting, part)]
    return [*(one.person_id for one in members_of(meeting)), *parts], lead


def follow_group(meeting: Meeting, act: Act) -> None:
    """Whoever has joined the group since is a member of its meeting; whoever has left it is none any more."""
    wanted = {person.id: person for person in people_of(meeting.group, max(meeting.on, act.today))}
    known = {one.person_id for one in members_of(meeting)}
    for person_id in sorted(known - set(wanted)):
        end_appointments(meeting.id, role=member.name, person_id=person_id)
    joining = [person for person_id, person in wanted.items() if person_id not in known]
    appoint_all(joining, member.name, meeting.id)
    db.session.flush()
    _follow_in_diary(meeting, joining={one.id for one in joining}, leaving=known - set(wanted), act=act)


def _follow_in_diary(meeting: Meeting, *, joining: set[int], leaving: set[int], act: Act) -> None:
    entry = meeting.entry
    if entry is None or not entry.is_ahead:
        return
    asked = {one.person_id for one in entry.asked}
    kept = {one.person_id for part in PARTS for one in _holding(meeting, part)} | {entry.organiser_id}
    if new := joining - asked:
        act.diary.ask(entry, sorted(new))
    if gone := (leaving & asked) - kept:
        act.diary.stop_asking(entry, gone)


def members_of(meeting: Meeting) -> list[Holder]:
    """The members of the meeting now, by name."""
    return _holding(meeting, member.name)


def chair_of(meeting: Meeting) -> str:
    """Who leads it; empty where nobody does at present."""
    return next((one.name for one in _holding(meeting, chair.name)), "")


def _holding(meeting: Meeting, role: str) -> list[Holder]:
    post = Post(role, meeting.id)
    return holders([post])[post]


def _keep_among_members(meeting: Meeting, heir: Person, act: Act) -> None:
    """Nobody who does not read the second part lets somebody else in who does not, themselves included."""
    has_second = any(item.is_confidential for item in meeting.items)
    if not has_second or reads_second_part(meeting, act.posts):
        return
    if not reads_second_part(meeting, posts_on(heir.id, meeting)):
        told = "This meeting has a part for members alone: choose one of them, or ask whoever leads it"
        raise InvalidDetails({"joining_id": told})


@Flow.on("change_people")
def change_part(meeting: Meeting, details: PersonChange, act: Act) -> None:
    """Somebody stands in for the chair, or takes the minutes; they are asked to the date as well."""
    if details.role not in PARTS or details.joining_id is None:
        raise InvalidDetails({"role": "Choose who leads the meeting, or who takes its minutes"})
    heir = colleague(details.joining_id, meeting.trust_id, field="joining_id")
    _keep_among_members(meeting, heir, act)
    already = {"joining_id": f"{heir.name} does this already"}
    was = take_over(heir, details.role, meeting.id, already=already)
    act.facts |= {"joined": heir.name, "left": [one.person.name for one in was]}
    act.tell_posts.append(Post(details.role, meeting.id))
    act.begins_anew = details.role == chair.name
    _follow_in_diary(meeting, joining={heir.id}, leaving=set(), act=act)
    if details.role == chair.name and meeting.has_dates:
        hand_dates_on(heir, act.diary)
