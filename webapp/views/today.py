"""Today: what is asked of the reader, by when; what comes up; what waits for others."""

from flask import Blueprint, render_template

from webapp.access import access, signed_in

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@access(signed_in)
def show() -> str:
    return render_template("today/show.html")
