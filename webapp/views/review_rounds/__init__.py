"""The pages of rounds of reviews."""

from webapp.views.review_rounds import case as case
from webapp.views.review_rounds import index as index
from webapp.views.review_rounds import plans as plans
from webapp.views.review_rounds import starting as starting
from webapp.views.review_rounds.blueprint import blueprint as blueprint
