"""Puts two changes of one text together, where they stand apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

MOST_LINES: Final = 300
"""Of longer texts whose lines are much alike a comparison takes minutes, while nobody else gets on."""


@dataclass(frozen=True)
class _Change:
    """Lines of the base that one writer has replaced; from `start` up to, and without, `end`."""

    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: _Change) -> bool:
        return self.start <= other.end and other.start <= self.end


def merged(base: str, ours: str, theirs: str) -> str | None:
    """The base with what both have changed in it; None where they changed the same or neighbouring lines.

    Two writers who have made the very same change agree. None as well for more lines than can be compared.
    """
    lines, our_lines, their_lines = (text.split("\n") for text in (base, ours, theirs))
    if max(len(lines), len(our_lines), len(their_lines)) > MOST_LINES:
        return None
    own, others = _changes(lines, our_lines), _changes(lines, their_lines)
    alone = [one for one in own if one not in others]
    if any(one.touches(other) for one in alone for other in others):
        return None
    return "\n".join(_applied(lines, [*alone, *others]))


def _changes(base: Sequence[str], text: Sequence[str]) -> list[_Change]:
    codes = SequenceMatcher(a=base, b=text, autojunk=False).get_opcodes()
    return [_Change(i, j, tuple(text[m:n])) for kind, i, j, m, n in codes if kind != "equal"]


def _applied(base: Sequence[str], changes: Sequence[_Change]) -> list[str]:
    made: list[str] = []
    at = 0
    for one in sorted(changes, key=lambda one: (one.start, one.end)):
        made += [*base[at : one.start], *one.lines]
        at = one.end
    return [*made, *base[at:]]
