"""The stretches of road that stories of visits are put together from."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.visits.afterwards import offer_entry, reflect
from webapp.demo.deeds.visits.asking import accept, ask
from webapp.demo.stories import Path, Step


def asked() -> Path:
    """Somebody asks to visit a school, and their head agrees cover."""
    return (Step(0, ask), Step(1, does("visiting_head", "agree_cover")))


def gone() -> Path:
    """The host accepts, the visitor confirms, and the day of the visit comes and goes."""
    return (
        *asked(),
        Step(3, accept(1)),
        Step(1, does("visitor", "confirm")),
        Step(6, None, meeting=1),
    )


def reflected() -> Path:
    return (*gone(), Step(2, reflect))


def in_library() -> Path:
    """Both heads agree that what was seen goes into the library."""
    return (
        *reflected(),
        Step(1, does("visitor", "share")),
        Step(1, offer_entry),
        Step(1, does("host_head", "consent")),
        Step(2, does("visiting_head", "consent")),
    )
