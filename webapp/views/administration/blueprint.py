"""The blueprint of administration, and who may ask for its pages."""

from __future__ import annotations

from flask import Blueprint

from webapp.access import administrators, central
from webapp.reader import current
from workflows.people import role_label

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

administrators_and_lead = administrators | central


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"role_label": lambda role: role_label(current.trust, role)}
