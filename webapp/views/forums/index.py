"""The list of forums and role groups, and proposing or starting one."""

from __future__ import annotations

from typing import Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from forms.forums import KINDS, ForumForm, ListForm
from webapp import exports, typed
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.forums.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.forums import Forum, ForumFlow
from workflows.forums.effects import propose, start
from workflows.forums.listing import LIST, Row

_HEADER: Final = (
    "Reference",
    "Forum",
    "Of people with",
    "Focus",
    "State",
    "Since",
    "Chair",
    "Members",
    "Schools",
    "Next meeting",
    "Whose turn",
    "Due",
    "Late",
)
PROPOSE: Final = Step(
    about="The improvement lead answers in ten working days. Once it is agreed, others can join a forum of a "
    "subject.",
    button="Propose this forum",
    names_no_pupils=True,
)
START: Final = Step(
    about="Its chair is told. Everybody can join a forum of a subject, and heads say who comes from their "
    "school.",
    button="Start this forum",
    names_no_pupils=True,
)
"""What is said above the form with which a forum begins."""


@blueprint.get("/forums")
@access(workers)
def index() -> str:
    form = ListForm(request.args)
    wish = form.wish(request.args)
    return render_template(
        "forums/index.html",
        filters=form,
        wish=wish,
        found=LIST.page_of(wish, current.viewer),
        states=ForumFlow.states,
        may_start=current.is_central,
        in_use=form.in_use(),
        in_use_args=exports.narrowed_by(request.args),
    )


@blueprint.get("/forums.<kind>")
@access(workers)
def export(kind: str) -> Response:
    wish = ListForm(request.args).wish(request.args)
    return exports.export(kind, "forums", _HEADER, map(_cells, LIST.everything(wish, current.viewer)))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.reference,
        row.title,
        KINDS[row.group_kind][0],
        row.focus,
        ForumFlow.states[row.state].label,
        row.since.date(),
        row.lead,
        row.members,
        row.schools,
        row.meets_on,
        ", ".join(row.turn),
        row.due_on,
        "yes" if row.is_late else "",
    )


@blueprint.route("/forums/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    """Anybody proposes a forum; the improvement lead starts one at once."""
    blank = Forum(version=0, title="")
    form = ForumForm(blank, reader_id=current.person.id, formdata=typed.formdata())
    begins, doing = (start, ForumFlow.start) if current.is_central else (propose, ForumFlow.propose)

    def begin() -> Forum:
        return begins(form.made, current.person, form_key=form.form_key.data)  # type: ignore[arg-type]

    def page() -> str:
        step = START if current.is_central else PROPOSE
        words = {"transition": doing, "step": step, "home": url_for(".index"), "changes": ()}
        return render_template("forums/new.html", form=form, case=blank, **words)

    return opened(form, begin, page, said=f"{doing.done}. Thank you.")
