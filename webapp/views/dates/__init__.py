"""Dates: those of a case, one by itself, and the pages that a link in a message opens."""

from webapp.views.dates import case, links, one
from webapp.views.dates.blueprint import blueprint

__all__ = ["blueprint", "case", "links", "one"]
