"""What came and went from one wording of a text to the next, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from workflows.merging import MOST_LINES


@dataclass(frozen=True)
class Line:
    """A line of a text beside its earlier one: "same", "gone" or "new"."""

    kind: str
    text: str


def compared(before: str, after: str) -> tuple[Line, ...]:
    """Every line of both texts, in order."""
    return tuple(_lines(before, after))


def _lines(before: str, after: str) -> Iterator[Line]:
    old, new = (text.split("\n") for text in (before, after))
    if max(len(old), len(new)) > MOST_LINES:
        yield from (Line("gone", line) for line in old)
        yield from (Line("new", line) for line in new)
        return
    for kind, i, j, m, n in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Line("same", line) for line in old[i:j])
        else:
            yield from (Line("gone", line) for line in old[i:j])
            yield from (Line("new", line) for line in new[m:n])
