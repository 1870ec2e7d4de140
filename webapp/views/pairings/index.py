"""The list of pairings: filters, pages by key, the same as a file, and what others show the reader."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from forms.pairings.listing import ListForm
from webapp import exports
from webapp.access import access, arrangers, workers
from webapp.reader import current
from webapp.views.pairings.asking import may_ask
from webapp.views.pairings.blueprint import blueprint
from workflows.pairings import PairingFlow as Flow
from workflows.pairings import listing
from workflows.pairings.profiles import offer_of
from workflows.pairings.reading import shared_with

_HEADER = (
    "Reference", "Title", "State", "Since", "Mode", "Mentee", "School of the mentee", "Mentor",
    "School of the mentor", "Sessions", "Minutes", "Last session", "None for six school weeks",
    "Whose turn", "Due", "Late", "Begun",
)  # fmt: skip


@blueprint.get("/pairings")
@access(workers)
def index() -> str:
    form = ListForm(request.args)
    wish = form.wish(request.args)
    return render_template(
        "pairings/index.html",
        filters=form,
        wish=wish,
        found=listing.LIST.page_of(wish, current.viewer),
        states=Flow.states,
        shared=shared_with(current.person.id),
        offers=offer_of(current.person.id) is not None,
        may_ask=may_ask(current),
        sees_all=arrangers.passes(current),
        in_use=form.in_use(),
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/pairings.<kind>")
@access(workers)
def export(kind: str) -> Response:
    wish = ListForm(request.args).wish(request.args)
    rows = listing.LIST.everything(wish, current.viewer)
    return exports.export(kind, "pairings", _HEADER, map(_cells, rows))


def _cells(row: listing.Row) -> tuple[object, ...]:
    return (
        row.reference,
        row.title,
        Flow.states[row.state].label,
        row.since.date(),
        row.mode.capitalize(),
        row.mentee,
        row.mentee_school,
        row.mentor,
        row.mentor_school,
        row.sessions,
        row.minutes,
        row.last_on,
        "yes" if row.is_quiet else "",
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
        row.opened_at.date(),
    )
