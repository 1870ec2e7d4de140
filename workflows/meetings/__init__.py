"""Meetings of hubs, forums and role groups: a host, an agenda, minutes, and what came of them."""

from workflows.meetings import effects as effects
from workflows.meetings import leading as leading
from workflows.meetings.flow import MeetingFlow as MeetingFlow
from workflows.meetings.model import Meeting as Meeting
