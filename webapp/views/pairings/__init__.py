"""Mentoring and coaching pairings: finding a mentor, the page of one pairing and its steps, and the whole."""

from webapp.views.pairings import asking as asking
from webapp.views.pairings import case as case
from webapp.views.pairings import finding as finding
from webapp.views.pairings import index as index
from webapp.views.pairings import links as links
from webapp.views.pairings import matches as matches
from webapp.views.pairings import profiles as profiles
from webapp.views.pairings import progress as progress
from webapp.views.pairings.blueprint import blueprint as blueprint
