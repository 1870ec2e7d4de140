"""Visits from school to school: what is offered, asking for one, the page of one and its steps."""

from webapp.views.visits import asking as asking
from webapp.views.visits import case as case
from webapp.views.visits import index as index
from webapp.views.visits.blueprint import blueprint as blueprint
