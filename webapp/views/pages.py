"""Pages that stand by themselves: help, safeguarding, accessibility, privacy, health."""

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import text

from webapp.access import access, for_programs, public
from webapp.assets import BUILD, built
from workflows.database import db

blueprint = Blueprint("pages", __name__)

HEALTHY = text("SELECT 1")


@blueprint.get("/health")
@access(public)
def health() -> Response:
    """Whether the application and its database answer, for whoever watches over it."""
    db.session.execute(HEALTHY)
    return jsonify(status="ok")


@blueprint.get("/service-worker.js")
@access(for_programs)
def service_worker() -> Response:
    """Keeps evidence logs usable without reception; from the root, so that it sees who signs out."""
    answer = Response((BUILD / built("service-worker.js")).read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return answer


@blueprint.get("/help")
@access(public)
def help_index() -> str:
    return render_template("pages/help.html")


@blueprint.get("/help/asking")
@access(public)
def asking() -> str:
    return render_template("pages/asking.html")


@blueprint.get("/help/giving")
@access(public)
def giving() -> str:
    return render_template("pages/giving.html")


@blueprint.get("/help/mentoring")
@access(public)
def mentoring() -> str:
    return render_template("pages/mentoring.html")


@blueprint.get("/help/reviewing")
@access(public)
def reviewing() -> str:
    return render_template("pages/reviewing.html")


@blueprint.get("/help/visits")
@access(public)
def visits() -> str:
    return render_template("pages/visits.html")


@blueprint.get("/help/hubs-and-forums")
@access(public)
def groups() -> str:
    return render_template("pages/groups.html")


@blueprint.get("/help/meetings")
@access(public)
def meetings() -> str:
    return render_template("pages/meetings.html")


@blueprint.get("/help/deadlines")
@access(public)
def deadlines() -> str:
    return render_template("pages/deadlines.html")


@blueprint.get("/help/dates")
@access(public)
def dates() -> str:
    return render_template("pages/dates.html")


@blueprint.get("/help/who-sees-what")
@access(public)
def who_sees_what() -> str:
    return render_template("pages/who_sees_what.html")


@blueprint.get("/safeguarding")
@access(public)
def safeguarding() -> str:
    return render_template("pages/safeguarding.html")


@blueprint.get("/accessibility")
@access(public)
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
@access(public)
def privacy() -> str:
    return render_template("pages/privacy.html")
