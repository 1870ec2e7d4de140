"""Keeps long forms as they are typed, and throws away what is not wanted any more."""

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.access import access, signed_in
from webapp.paths import is_path, own_path
from webapp.reader import current
from webapp.typed import fields_sent
from workflows import typed

blueprint = Blueprint("typed", __name__, url_prefix="/typed")


@blueprint.post("")
@access(signed_in)
def keep() -> Response:
    """Keep what a form holds now; `form` in the address says which."""
    try:
        at = typed.keep(current.person, _form(), fields_sent())
    except typed.TooMuchTyped:
        abort(413)
    clock = current_app.jinja_env.filters["clock"]
    return jsonify(saved_at=clock(at) if at else None)


@blueprint.get("/throw-away")
@access(signed_in)
def ask() -> str:
    return render_template("typed/throw_away.html", address=_form(), back=own_path(_form()))


@blueprint.post("/throw-away")
@access(signed_in)
def throw_away() -> AnyResponse:
    typed.forget(current.person, _form())
    return redirect(own_path(_form()), 303)


def _form() -> str:
    form = request.args.get("form", "")
    if not is_path(form) or len(form) > typed.LONGEST_FORM:
        abort(404)
    return form
