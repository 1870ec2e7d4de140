"""Words for what happened on a case: the timeline's titles and notes, from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from webapp.components import LONDON, Days, days
from workflows.clock import today
from workflows.machine import Workflow

in_words = Days(today, lambda: LONDON)


class Happening(Protocol):
    """An event, as far as telling of it needs."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def acting_as(self) -> str: ...
    @property
    def details(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Told:
    """An entry of the timeline."""

    title: str
    by: str
    at: datetime
    note: str = ""


Words = tuple[str, str]
Teller = Callable[[dict[str, Any]], Words]
"""Makes title and note of an event's details; an empty title stands for the workflow's own words."""


def tell(happening: Happening, flow: type[Workflow], tellers: dict[str, Teller]) -> Told:
    """One event in words; details that nobody has words for are left out."""
    title, note = tellers.get(happening.kind, _reason)(happening.details)
    known = flow.transitions.get(happening.kind)
    usual = known.done if known else happening.kind.replace("_", " ").capitalize()
    return Told(title or usual, _by(happening), happening.at, note)


def tell_all(
    history: Iterable[Happening], flow: type[Workflow], tellers: dict[str, Teller], *, once: frozenset[str]
) -> list[Told]:
    """The timeline, newest first; of the same thing done several times in a row (`once`) only the last."""
    told: list[Told] = []
    last: tuple[str, str] | None = None
    for one in history:
        if one.kind not in once or last != (one.kind, one.by):
            told.append(tell(one, flow, tellers))
        last = (one.kind, one.by)
    return told


def _by(happening: Happening) -> str:
    return ", ".join(part for part in (happening.by, happening.acting_as) if part)


def _reason(details: dict[str, Any]) -> tuple[str, str]:
    return "", text_of(details, "reason")


def text_of(details: dict[str, Any], name: str) -> str:
    """A detail as text; empty where it is missing or was erased."""
    value = details.get(name)
    return value if isinstance(value, str) else ""


def day_of(details: dict[str, Any], name: str) -> str:
    """A date among the details as "Friday 27 November"; empty where there is none."""
    try:
        return in_words.day(date.fromisoformat(text_of(details, name)))
    except ValueError:
        return ""


def days_of(details: dict[str, Any], name: str = "days") -> str:
    """A number of days among the details as "2½ days"; empty where there is none."""
    value = details.get(name)
    return days(value) if isinstance(value, int | float) else ""


def paragraphs(*texts: str) -> str:
    """Those texts that say something, as paragraphs."""
    return "\n\n".join(text.strip() for text in texts if text and text.strip())


def listed(names: Iterable[str]) -> str:
    """ "Ann, Bo and Cy": plain text, to be escaped where it is shown."""
    parts = list(names)
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
