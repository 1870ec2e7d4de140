"""What mentors and mentees of the demo hope for, agree and write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True)
class ReviewText:
    """One look back: what goes well, and what is to change."""

    going_well: str
    to_change: str


@dataclass(frozen=True, kw_only=True)
class PairingTopic:
    """Everything that is said in one pairing, as far as its story goes."""

    focus: tuple[str, ...]
    hopes: str
    #: what the coordinator writes to the two
    note: str = ""
    confidentiality: str = ""
    goals: tuple[str, ...] = ()
    #: what was written of each session that took place, by the fields of the log
    sessions: tuple[dict[str, str], ...] = ()
    reviews: tuple[ReviewText, ...] = ()
    #: the mentor's own
    reflections: tuple[str, ...] = ()
    gained: str = ""


@cache
def topics() -> dict[str, PairingTopic]:
    """Every topic by its key."""
    return {key: _topic(table) for key, table in told("pairings").items()}


def _topic(table: dict[str, Any]) -> PairingTopic:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    values["reviews"] = tuple(ReviewText(**review) for review in table.get("reviews", ()))
    return PairingTopic(**values)
