"""Counts of people that may be published: groups of fewer than five cannot be read off, nor worked out.

A table says how many of a whole fall into each of several groups; the whole is known to whoever reads it.
Leaving out the small groups alone would not do: one that is left out is the whole without the others. So as
many others are left out with them, smallest first, as leave more than one answer for each. Where nothing but
empty groups would remain, the table is withheld altogether, and does not even say which groups are empty.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

FEWEST: Final = 5
"""People in a group that is shown."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Published(Generic[Key]):
    """A table as it may be read: None for a group that is left out; no groups at all where it is withheld."""

    groups: Mapping[Key, int | None]
    is_withheld: bool = False

    @property
    def leaves_out(self) -> bool:
        return self.is_withheld or None in self.groups.values()


def publish(counts: Mapping[Key, int], *, fewest: int = FEWEST) -> Published[Key]:
    """The table of these counts, whose sum is known; no group of fewer than `fewest` can be read off it."""
    left_out = {key for key, count in counts.items() if 0 < count < fewest}
    if not left_out:
        return Published(dict(counts))
    others = sorted({count for count in counts.values() if count >= fewest})
    while others and not _is_safe([counts[key] for key in left_out], fewest):
        # All that have this count: if one of two equals stayed, the rule itself would say which was small.
        smallest = others.pop(0)
        left_out |= {key for key, count in counts.items() if count == smallest}
    if not others:
        return Published({}, is_withheld=True)
    return Published({key: None if key in left_out else count for key, count in counts.items()})


def publish_total(count: int) -> int | None:
    """A count of a whole that stands for itself: None where it is fewer than five people."""
    return None if 0 < count < FEWEST else count


def _is_safe(left_out: list[int], fewest: int) -> bool:
    """Whether the sum of these groups, which can be worked out, leaves more than one answer for each.

    Small groups alone must not add up to so little that each is one, nor to so much that each is as large as
    a small group can be.
    """
    whole, number = sum(left_out), len(left_out)
    if number < 2 or whole < fewest:
        return False
    return max(left_out) >= fewest or number < whole < number * (fewest - 1)
