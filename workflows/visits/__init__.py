"""Visits from one school to another, and offers to be visited."""

from workflows.visits import afterwards as afterwards
from workflows.visits import effects as effects
from workflows.visits import hosting as hosting
from workflows.visits.flow import VisitFlow as VisitFlow
from workflows.visits.model import Visit as Visit
