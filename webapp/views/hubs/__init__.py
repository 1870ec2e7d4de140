"""Hubs: the list, forming one, taking one up that is in the directory, and the page of one with its steps."""

from webapp.views.hubs import case as case
from webapp.views.hubs import index as index
from webapp.views.hubs.blueprint import blueprint as blueprint
