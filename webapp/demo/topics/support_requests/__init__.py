"""What the requests of the demo are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True)
class VisitText:
    """One visit: what it was for, what happened on it, what came next."""

    purpose: str
    happened: str
    next_steps: str


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Everything that is said about one request, as far as its story goes."""

    title: str
    focus: str
    need: str
    difference: str
    evidence: str
    plan: str = ""
    frequency: str = "One day a fortnight"
    measures: tuple[str, ...] = ()
    exit: str = ""
    visits: tuple[VisitText, ...] = ()
    midpoint: str = ""
    changes: str = ""
    #: evidence for each success measure
    outcomes: tuple[str, ...] = ()
    view: str = ""
    learned: str = ""
    #: after six weeks, and next term
    later: tuple[str, ...] = ()
    summary: str = ""


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its key."""
    return {key: _topic(table) for key, table in told("support_requests").items()}


def _topic(table: dict[str, Any]) -> Topic:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    values["visits"] = tuple(VisitText(*visit) for visit in table.get("visits", ()))
    return Topic(**values)
