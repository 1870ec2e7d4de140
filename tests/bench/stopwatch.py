"""Measuring two ways of doing the same thing side by side, so that a noisy machine disturbs both alike."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter


def side_by_side(*ways: Callable[[], object], rounds: int, each: int) -> list[float]:
    """Median seconds of one call of each way; the ways take turns in short rounds."""
    times: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(rounds):
        for way, seconds in zip(ways, times, strict=True):
            begin = perf_counter()
            for _ in range(each):
                way()
            seconds.append((perf_counter() - begin) / each)
    return [median(seconds) for seconds in times]
