"""The library of shared practice: looking for something, one entry, its versions and its steps."""

from webapp.views.library import case as case
from webapp.views.library import index as index
from webapp.views.library.blueprint import blueprint as blueprint
