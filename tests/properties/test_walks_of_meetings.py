"""Walks through meetings: whoever tries what, every promise holds, and no school is asked to host twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.meetings import AFTERWARDS, BOOK, a_forum, a_meeting
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import LONDON, clock_at
from workflows.database import db
from workflows.forums import Forum
from workflows.meetings import Meeting, MeetingFlow
from workflows.meetings.model import HostAsking, MinutesVersion


@walk
def test_a_meeting_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    meeting = begun_meeting(walker)
    along = walker.data.draw(st.integers(0, len(BOOK) + len(AFTERWARDS)), label="by the book")
    walker.follow(meeting, BOOK[:along])
    if along > len(BOOK):
        wait_for_its_day(walker, meeting)
        walker.follow(meeting, AFTERWARDS[: along - len(BOOK)])
    for _ in range(STEPS):
        walker.step(meeting)
        check_meeting(meeting)
    check_promises(walker)


def begun_meeting(walker: Walker, **changes: Any) -> Meeting:
    """A forum looks for a host of its next meeting."""
    with clock_at(walker.moment):
        number = db.session.scalar(select(func.count()).select_from(Forum))
        forum = a_forum(walker.world, name=f"English forum {number}")
        meeting = a_meeting(walker.world, forum=forum, **changes)
        db.session.commit()
    return meeting


def wait_for_its_day(walker: Walker, meeting: Meeting) -> None:
    """The evening before: the next step of the walk is a day later."""
    walker.moment = datetime.combine(meeting.on, time(18), LONDON) - timedelta(days=1)


def check_meeting(meeting: Meeting) -> None:
    """A host is asked once; a meeting that stands has its date; minutes that were sent stay."""
    if meeting.state in {state.name for state in MeetingFlow.ahead.members}:
        assert meeting.entry
        assert meeting.entry.cancelled_at is None
        assert meeting.entry.starts_at == meeting.starts_at
    if meeting.state in ("postponed", "called_off") and meeting.met_at is None:
        assert meeting.entry_id is None
    if meeting.state == "host_asked":
        assert meeting.host_school_id
    if meeting.state in ("host_sought", "host_lost"):
        assert meeting.host_school_id is None
    asked = select(func.count()).where(HostAsking.meeting_id == meeting.id)
    assert (db.session.scalar(asked) or 0) <= 3
    sent = db.session.scalar(select(func.count()).where(MinutesVersion.meeting_id == meeting.id))
    assert bool(sent) == (meeting.state in ("minutes_drafted", "approved", "closed"))
    assert (meeting.approved_on is None) == (meeting.look_back_on is None)


def test_the_book_of_meetings_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    meeting = begun_meeting(walker)
    seen = {meeting.state}
    for step in BOOK:
        seen |= walker.follow(meeting, [step])
    wait_for_its_day(walker, meeting)
    for step in AFTERWARDS:
        seen |= walker.follow(meeting, [step])
    assert seen == set(MeetingFlow.states) - {"called_off"}
    check_promises(walker)
