"""The stories of the demo: for each case who is in it, what they do, and how long ago they last did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from webapp.demo.scenes import Cast, Deed


@dataclass(frozen=True)
class Step:
    """Something done so many working days of its schools after the step before it."""

    after: int
    #: none on the day of a visit or a session, which is written down later
    deed: Deed | None
    #: the number of the meeting that takes place on this day
    meeting: int = 0
    #: when on that day, where it matters; some time in the day otherwise
    at: time | None = None


@dataclass(frozen=True)
class Beside:
    """Something done beside the road, so many working days before the demo's own day."""

    ago: int
    deed: Deed


Path = tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case from its first step to its last, which was so many working days before the demo's own day.

    From that number follow all the days before it, and so what is late today, or due.
    """

    cast: Cast
    path: Path
    ago: int
    #: count those days as the central team does, because the turn that follows is theirs
    weekdays: bool = False
    beside: tuple[Beside, ...] = ()
