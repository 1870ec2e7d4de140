"""Pages that a link in a mail opens by itself: what the link is about, and whose page that then is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from flask import abort, current_app, g

from notifications.tokens import Purpose, opened
from webapp.reader import reader_or_none
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.dates.model import Attendance, PollPerson
from workflows.places import Trust

_LARGEST_ID: Final = 2**31 - 1

PartT = TypeVar("PartT", Attendance, PollPerson)


def part_by_link(purpose: Purpose, token: str, kind: type[PartT]) -> PartT:
    """The part that a link is about; the page then belongs to its trust. 404 for any other address."""
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    with scope(EVERY_TRUST):
        number = opened(purpose, token, keys)
        part = db.session.get(kind, number) if number and number <= _LARGEST_ID else None
        if part is None or part.person.left_on is not None:
            abort(404)
        trust_id = part.trust_id
    choose_trust(trust_id)
    if reader_or_none() is None:
        _dress(trust_id)
    return part


def _dress(trust_id: int) -> None:
    """Nobody has signed in: the frame shows whose page this is."""
    trust = db.session.get_one(Trust, trust_id)
    g.frame = replace(g.frame, trust=trust.name, brand_colour=trust.brand_colour)
