"""The pages of years of dates."""

from webapp.views.year_plans import case as case
from webapp.views.year_plans import index as index
from webapp.views.year_plans import starting as starting
from webapp.views.year_plans.blueprint import blueprint as blueprint
