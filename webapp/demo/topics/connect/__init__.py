"""What people of the demo show each other in connect sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class ConnectTopic:
    """Everything that is said of one session, as far as its story goes."""

    title: str
    what: str
    focus: str
    place: str = ""
    link: str = ""
    came_of: str = ""


@cache
def topics() -> dict[str, ConnectTopic]:
    """Every topic by its key."""
    return {key: ConnectTopic(**table) for key, table in told("connect").items()}
