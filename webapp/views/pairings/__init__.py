"""Mentoring and coaching pairings: the list, asking for a mentor, the page of one pairing and its steps."""

from webapp.views.pairings import asking, case, index, progress
from webapp.views.pairings.blueprint import blueprint

__all__ = ["asking", "blueprint", "case", "index", "progress"]
