"""How meetings are spread over a year: each has a stretch of it, whole half-terms if the number allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

Days = tuple[date, ...]


def windows(meetings: int, halves: Sequence[Days]) -> tuple[Days, ...]:
    """The days among which each meeting has its own, in the order of the year.

    With as many meetings as half-terms each has one; with fewer, each has several in a row; with more, the
    longest half-terms have more than one and are shared out evenly.
    """
    count = len(halves)
    if not count:
        return tuple(() for _ in range(meetings))
    if meetings <= count:
        edges = [round(number * count / meetings) for number in range(meetings + 1)] if meetings else []
        return tuple(
            tuple(day for half in halves[first:after] for day in half) for first, after in pairwise(edges)
        )
    return tuple(
        part for half, parts in zip(halves, _shares(meetings, halves), strict=True)
        for part in _parts(half, parts)
    )  # fmt: skip


def _shares(meetings: int, halves: Sequence[Days]) -> list[int]:
    """How many meetings each half-term has: one at least, and more where there are most days for them."""
    shares = [1] * len(halves)
    for _ in range(meetings - len(halves)):
        roomiest = max(range(len(halves)), key=lambda one: (len(halves[one]) / (shares[one] + 1), -one))
        shares[roomiest] += 1
    return shares


def _parts(days: Days, count: int) -> tuple[Days, ...]:
    edges = [round(number * len(days) / count) for number in range(count + 1)]
    return tuple(days[first:after] for first, after in pairwise(edges))
