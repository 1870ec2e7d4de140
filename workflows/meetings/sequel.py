"""What a meeting has to do with those before and after it: met, approved at the next, looked back at."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from workflows.actions import ActionDetails, agree
from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails, Reason
from workflows.errors import NotYet
from workflows.feedback import ask_afterwards, forget, takes_feedback
from workflows.forums import Forum
from workflows.forums.effects import has_met
from workflows.meetings.days import APPROVE_AT_THE_LATEST, look_back_on
from workflows.meetings.details import Approval, ApproveBy, ApprovedThere, LookBack
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.model import Meeting
from workflows.perform import Act, perform
from workflows.sign_ups.gathering import who_was_there

_AHEAD = [state.name for state in Flow.ahead.members]
_TOOK_PLACE = [state.name for state in (*Flow.afterwards.members, Flow.closed)]


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the group before this one that took place."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.state.in_(_TOOK_PLACE),
            Meeting.starts_at < meeting.starts_at,
            Meeting.id != meeting.id,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
    ).first()


def meeting_after(meeting: Meeting, *, but: int = 0) -> Meeting | None:
    """The next meeting of the group after this one that has not been called off."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.state.in_([*_AHEAD, *_TOOK_PLACE]),
            Meeting.starts_at > meeting.starts_at,
            Meeting.id.not_in([meeting.id, but]),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    ).first()


def tell_the_last(meeting: Meeting, *, is_off: bool = False) -> None:
    """The minutes of the last meeting are approved at the next: that is known now, has moved, or is off."""
    db.session.flush()
    waiting = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.id != meeting.id,
            Meeting.state == Flow.minutes_drafted.name,
        )
        .order_by(Meeting.id)
    ).all()
    for last in waiting:
        day = approve_by(last, but=meeting.id)
        if not is_off and last.on < meeting.on:
            following = meeting_after(last, but=meeting.id)
            day = min(day, meeting.on) if following else meeting.on
        if day != last.approve_by:
            perform(last, Flow.next_meeting_known.name, None, ApproveBy(on=day))


def approve_by(meeting: Meeting, *, but: int = 0) -> date:
    """The next meeting's day, or some months on where none is planned."""
    following = meeting_after(meeting, but=but)
    return following.on if following else meeting.on + APPROVE_AT_THE_LATEST


@Flow.on("next_meeting_known")
def wait_for_next(meeting: Meeting, details: ApproveBy, act: Act) -> None:
    meeting.approve_by = max(act.today, details.on)


@Flow.on("say_held", "send_minutes")
def tell_the_group(meeting: Meeting, _: None, act: Act) -> None:
    """Its group has met: said once, by whoever says that it took place or sends the minutes."""
    if meeting.met_at is not None:
        return
    meeting.met_at = act.at
    if isinstance(meeting.group, Forum):
        has_met(meeting.group, meeting.on)


takes_feedback(Flow)(who_was_there)


@Flow.on("day_passed", "say_held", "send_minutes")
def ask_how_it_was(meeting: Meeting, _: None, act: Act) -> None:
    ask_afterwards(act, meeting.on)


@Flow.on("did_not_meet")
def ask_nobody(meeting: Meeting, _: Reason, __: Act) -> None:
    forget(meeting.id)


@Flow.on("send_minutes")
def wait_for_approval(meeting: Meeting, _: None, act: Act) -> None:
    meeting.approve_by = max(act.today, approve_by(meeting))


# Approved at the next


@Flow.guard("approve_last")
def something_waits(meeting: Meeting, _: object) -> None:
    last = meeting_before(meeting)
    if last is None or last.state != Flow.minutes_drafted.name:
        raise NotYet("No minutes of a last meeting wait to be approved.")
    if meeting.on > today():
        raise NotYet("Minutes are approved in the meeting.")


@Flow.on("approve_last")
def approve_last(meeting: Meeting, _: None, act: Act) -> None:
    """One press in the meeting: the minutes of the one before are approved, on this day."""
    last = meeting_before(meeting)
    if last is not None and act.actor is not None:
        there = ApprovedThere(on=meeting.on, meeting_id=meeting.id, approved_by=act.actor.name)
        perform(last, Flow.approved_at_next.name, None, there)
        act.facts["title"] = last.title


@Flow.on("approve", "approved_at_next")
def keep_approval(meeting: Meeting, details: Approval, act: Act) -> None:
    if not meeting.on <= details.on <= act.today:
        raise InvalidDetails({"on": "Enter a day between the meeting and today"})
    meeting.approved_on = details.on
    if isinstance(details, ApprovedThere):
        meeting.approved_at_id = _later(meeting, details.meeting_id).id
    meeting.look_back_on = look_back_on(act.today, act.calendars)


def _later(meeting: Meeting, other_id: int) -> Meeting:
    """A later meeting of the same group. Raises InvalidDetails."""
    found = db.session.get(Meeting, other_id)
    if found is None or found.group_id != meeting.group_id or found.starts_at <= meeting.starts_at:
        raise InvalidDetails({"meeting_id": "Minutes are approved at a later meeting of the group"})
    return found


@Flow.on("look_back")
def keep_look_back(meeting: Meeting, details: LookBack, _: Act) -> None:
    meeting.what_came = details.what_came


@Flow.on("ask_for_action")
def open_action(_: Meeting, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}
