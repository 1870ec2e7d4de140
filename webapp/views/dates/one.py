"""One date, or times on offer, for whoever is asked: they may not be able to see the case it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.dates.answering import AnswerForm
from webapp.access import Rule, access
from webapp.reader import Reader, current
from webapp.views.dates import answering
from webapp.views.dates.blueprint import blueprint
from webapp.views.dates.steps import ticks_alone
from workflows.dates.model import CalendarEntry, DatePoll, Via
from workflows.dates.pages import find_date, find_poll
from workflows.dates.queries import may_see_date
from workflows.visibility import may_see


@dataclass(frozen=True)
class DateReader(Rule):
    """Whoever is asked to the date, may see its case, or works in a trust that it is shown to."""

    def admit(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        entry = find_date(arguments["entry_id"])
        if entry is None or not may_see_date(entry, reader.viewer):
            raise NotFound
        return {"entry": entry}


@dataclass(frozen=True)
class TimesReader(Rule):
    """Whoever is asked which of the times suit."""

    def admit(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        poll = find_poll(arguments["poll_id"])
        if poll is None or reader.person.id not in {one.person_id for one in poll.people}:
            raise NotFound
        return {"poll": poll}


@blueprint.route("/dates/<int:entry_id>", methods=["GET", "POST"])
@access(DateReader())
def show(entry: CalendarEntry) -> Response:
    own = answering.own_part(entry, current.person.id)
    form = answering.fresh(AnswerForm(), entry) if own and entry.is_ahead else None
    if request.method == "POST" and form is None:
        raise NotFound
    if form and answering.answered(form, entry, current.person, Via.PAGE):
        return redirect(url_for(".show", entry_id=entry.id), 303)
    sees_case = may_see(entry.case, current.posts_on(entry.case))
    return answering.date_page(
        "dates/one.html", entry, current.person, form, case=entry.case if sees_case else None
    )


@blueprint.route("/dates/times/<int:poll_id>", methods=["GET", "POST"])
@access(TimesReader())
def times(poll: DatePoll) -> Response:
    form = ticks_alone(poll, current.person.id, by_link=False) if poll.is_open else None
    if request.method == "POST" and form is None:
        raise NotFound
    if form and answering.ticked(form, poll, current.person):
        return redirect(url_for(".times", poll_id=poll.id), 303)
    case = poll.case if may_see(poll.case, current.posts_on(poll.case)) else None
    return answering.times_page("dates/times.html", poll, current.person, form, case=case)
