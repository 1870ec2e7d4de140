"""The home of the section: one's own next meetings with what is asked of one, then all of them."""

from __future__ import annotations

from typing import Final

from flask import render_template, request
from werkzeug.wrappers import Response

from forms.meetings.listing import ListForm
from webapp import exports
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.dates.words import ANSWERS, TONES
from webapp.views.meetings.blueprint import blueprint
from workflows.clock import LONDON
from workflows.groups import groups_to_plan_for
from workflows.meetings import MeetingFlow as Flow
from workflows.meetings.listing import LIST, Row, When, Wish, my_next
from workflows.people import posts_of

_HEADER: Final = (
    "Reference", "Title", "Group", "State", "On", "From", "To", "Host", "Place", "Decisions", "Whose turn",
    "Due", "Late", "Planned",
)  # fmt: skip


@blueprint.get("/meetings")
@access(workers)
def index() -> str:
    form = ListForm(request.args)
    wish, in_use = form.wish(request.args), form.in_use()
    is_home = not (in_use or wish.after or wish.before)
    asked = Wish(when=When.ALL, turn="mine", sort="due")
    return render_template(
        "meetings/index.html",
        filters=form,
        wish=wish,
        found=LIST.page_of(wish, current.viewer),
        turns=LIST.page_of(asked, current.viewer).rows if is_home else (),
        next=my_next(current.person.id) if is_home else (),
        states=Flow.states,
        may_plan=bool(groups_to_plan_for(posts_of(current.person.id))),
        answers=ANSWERS,
        tones=TONES,
        in_use=in_use,
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/meetings.<kind>")
@access(workers)
def export(kind: str) -> Response:
    rows = LIST.everything(ListForm(request.args).wish(request.args), current.viewer)
    return exports.export(kind, "meetings", _HEADER, map(_cells, rows))


def _cells(row: Row) -> tuple[object, ...]:
    starts, ends = (moment.astimezone(LONDON) for moment in (row.starts_at, row.ends_at))
    return (
        row.reference,
        row.title,
        row.group,
        Flow.states[row.state].label,
        row.on,
        f"{starts:%H:%M}",
        f"{ends:%H:%M}",
        row.host_school,
        row.where or ("Online" if row.link else ""),
        row.decisions,
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
        row.opened_at.date(),
    )
