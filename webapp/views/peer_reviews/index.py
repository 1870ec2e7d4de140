"""The list of reviews, the reader's turn first, the same as a file, and reports released to them."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from forms.peer_reviews.listing import ListForm
from webapp import exports
from webapp.access import access, arrangers, signed_in
from webapp.reader import current
from webapp.views.administration.blueprint import administrators_and_lead
from webapp.views.peer_reviews.blueprint import blueprint
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.listing import LIST, Row
from workflows.peer_reviews.releasing import released_to

_HEADER = (
    "Reference", "Title", "State", "Since", "School", "First day", "Last day", "Lead reviewer",
    "Required by the trust", "Whose turn", "Due", "Late", "Planned",
)  # fmt: skip


@blueprint.get("")
@access(signed_in)
def index() -> str:
    form = ListForm(request.args)
    wish, in_use = form.wish(request.args), form.in_use()
    plain = not in_use and not (wish.after or wish.before)
    return render_template(
        "peer_reviews/index.html",
        filters=form,
        wish=wish,
        found=LIST.page_of(wish, current.viewer),
        mine=LIST.page_of(replace(wish, turn="mine", sort="due"), current.viewer).rows if plain else (),
        states=Flow.states,
        released=released_to(current.person.id),
        plans=arrangers.passes(current),
        may_edit_template=administrators_and_lead.passes(current),
        in_use=in_use,
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/list.<kind>")
@access(signed_in)
def export(kind: str) -> Response:
    wish = ListForm(request.args).wish(request.args)
    rows = LIST.everything(wish, current.viewer)
    return exports.export(kind, "reviews", _HEADER, map(_cells, rows))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.reference,
        row.title,
        Flow.states[row.state].label,
        row.since.date(),
        row.school,
        row.visit_on,
        row.visit_ends_on,
        row.lead,
        "yes" if row.required else "",
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
        row.opened_at.date(),
    )
