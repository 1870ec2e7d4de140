"""The stretches of road that stories of pairings are put together from."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.pairings.asking import ask, contract, propose
from webapp.demo.deeds.pairings.looking_back import rate
from webapp.demo.deeds.pairings.sessions import log, plan
from webapp.demo.stories import Path, Step


def matched(mentor: str = "", *, after: int = 3) -> Path:
    """A coordinator proposes, and both accept."""
    return (
        Step(after, propose(mentor)),
        Step(1, does("mentor", "accept")),
        Step(1, does("mentee", "accept")),
    )


def agreed() -> Path:
    return (Step(2, contract()), Step(1, does("mentee", "sign")), Step(1, does("mentor", "sign")))


def begun() -> Path:
    """From asking for a mentor to the signed contract."""
    return (Step(0, ask), *matched(), *agreed())


def met(*numbers: int, every: int = 10, by: str = "mentee") -> Path:
    """Meet and write it down; each session is agreed at the end of the one before it."""
    first, *others = numbers
    steps: list[Step] = [Step(1, plan(first)), Step(every - 2, None, meeting=first)]
    for number, following in zip(numbers, [*others, 0], strict=True):
        steps.append(Step(1, log(number, by=by, then=following, done=int(number != first))))
        if following:
            steps.append(Step(every - 1, None, meeting=following))
    return tuple(steps)


def rated(*ratings: int) -> Path:
    return (Step(1, rate(*ratings)),)
