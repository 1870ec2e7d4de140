"""Pages that a link in a mail opens by itself: what the link is about, and whose page that then is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from flask import abort, current_app, g

from notifications.tokens import Purpose, opened
from webapp.reader import reader_or_none
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.dates.model import Attendance, PollPerson
from workflows.feedback.model import FeedbackAsked
from workflows.peer_reviews.model import ReportReader
from workflows.places import Trust

_LARGEST_ID: Final = 2**31 - 1

PartT = TypeVar("PartT", Attendance, PollPerson, FeedbackAsked)
RowT = TypeVar("RowT", Attendance, PollPerson, FeedbackAsked, ReportReader)


def part_by_link(purpose: Purpose, token: str, kind: type[PartT]) -> PartT:
    """The part that a link is about; the page then belongs to its trust. 404 for any other address."""
    with scope(EVERY_TRUST):
        part = _row(purpose, token, kind)
        if part is None or part.person.left_on is not None:
            abort(404)
        trust_id = part.trust_id
    _belong_to(trust_id)
    return part


def reader_by_link(token: str) -> ReportReader:
    """Whose link to a report this is, open or not; the page then belongs to its trust. 404 otherwise."""
    with scope(EVERY_TRUST):
        reader = _row(Purpose.REPORT, token, ReportReader)
        if reader is None or reader.outside_email is None:
            abort(404)
        trust_id = reader.trust_id
    _belong_to(trust_id)
    return reader


def _row(purpose: Purpose, token: str, kind: type[RowT]) -> RowT | None:
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    number = opened(purpose, token, keys)
    return db.session.get(kind, number) if number and number <= _LARGEST_ID else None


def _belong_to(trust_id: int) -> None:
    choose_trust(trust_id)
    if reader_or_none() is None:
        _dress(trust_id)


def _dress(trust_id: int) -> None:
    """Nobody has signed in: the frame shows whose page this is."""
    trust = db.session.get_one(Trust, trust_id)
    g.frame = replace(g.frame, trust=trust.name, brand_colour=trust.brand_colour)
