"""What differs between a row and what it is to become, as an event keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

Changes = dict[str, list[Any]]
"""Per attribute what was and what is, in plain words and ISO dates."""

LONGEST_NAME = 200


def change(row: object, wanted: Mapping[str, object]) -> Changes:
    """Set the attributes that differ; gives what was and what is."""
    found: Changes = {}
    for name, value in wanted.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            found[name] = [plain(before), plain(value)]
    return found


def plain(value: object) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def too_long(problem_of: str, name: str) -> dict[str, str]:
    """A problem for a name that no list or heading has room for."""
    return {problem_of: f"Shorten this to {LONGEST_NAME} characters"} if len(name) > LONGEST_NAME else {}
