"""What people of the demo want to see at other schools, what schools offer, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class VisitTopic:
    """Everything that is said of one visit, or of one offer, as far as its story goes."""

    title: str
    focus: tuple[str, ...]
    when: str = ""
    purpose: str = ""
    questions: tuple[str, ...] = ()
    #: of an offer
    can_see: str = ""
    arrive_at: str = "Main office"
    timetable: str = ""
    off_limits: str = "Nothing is. Please take no photographs of children."
    learned: str = ""
    will_try: str = ""
    would_ask: str = ""
    #: for the library
    entry: str = ""
    what: str = ""
    how: str = ""
    tried: str = ""
    next_step: str = ""


@cache
def topics() -> dict[str, VisitTopic]:
    """Every topic by its key."""
    return {key: _topic(table) for key, table in told("visits").items()}


def _topic(table: dict[str, Any]) -> VisitTopic:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return VisitTopic(**values)
