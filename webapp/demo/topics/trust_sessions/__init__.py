"""What the trust-wide sessions of the demo are about, from proposals to what was learned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True, kw_only=True)
class ProposedTopic:
    """A focus that a head proposes: an area of the trust, or their own words."""

    by: str
    why: str
    area: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        return self.area or self.title


@dataclass(frozen=True, kw_only=True)
class PartTopic:
    """A part of the day: a workshop with places, or something for everybody."""

    title: str
    starts: str
    ends: str
    what: str = ""
    room: str = ""
    leaders: tuple[str, ...] = ()
    #: none for what everybody comes to
    places: int | None = None
    together: bool = False
    #: in the order in which they sign up
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StallTopic:
    """A stall of quick wins."""

    by: str
    title: str
    what: str
    for_whom: str


@dataclass(frozen=True, kw_only=True)
class SessionTopic:
    """Everything that is said of one session, as far as its story goes."""

    place: str
    foci: int = 1
    #: an area that is named where there is no vote, and why there is none
    area: str = ""
    reason: str = ""
    proposed: tuple[ProposedTopic, ...] = ()
    #: by each head, the names of what they vote for; none where they abstain
    votes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: of those that are tied, and why
    settled: str = ""
    because: str = ""
    wanted: str = ""
    parts: tuple[PartTopic, ...] = ()
    stalls: tuple[StallTopic, ...] = ()
    #: beside those who have signed up
    came: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    learned: str = ""
    next_time: str = ""
    changed: str = ""


@cache
def topics() -> dict[str, SessionTopic]:
    """Every topic by its key."""
    return {key: _topic(**table) for key, table in told("trust_sessions").items()}


def _topic(
    *, proposed: list[dict[str, str]] | None = None, votes: dict[str, list[str]] | None = None,
    parts: list[dict[str, Any]] | None = None, stalls: list[dict[str, str]] | None = None, **table: Any,
) -> SessionTopic:  # fmt: skip
    return SessionTopic(
        proposed=tuple(ProposedTopic(**one) for one in proposed or ()),
        votes=tuple((head, tuple(names)) for head, names in (votes or {}).items()),
        parts=tuple(_part(**one) for one in parts or ()),
        stalls=tuple(StallTopic(**one) for one in stalls or ()),
        **_frozen(table),
    )


def _part(**table: Any) -> PartTopic:
    return PartTopic(**_frozen(table))


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
