"""What stands on every agenda of a kind of group, and how long it takes."""

from __future__ import annotations

from typing import Final, NamedTuple

from workflows.cases import Case
from workflows.forums import Forum
from workflows.forums.details import ForumKind
from workflows.meetings.model import Standing


class StandingItem(NamedTuple):
    """One item of a template."""

    standing: Standing
    title: str
    minutes: int


_FIRST: Final = (
    StandingItem(Standing.LAST_MINUTES, "Minutes of the last meeting", 5),
    StandingItem(Standing.LAST_ACTIONS, "Actions of the last meeting", 10),
)
OF_HUBS: Final = (
    *_FIRST,
    StandingItem(Standing.ATTENDANCE, "Attendance", 10),
    StandingItem(Standing.FOCUS, "What we work on together", 25),
    StandingItem(Standing.ASKS, "Asks of other schools", 10),
    StandingItem(Standing.NEXT, "Next meeting", 5),
)
OF_SUBJECT_FORUMS: Final = (
    *_FIRST,
    StandingItem(Standing.SHARING, "Sharing practice", 20),
    StandingItem(Standing.MODERATION, "Moderation", 20),
    StandingItem(Standing.RESOURCES, "Resources", 10),
    StandingItem(Standing.ASKS, "Asks of other schools", 10),
    StandingItem(Standing.NEXT, "Next meeting and its host", 5),
)
OF_ROLE_GROUPS: Final = (
    *_FIRST,
    StandingItem(Standing.REPORTS, "What groups that report to us have decided", 10),
    StandingItem(Standing.SHARING, "Sharing practice", 15),
    StandingItem(Standing.ASKS, "Asks of other schools", 10),
    StandingItem(Standing.NEXT, "Next meeting and its host", 5),
)
BRING_THEIR_MATTER: Final = (Standing.LAST_MINUTES, Standing.LAST_ACTIONS, Standing.REPORTS)
"""Nobody has to write what these are about: it comes up by itself."""


def items_for(group: Case) -> tuple[StandingItem, ...]:
    """What stands on every agenda of this group."""
    if not isinstance(group, Forum):
        return OF_HUBS
    return OF_ROLE_GROUPS if group.group_kind is ForumKind.ROLE else OF_SUBJECT_FORUMS
