"""The blueprint of peer reviews."""

from flask import Blueprint

from workflows.clock import time_in_words

blueprint = Blueprint("peer_reviews", __name__, url_prefix="/reviews")
blueprint.add_app_template_filter(time_in_words, "time_words")
