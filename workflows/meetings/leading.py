"""What becomes of a group's meetings when somebody else leads it, and when it closes.

Hubs and forums know nothing of meetings: these are effects of their steps, in the same commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from workflows.cases import Case
from workflows.database import db
from workflows.dates.diary import Diary
from workflows.details import PersonChange, Reason
from workflows.forums import ForumFlow
from workflows.groups import lead_of
from workflows.hubs import HubFlow
from workflows.machine import States
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.flow import chair
from workflows.meetings.model import Meeting
from workflows.people import Person, take_over
from workflows.perform import Act, perform

TO_COME = Flow.ahead | Flow.postponed
NOT_YET_APPROVED = TO_COME | Flow.held | Flow.minutes_drafted


@HubFlow.on("change_coordinator")
@ForumFlow.on("change_chair")
def hand_meetings_on(group: Case, _: PersonChange, act: Act) -> None:
    """Whoever leads the group from now on chairs its meetings, those too whose minutes are not approved."""
    heir = lead_of(group)
    if heir is None:
        return
    meetings = list(_meetings_in(group, NOT_YET_APPROVED))
    for meeting in meetings:
        perform(meeting, "change_lead", None, PersonChange(role=chair.name, joining_id=heir.id))
    act.facts["meetings"] = len(meetings)


@HubFlow.on("close")
@ForumFlow.on("close", "decline", "withdraw")
def call_meetings_off(group: Case, details: Reason, act: Act) -> None:
    """No meeting of a group that is closed takes place; its dates leave all diaries."""
    for meeting in _meetings_in(group, TO_COME):
        perform(meeting, "group_closes", None, details)


@Flow.on("change_lead")
def change_lead(meeting: Meeting, details: PersonChange, act: Act) -> None:
    heir = db.session.get_one(Person, details.joining_id)
    was = take_over(heir, chair.name, meeting.id)
    act.facts |= {"left": [one.person.name for one in was], "joined": heir.name}
    if meeting.has_dates:
        hand_dates_on(heir, act.diary)


def hand_dates_on(heir: Person, diary: Diary) -> None:
    """Somebody else arranges the dates ahead; whoever did so far stays asked, unless they have left."""
    former = set()
    for entry in diary.ahead():
        was, entry.organiser_id = entry.organiser_id, heir.id
        diary.ask(entry, [heir.id])
        if was == heir.id:
            continue
        former.add(was)
        if db.session.get_one(Person, was).left_on is not None:
            diary.stop_asking(entry, {was})
    db.session.flush()
    for person_id in sorted(former):
        diary.pass_on(person_id, heir)


def _meetings_in(group: Case, states: States) -> Iterable[Meeting]:
    names = [state.name for state in states.members]
    found: Any = select(Meeting).where(Meeting.group_id == group.id, Meeting.state.in_(names))
    return db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id)).all()
