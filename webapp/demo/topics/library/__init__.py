"""What people of the demo share in the library: made up for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class EntryTopic:
    """Everything that is said of one entry."""

    title: str
    focus: tuple[str, ...]
    what: str
    how: str = ""
    #: the words after a change, and why they changed
    later: str = ""
    why: str = ""


@cache
def topics() -> dict[str, EntryTopic]:
    """Every topic by its key."""
    return {key: _topic(table) for key, table in told("library").items()}


def _topic(table: dict[str, Any]) -> EntryTopic:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return EntryTopic(**values)
