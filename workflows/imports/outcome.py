"""What an import would do or did, row by row and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

MOST_SHOWN: Final = 200
"""Rows of one fate that an outcome keeps for a page; of bad ones it keeps all."""


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, in words: what it is called, what it was and what it becomes."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row."""

    row: int
    fate: Fate
    #: what the row is about, as far as it can be told: "123456 Saltmarsh Primary"
    about: str
    changes: tuple[Change, ...] = ()
    #: why it is bad or left out
    reasons: tuple[str, ...] = ()
    #: what does not stand in its way
    warnings: tuple[str, ...] = ()
    #: for whoever writes it: see the import's own module
    work: Any = None


@dataclass
class Outcome:
    """All of it, counted; with the rows worth showing."""

    counts: Counter[Fate] = field(default_factory=Counter)
    shown: dict[Fate, list[Line]] = field(default_factory=lambda: {fate: [] for fate in Fate})
    warned: list[Line] = field(default_factory=list)
    warning_count: int = 0
    #: about the file as a whole
    notes: list[str] = field(default_factory=list)
    #: what the import's own event will keep
    facts: dict[str, Any] = field(default_factory=dict)
    _print: Any = field(default_factory=sha256, repr=False)

    @property
    def bad(self) -> list[Line]:
        """Every row that cannot be imported."""
        return self.shown[Fate.BAD]

    @property
    def writes(self) -> int:
        """How many rows would change something."""
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.counts.total()

    @property
    def fingerprint(self) -> str:
        """The same as long as the same file would do the same."""
        return str(self._print.hexdigest())[:32]

    def add(self, line: Line) -> None:
        """Count a row and keep it if there is room."""
        self.counts[line.fate] += 1
        kept = self.shown[line.fate]
        if line.fate is Fate.BAD or len(kept) < MOST_SHOWN:
            kept.append(line)
        if line.warnings:
            self.warning_count += 1
            if len(self.warned) < MOST_SHOWN:
                self.warned.append(line)
        if line.fate is not Fate.UNCHANGED:
            self._print.update(repr((line.row, line.fate, line.about, line.changes, line.reasons)).encode())


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str]
) -> tuple[Change, ...]:
    """The fields of `after` that differ, in words."""
    return tuple(
        Change(labels[name], shown(before[name]), shown(value))
        for name, value in after.items()
        if before[name] != value
    )


def shown(value: Any) -> str:
    """A value as people read it in a list of changes; nothing for none."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return f"{value.day} {value:%B %Y}"
    return ", ".join(str(value).split("\n"))
