"""Pages that stand by themselves: help, safeguarding, accessibility, privacy, health."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from webapp.access import access, public
from workflows.database import db

blueprint = Blueprint("pages", __name__)


@blueprint.get("/health")
@access(public)
def health() -> Response:
    """Whether the application and its database answer, for whoever watches over it."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
