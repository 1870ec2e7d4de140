"""Answering by the link in a message, without signing in. Opening a link changes nothing: scanners do too."""

from __future__ import annotations

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from forms.dates.answering import LinkAnswerForm
from notifications.tokens import Purpose
from webapp.access import access, by_link
from webapp.by_link import part_by_link
from webapp.views.dates import answering
from webapp.views.dates.blueprint import blueprint
from webapp.views.dates.steps import ticks_alone
from workflows.dates.model import Attendance, PollPerson, Via
from workflows.dates.pages import find_date, find_poll


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@access(by_link)
def answer(token: str) -> Response:
    part = part_by_link(Purpose.ANSWER, token, Attendance)
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
    part = part_by_link(Purpose.TIMES, token, PollPerson)
    poll = find_poll(part.poll_id) or abort(404)
    form = ticks_alone(poll, part.person_id, by_link=True) if poll.is_open else None
    if form and answering.ticked(form, poll, part.person):
        return redirect(request.path, 303)
    chosen = find_date(poll.entry_id) if poll.entry_id else None
    return answering.times_page("dates/tick_by_link.html", poll, part.person, form, chosen=chosen)
