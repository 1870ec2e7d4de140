"""Meetings of subject leader forums: hosts who offer, one that nobody hosts yet, and one that waits."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import begin_action, claim_done, verify
from webapp.demo.deeds.meetings.afterwards import keep_register, look_back, send_minutes, write_minutes
from webapp.demo.deeds.meetings.before import (
    apologise,
    offer_to_host,
    open_agenda,
    plan,
    postpone,
    seek_host,
    takes_minutes,
    write_items,
)
from webapp.demo.scenes.meetings import MeetingCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.meetings.paths import minuted
from workflows.actions import Impact

HARBOUR_FORUMS = (
    Story(
        cast=MeetingCast(topic="reading-1", of="reading-forum", host="millrace"),
        path=(
            *minuted(),
            Step(10, claim_done("One page, with what to do when somebody guesses.")),
            Step(4, verify(Impact.SOME, "Two schools read by it, and one has changed it for Year 4.")),
        ),
        ago=72,
        beside=(Beside(36, look_back),),
    ),
    Story(
        cast=MeetingCast(topic="reading-2", of="reading-forum", host="gull-rock"),
        path=(
            *minuted(approves=True),
            Step(12, claim_done("All five are in the library.")),
            Step(3, verify(Impact.SOME, "Four schools have taught them since.")),
        ),
        ago=29,
    ),
    Story(
        cast=MeetingCast(topic="reading-3", of="reading-forum", host="tidewell"),
        path=(
            Step(0, seek_host(1)),
            Step(3, offer_to_host),
            Step(2, open_agenda),
            Step(2, write_items),
            Step(1, takes_minutes("hannah.clegg")),
            Step(2, does("chair", "publish")),
            Step(2, apologise),
            Step(3, None, meeting=1),
            Step(1, keep_register),
            Step(0, does("chair", "approve_last")),
            Step(0, write_minutes("note_taker")),
            Step(2, send_minutes("chair")),
            Step(1, begin_action()),
        ),
        ago=5,
    ),
    Story(
        cast=MeetingCast(topic="reading-4", of="reading-forum"),
        path=(Step(0, seek_host(ahead=34)),),
        ago=3,
    ),
    Story(
        cast=MeetingCast(topic="maths-1", of="maths-forum", host="lantern-street"),
        path=(
            *minuted(),
            Step(20, for_a_reason("close_now", "chair", "Everybody has read them; we start afresh.")),
        ),
        ago=14,
    ),
    Story(
        cast=MeetingCast(topic="maths-2", of="maths-forum", host="seaward"),
        path=(
            Step(0, plan(ahead=4)),
            Step(1, open_agenda),
            Step(3, write_items),
            Step(4, does("chair", "publish")),
            Step(1, apologise),
        ),
        ago=1,
    ),
    Story(
        cast=MeetingCast(topic="humanities-1", of="humanities-forum", host="lantern-street"),
        path=(
            Step(0, plan(ahead=20)),
            Step(2, write_items),
            Step(4, postpone("Charlotte is on leave; we find a day when she is back.", 13)),
        ),
        ago=10,
    ),
)

FELLSIDE = (
    Story(
        cast=MeetingCast(topic="fell-reading-1", of="fell-reading-forum", host="tarnbeck"),
        path=minuted(),
        ago=12,
    ),
)
