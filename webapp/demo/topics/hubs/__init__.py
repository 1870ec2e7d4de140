"""What the hubs of the demo work on, and what their schools make of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class HubTopic:
    """Everything that is said of one hub, as far as its story goes."""

    #: of a hub that is formed in the story
    name: str = ""
    purpose: str
    helped: str = ""
    changes: str = ""


@cache
def topics() -> dict[str, HubTopic]:
    """Every topic by its key."""
    return {key: HubTopic(**table) for key, table in told("hubs").items()}
