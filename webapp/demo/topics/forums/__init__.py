"""What the forums and role groups of the demo are for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class ForumTopic:
    """What is said of one forum."""

    name: str
    purpose: str
    #: "subject" or "role"
    kind: str = "subject"
    focus: str = ""


@cache
def topics() -> dict[str, ForumTopic]:
    """Every topic by its key."""
    return {key: ForumTopic(**table) for key, table in told("forums").items()}
