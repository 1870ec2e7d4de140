"""The blueprint of dates, and the words that its templates show them with."""

from flask import Blueprint

from forms.dates.when import proposed_value
from webapp.views.dates import words
from webapp.views.dates.page import views_of

blueprint = Blueprint("dates", __name__)

blueprint.add_app_template_filter(words.when, "when")
blueprint.add_app_template_filter(views_of, "views_of")
blueprint.add_app_template_filter(words.span_in_words, "span_words")
blueprint.add_app_template_filter(words.clashes_in_words, "clash_words")
blueprint.add_app_template_filter(proposed_value, "proposed_value")
