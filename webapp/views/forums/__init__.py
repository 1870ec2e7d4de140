"""Forums and role groups: the list, proposing and starting one, and the page of one with its steps."""

from webapp.views.forums import case as case
from webapp.views.forums import index as index
from webapp.views.forums.blueprint import blueprint as blueprint
