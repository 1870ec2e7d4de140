"""The administrative part of the audit trail, and whether its chains hold."""

from __future__ import annotations

from flask import render_template

from webapp.access import access, administrators
from webapp.reader import current
from webapp.rows import key
from webapp.views.administration.blueprint import blueprint
from workflows import events
from workflows.administration.audit import trail
from workflows.database import db
from workflows.places import Place


@blueprint.get("/audit")
@access(administrators)
def audit() -> str:
    page = trail(current.trust, before=key("before"), after=key("after"))
    return render_template("administration/audit/list.html", page=page)


@blueprint.get("/audit/check")
@access(administrators)
def check_audit() -> str:
    good, broken = events.verify()
    place = db.session.get(Place, broken.place_id) if broken else None
    return render_template("administration/audit/check.html", good=good, broken=broken, place=place)
