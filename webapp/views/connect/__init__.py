"""Connect sessions: what is on, offering one, the page of one and its steps."""

from webapp.views.connect import case as case
from webapp.views.connect import index as index
from webapp.views.connect.blueprint import blueprint as blueprint
