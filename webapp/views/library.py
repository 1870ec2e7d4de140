"""The library of shared practice: what there is, one entry, and taking one down."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.library import LibraryForm, TakeDownForm
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.visits.asking import may_ask
from workflows.details import Reason
from workflows.library import LibraryEntry, Wish, entries_for, entry_called, may_take_down, take_down
from workflows.visibility import may_see, posts_on

blueprint = Blueprint("library", __name__)


@blueprint.get("/library")
@access(workers)
def index() -> str:
    form = LibraryForm(request.args)
    asked, after = form.given(), request.args.get("after", "")
    wish = Wish(
        focus_area_id=asked.get("focus"),
        phase=asked.get("phase"),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
    )
    return render_template(
        "library/index.html", filters=form, found=entries_for(wish), wish=wish, is_filtered=bool(asked)
    )


@blueprint.get("/library/<int:entry_id>")
@access(workers)
def show(entry_id: int) -> str:
    entry = _entry(entry_id)
    source = entry.came_from
    return render_template(
        "library/show.html",
        entry=entry,
        may_take_down=may_take_down(entry, current.person.id, current.posts),
        may_ask=may_ask(current) and entry.school_id != current.person.school_id,
        source=source
        if source is not None and may_see(source, posts_on(current.person.id, source))
        else None,
    )


@blueprint.route("/library/<int:entry_id>/take-down", methods=["GET", "POST"])
@access(workers)
def take_entry_down(entry_id: int) -> Response:
    entry = _entry(entry_id)
    if not may_take_down(entry, current.person.id, current.posts):
        raise NotFound
    form = TakeDownForm(version=entry.version)
    if form.validate_on_submit():
        take_down(entry, Reason(reason=form.reason.data or ""), current.person, current.posts)
        flash("Taken out of the library.", "success")
        return redirect(url_for(".index"), 303)
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("library/take_down.html", entry=entry, form=form), status)


def _entry(entry_id: int) -> LibraryEntry:
    entry = entry_called(entry_id)
    if entry is None:
        raise NotFound
    return entry
