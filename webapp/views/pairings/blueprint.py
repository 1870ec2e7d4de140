"""The blueprint of pairings."""

from flask import Blueprint

from webapp.views.pairings import story

blueprint = Blueprint("pairings", __name__)
blueprint.add_app_template_filter(story.FIELDS.__getitem__, "log_field")
blueprint.add_app_template_filter(story.STATUSES.__getitem__, "session_status")
blueprint.add_app_template_filter(story.duration, "duration")
