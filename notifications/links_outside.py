"""The words of mail that takes a link to a report to somebody outside the trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.invitations import Link
from notifications.telling import Telling
from notifications.tokens import Purpose
from workflows.peer_reviews.releasing import LINK_MAIL

if TYPE_CHECKING:
    from notifications.rendering import Stationery


def is_link(telling: Telling) -> bool:
    """Whether this mail takes a link to somebody outside the trust, who may see nothing else."""
    return telling.kind == LINK_MAIL


def way_in(telling: Telling, stationery: Stationery) -> Link | None:
    """Where its button leads; None for every other mail."""
    if not is_link(telling):
        return None
    token = stationery.token(Purpose.REPORT, int(telling.facts.get("reader", 0)))
    return Link("Read the report", stationery.link(f"/reviews/read/{token}"))


def why(telling: Telling) -> str:
    """Why the reader gets it; empty for every other mail."""
    if not is_link(telling):
        return ""
    by = " at ".join(filter(None, (telling.facts.get("by", ""), telling.facts.get("school", ""))))
    return f"You get this mail because {by or 'somebody'} lets you read a report."
