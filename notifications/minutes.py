"""Minutes in the mail that tells of them: the open part alone, as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select, tuple_

from notifications.setup import AnyRow
from workflows.database import db
from workflows.meetings import MeetingFlow
from workflows.meetings.model import MinutesVersion
from workflows.meetings.queries import says_anything

KINDS: Final = tuple(
    f"{MeetingFlow.slug}/{step.name}" for step in (MeetingFlow.send_minutes, MeetingFlow.correct_minutes)
)


class MinutesAround:
    """The minutes that a batch of messages tells of, each read once."""

    def __init__(self, rows: Sequence[AnyRow]) -> None:
        wanted = {key for row in rows if (key := _key(row))}
        versions: list[MinutesVersion] = []
        if wanted:
            named = tuple_(MinutesVersion.meeting_id, MinutesVersion.number).in_(sorted(wanted))
            versions = list(db.session.scalars(select(MinutesVersion).where(named)))
        self.found = {(one.meeting_id, one.number): one for one in versions}

    def of(self, row: AnyRow) -> dict[str, Any] | None:
        """What the minutes say that this message tells of; none where it tells of none."""
        version = self.found.get(_key(row) or (0, 0))
        if version is None:
            return None
        return {
            "items": [one for one in version.said["items"] if says_anything(one)],
            "present": [name for name, _ in version.said["present"]],
            "has_second": version.sealed is not None,
        }


def _key(row: AnyRow) -> tuple[int, int] | None:
    number = row.details.get("version") if row.kind in KINDS and row.details else None
    return (row.case_id, number) if isinstance(number, int) and row.case_id else None
