"""What the form of a new meeting begins with: the groups whose meetings somebody plans, and a blank one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm.attributes import set_committed_value

from workflows.cases import Case
from workflows.clock import now
from workflows.meetings.model import Meeting


def blank(group: Case) -> Meeting:
    """A meeting of the group that is not planned yet: for a form, and never stored."""
    moment = now() + timedelta(days=1)
    made = Meeting(
        version=0,
        trust_id=group.trust_id,
        title=group.title,
        group_id=group.id,
        starts_at=moment,
        ends_at=moment + timedelta(hours=1),
    )
    # Set as if they had been read: assigned, they would take it into the session.
    set_committed_value(made, "group", group)
    set_committed_value(made, "trust", group.trust)
    set_committed_value(made, "entry", None)
    return made
