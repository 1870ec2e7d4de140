"""Meetings of hubs and forums that are there already, for tests of the groups."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import cast

from tests.meetings import a_school_day
from tests.world import World
from workflows.cases import Case
from workflows.clock import today
from workflows.meetings import Meeting
from workflows.meetings.details import MeetingDetails
from workflows.meetings.effects import plan
from workflows.perform import Act


def planned(group: Case, world: World, *, on: date | None = None) -> Meeting:
    """A meeting of the group at Saltmarsh, in five weeks or so or on a day; in the caller's transaction."""
    day = on or a_school_day(today() + timedelta(weeks=5))
    details = MeetingDetails(
        group_id=group.id,
        title=f"{group.title}: meeting",
        host_school_id=world.schools["saltmarsh"],
        on=day,
        starts=time(15, 30),
        ends=time(17),
        place="The hall",
    )
    # Whoever opens it out of a step has been checked there: the act itself is not asked.
    return plan(group, details, world.person("lena"), out_of=cast(Act, object()))
