"""Meetings of hubs, forums and role groups: those that were, and those to come."""

from webapp.demo.stories.meetings.forums import FELLSIDE as FELLSIDE
from webapp.demo.stories.meetings.forums import HARBOUR_FORUMS
from webapp.demo.stories.meetings.heads import HARBOUR_HEADS
from webapp.demo.stories.meetings.hubs import HARBOUR_HUBS

HARBOUR = (*HARBOUR_HEADS, *HARBOUR_FORUMS, *HARBOUR_HUBS)
