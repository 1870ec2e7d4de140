"""Who may ask for the pages on which minutes are written."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.access import CaseReader
from webapp.reader import Reader
from workflows.cases import Case
from workflows.meetings import Meeting
from workflows.meetings.flow import WRITING
from workflows.meetings.queries import find, holds


@dataclass(frozen=True)
class MinutesWriter(CaseReader):
    """Whoever leads the meeting or takes its minutes; to everybody else the page is not there."""

    def shows(self, case: Case, reader: Reader) -> bool:
        return (
            isinstance(case, Meeting)
            and super().shows(case, reader)
            and holds(case, reader.posts_on(case), WRITING)
        )


minutes_writer = MinutesWriter(Meeting, find=find)
