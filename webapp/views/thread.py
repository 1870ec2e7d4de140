"""The thread of a focus: from what was held about it to what changed in practice."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webapp.access import access, workers
from webapp.reader import current
from workflows.thread import focus_called, thread_of, threads

blueprint = Blueprint("thread", __name__)


@blueprint.get("/thread")
@access(workers)
def index() -> str:
    return render_template("thread/index.html", areas=threads(current.viewer))


@blueprint.get("/thread/<int:area_id>")
@access(workers)
def show(area_id: int) -> str:
    focus = focus_called(min(area_id, 2**31 - 1))
    if focus is None:
        abort(404)
    return render_template("thread/show.html", thread=thread_of(focus, current.viewer))
