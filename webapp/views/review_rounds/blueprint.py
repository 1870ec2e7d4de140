"""The blueprint of rounds of reviews."""

from flask import Blueprint

from forms.review_rounds.planning import in_words

blueprint = Blueprint("review_rounds", __name__, url_prefix="/rounds")
blueprint.add_app_template_filter(in_words, "decision_in_words")
