"""Answering by the link in a message, without signing in. Opening a link changes nothing: scanners do too."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from flask import abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from forms.dates.answering import LinkAnswerForm
from notifications.tokens import Purpose, opened
from webapp.access import access, by_link
from webapp.reader import reader_or_none
from webapp.views.dates import answering
from webapp.views.dates.blueprint import blueprint
from webapp.views.dates.steps import ticks_alone
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.dates.model import Attendance, PollPerson, Via
from workflows.dates.pages import find_date, find_poll
from workflows.places import Trust

_LARGEST_ID: Final = 2**31 - 1

PartT = TypeVar("PartT", Attendance, PollPerson)


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@access(by_link)
def answer(token: str) -> Response:
    part = _opened(Purpose.ANSWER, token, Attendance)
    entry = find_date(part.entry_id) or abort(404)
    can = entry.is_ahead and part.removed_at is None
    form = answering.fresh(LinkAnswerForm(), entry) if can else None
    if form and answering.answered(form, entry, part.person, Via.LINK):
        return redirect(request.path, 303)
    return answering.date_page(
        "dates/answer.html", entry, part.person, form, is_removed=part.removed_at is not None
    )


@blueprint.route("/times/<token>", methods=["GET", "POST"])
@access(by_link)
def tick(token: str) -> Response:
    part = _opened(Purpose.TIMES, token, PollPerson)
    poll = find_poll(part.poll_id) or abort(404)
    form = ticks_alone(poll, part.person_id, by_link=True) if poll.is_open else None
    if form and answering.ticked(form, poll, part.person):
        return redirect(request.path, 303)
    chosen = find_date(poll.entry_id) if poll.entry_id else None
    return answering.times_page("dates/tick_by_link.html", poll, part.person, form, chosen=chosen)


def _opened(purpose: Purpose, token: str, kind: type[PartT]) -> PartT:
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
