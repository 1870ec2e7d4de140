"""Mentoring and coaching pairings: the list, asking for a mentor, the page of one pairing and its steps."""

from webapp.views.pairings import finding as finding
from webapp.views.pairings import matches as matches
from webapp.views.pairings import profiles as profiles
from webapp.views.pairings.blueprint import blueprint

__all__ = ["blueprint"]
