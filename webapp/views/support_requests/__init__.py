"""Support requests: the list, asking for support, the page of one request and its steps."""

from webapp.views.support_requests import asking, case, index
from webapp.views.support_requests.blueprint import blueprint

__all__ = ["asking", "blueprint", "case", "index"]
