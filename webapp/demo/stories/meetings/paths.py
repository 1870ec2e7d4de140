"""The stretches of road that stories of meetings are put together from."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.meetings.afterwards import keep_register, send_minutes, write_minutes
from webapp.demo.deeds.meetings.before import apologise, open_agenda, plan, write_items
from webapp.demo.stories import Path, Step


def agreed() -> Path:
    """It is planned, and members put on its agenda what they want to talk about."""
    return (Step(0, plan(1)), Step(2, open_agenda), Step(4, write_items))


def prepared() -> Path:
    """The agenda is published, and who cannot come has said so."""
    return (*agreed(), Step(3, does("chair", "publish")), Step(3, apologise))


def met(*, after: int = 2) -> Path:
    """The day comes and goes; on the next, the chair says who was there."""
    return (*prepared(), Step(after, None, meeting=1), Step(1, keep_register))


def minuted(*, approves: bool = False, by: str = "chair") -> Path:
    """The minutes are written and sent; with those of the last time approved, where there were any."""
    last: Path = (Step(0, does("chair", "approve_last")),) if approves else ()
    return (*met(), *last, Step(0, write_minutes(by)), Step(1, send_minutes(by)))
