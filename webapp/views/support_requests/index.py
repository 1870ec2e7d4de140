"""The list of support requests: filters, search, pages by key, and the same as a file."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from forms.support_requests.listing import ListForm
from webapp import exports
from webapp.access import access, signed_in
from webapp.reader import current
from webapp.views.support_requests.blueprint import blueprint
from workflows.support_requests import SupportRequestFlow as Flow
from workflows.support_requests import listing
from workflows.support_requests.queries import released_summaries, schools_to_ask_for
from workflows.visibility import Viewer

_HEADER = (
    "Reference",
    "Title",
    "State",
    "Since",
    "School that asks",
    "School that gives",
    "Focus",
    "Whose turn",
    "Due",
    "Late",
    "Begun",
)


@blueprint.get("/support")
@access(signed_in)
def index() -> str:
    form = ListForm(request.args)
    wish = form.wish(request.args)
    found = listing.LIST.page_of(wish, _reader())
    return render_template(
        "support_requests/index.html",
        filters=form,
        wish=wish,
        found=found,
        states=Flow.states,
        summaries=released_summaries(current.posts),
        may_ask=bool(schools_to_ask_for(current.posts)),
        in_use=form.in_use(),
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/support.<kind>")
@access(signed_in)
def export(kind: str) -> Response:
    wish = ListForm(request.args).wish(request.args)
    rows = listing.LIST.everything(wish, _reader())
    return exports.export(kind, "support requests", _HEADER, map(_cells, rows))


def _reader() -> Viewer:
    return current.viewer


def _cells(row: listing.Row) -> tuple[object, ...]:
    return (
        row.reference,
        row.title,
        Flow.states[row.state].label,
        row.since.date(),
        row.receiving_school,
        row.giving_school,
        row.focus,
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
        row.opened_at.date(),
    )
