"""Meetings of hubs, forums and role groups: a host, an agenda, minutes, and what came of them."""

from workflows.meetings import agenda as agenda
from workflows.meetings import effects as effects
from workflows.meetings import hosting as hosting
from workflows.meetings import leading as leading
from workflows.meetings import minutes as minutes
from workflows.meetings import people as people
from workflows.meetings import sequel as sequel
from workflows.meetings.flow import MeetingFlow as MeetingFlow
from workflows.meetings.model import Meeting as Meeting
