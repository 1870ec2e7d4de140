"""What the meetings of the demo are about: their agendas, and what was written on each item."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class ItemTopic:
    """What a member puts on the agenda."""

    by: str
    title: str
    what: str = ""
    minutes: int = 15
    #: of the second part, which members alone read
    second: bool = False


@dataclass(frozen=True, kw_only=True)
class ActionTopic:
    """What somebody will do, due so many weekdays from the demo's own day."""

    owner: str
    title: str
    measure: str
    due: int


@dataclass(frozen=True, kw_only=True)
class NoteTopic:
    """What was said and decided on the item of this title."""

    about: str
    notes: str = ""
    decided: tuple[str, ...] = ()
    actions: tuple[ActionTopic, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingTopic:
    """Everything that is said of one meeting, as far as its story goes."""

    title: str
    place: str = ""
    link: str = ""
    items: tuple[ItemTopic, ...] = ()
    notes: tuple[NoteTopic, ...] = ()
    #: who cannot come, and why
    apologies: dict[str, str] = field(default_factory=dict)
    #: who is missed
    missing: tuple[str, ...] = ()
    came_of: str = ""


@cache
def topics() -> dict[str, MeetingTopic]:
    """Every topic by its key."""
    return {key: _topic(**table) for key, table in told("meetings").items()}


def _topic(
    *, items: list[dict[str, Any]] | None = None, notes: list[dict[str, Any]] | None = None,
    missing: list[str] | None = None, **table: Any
) -> MeetingTopic:  # fmt: skip
    return MeetingTopic(
        items=tuple(ItemTopic(**one) for one in items or ()),
        notes=tuple(_note(**one) for one in notes or ()),
        missing=tuple(missing or ()),
        **table,
    )


def _note(
    *, decided: list[str] | None = None, actions: list[dict[str, Any]] | None = None, **table: Any
) -> NoteTopic:  # fmt: skip
    return NoteTopic(
        decided=tuple(decided or ()), actions=tuple(ActionTopic(**one) for one in actions or ()), **table
    )
