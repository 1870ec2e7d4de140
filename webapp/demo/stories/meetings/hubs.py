"""Meetings of the three hubs: one that is over, one without a host, one that is called off."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import claim_done, verify
from webapp.demo.deeds.meetings.afterwards import approve, look_back, write_minutes
from webapp.demo.deeds.meetings.before import open_agenda, plan, write_items
from webapp.demo.scenes.meetings import MeetingCast
from webapp.demo.stories import Step, Story
from webapp.demo.stories.meetings.paths import met, minuted
from workflows.actions import Impact

HARBOUR_HUBS = (
    Story(
        cast=MeetingCast(topic="east-1", of="east-hub", host="saltmarsh"),
        path=(
            *minuted(),
            Step(15, claim_done("Planned by five of us, and taught in four schools.")),
            Step(4, verify(Impact.EMBEDDED, "I saw it taught at Cliff View.")),
            Step(4, approve),
            Step(5, look_back),
        ),
        ago=48,
    ),
    Story(
        cast=MeetingCast(topic="east-2", of="east-hub", host="gull-rock"),
        path=minuted(),
        ago=30,
    ),
    Story(
        cast=MeetingCast(topic="east-3", of="east-hub", host="cliff-view"),
        path=(*met(), Step(0, does("chair", "approve_last")), Step(0, write_minutes())),
        ago=1,
    ),
    Story(
        cast=MeetingCast(topic="west-1", of="west-hub", host="tidewell"),
        path=minuted(),
        ago=26,
    ),
    Story(
        cast=MeetingCast(topic="west-2", of="west-hub", host="st-brannocs"),
        path=(
            Step(0, plan(ahead=4)),
            Step(1, open_agenda),
            Step(2, write_items),
            Step(3, does("chair", "publish")),
            Step(
                2,
                for_a_reason("host_drops_out", "host_head", "The heating has failed for a week."),
            ),
        ),
        ago=1,
        weekdays=True,
    ),
    Story(
        cast=MeetingCast(topic="west-3", of="west-hub", host="heron-lake"),
        path=(Step(0, plan(ahead=38)),),
        ago=2,
    ),
    Story(
        cast=MeetingCast(topic="bridge-1", of="bridge-hub", host="slipway"),
        path=(
            *minuted(),
            Step(15, claim_done("All of them have come in, and each tutor has theirs.")),
            Step(2, verify(Impact.SOME, "Eleven of fourteen tutors had read them by the first day.")),
            Step(0, approve),
            Step(4, look_back),
        ),
        ago=45,
    ),
    Story(
        cast=MeetingCast(topic="bridge-2", of="bridge-hub", host="breakwater"),
        path=(
            Step(0, plan(ahead=18)),
            Step(5, for_a_reason("call_off", "chair", "Breakwater is being inspected; we wait for them.")),
        ),
        ago=6,
    ),
)
