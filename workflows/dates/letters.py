"""The mails that a step about dates brings; `workflows.news` puts them into the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.dates.model import CalendarEntry


@dataclass(frozen=True)
class Letter:
    """A mail about a date to one person: `kind` names its template."""

    kind: str
    person_id: int
    entry: CalendarEntry | None = None
    #: DTSTAMP of the invitation in it
    stamp: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)
