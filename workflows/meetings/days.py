"""The days that hang on a meeting's own, in working days of the central team: all schools meet there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from workflows.meetings.model import Meeting
from workflows.school_calendar import CENTRAL

HOST_BY: Final = 20
"""Working days before, by which somebody hosts it; then the school that hosted least recently is asked."""
AGENDA_OPENS: Final = 15
PUBLISH_BY: Final = 5
APPROVE_AT_THE_LATEST: Final = timedelta(days=120)
"""Where no next meeting is planned."""


def reckon(meeting: Meeting) -> None:
    """Set what hangs on the day; whatever would lie in the past is due when it is opened."""
    meeting.host_by = CENTRAL.add_working_days(meeting.on, -HOST_BY)
    meeting.agenda_opens_on = CENTRAL.add_working_days(meeting.on, -AGENDA_OPENS)
    meeting.publish_by = CENTRAL.add_working_days(meeting.on, -PUBLISH_BY)
    meeting.approve_by = meeting.on + APPROVE_AT_THE_LATEST
