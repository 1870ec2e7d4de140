"""Meetings of the heads, and of the SENCO group whose decisions come up there."""

from __future__ import annotations

from webapp.demo.deeds.beside import claim_done, verify
from webapp.demo.deeds.meetings.afterwards import correct, look_back
from webapp.demo.deeds.meetings.before import (
    ask_host,
    open_agenda,
    plan,
    seek_host,
    write_items,
)
from webapp.demo.scenes.meetings import MeetingCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.meetings.paths import minuted
from workflows.actions import Impact

HARBOUR_HEADS = (
    Story(
        cast=MeetingCast(topic="heads-1", of="heads-meeting", host="gull-rock"),
        path=(
            *minuted(),
            Step(15, claim_done("Every office has the words, and most have them by the telephone.")),
            Step(3, verify(Impact.EMBEDDED, "I rang six offices, and heard them.")),
        ),
        ago=95,
        beside=(Beside(54, look_back),),
    ),
    Story(
        cast=MeetingCast(topic="senco-1", of="senco-group", host="heron-lake"),
        path=(
            *minuted(),
            Step(8, claim_done("It is there, with a plan from Reception and one from Year 5.")),
            Step(2, verify(Impact.SOME, "Five schools have taken it home.")),
        ),
        ago=57,
    ),
    Story(
        cast=MeetingCast(topic="heads-2", of="heads-meeting", host="saltmarsh"),
        path=minuted(approves=True),
        ago=62,
    ),
    Story(
        cast=MeetingCast(topic="heads-autumn", of="heads-meeting", host="heron-lake"),
        path=minuted(approves=True),
        ago=33,
    ),
    Story(
        cast=MeetingCast(topic="senco-2", of="senco-group", host="cliff-view"),
        path=minuted(approves=True),
        ago=19,
    ),
    Story(
        cast=MeetingCast(topic="heads-3", of="heads-meeting", host="lantern-street"),
        path=(
            *minuted(approves=True),
            Step(
                2,
                correct(
                    "Actions of the last meeting",
                    "The one-page plan has been shown in ten staff rooms; two are to come.",
                    "Millrace has seen it too.",
                ),
            ),
        ),
        ago=9,
    ),
    Story(
        cast=MeetingCast(topic="heads-4", of="heads-meeting", host="seaward"),
        path=(
            Step(0, plan(ahead=13)),
            Step(1, open_agenda),
            Step(1, write_items),
        ),
        ago=1,
    ),
    Story(
        cast=MeetingCast(topic="senco-3", of="senco-group", host="slipway"),
        path=(Step(0, seek_host(ahead=32)), Step(2, write_items), Step(3, ask_host)),
        ago=1,
    ),
)
