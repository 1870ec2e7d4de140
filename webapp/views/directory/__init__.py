"""The directory: who is there, what they are strong in, what they are working on."""

from webapp.views.directory import conflicts, people, schools, strengths
from webapp.views.directory.blueprint import blueprint

__all__ = ["blueprint", "conflicts", "people", "schools", "strengths"]
