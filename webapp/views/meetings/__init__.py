"""Meetings of hubs, forums and role groups: the list, the page of one, its agenda and its minutes."""

from webapp.views.meetings import agenda as agenda
from webapp.views.meetings import case as case
from webapp.views.meetings import index as index
from webapp.views.meetings import minutes as minutes
from webapp.views.meetings import planning as planning
from webapp.views.meetings.blueprint import blueprint as blueprint
