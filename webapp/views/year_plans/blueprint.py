"""The blueprint of years of dates."""

from flask import Blueprint

from workflows.clock import time_in_words

blueprint = Blueprint("year_plans", __name__, url_prefix="/years")
blueprint.add_app_template_filter(time_in_words, "time_words")
