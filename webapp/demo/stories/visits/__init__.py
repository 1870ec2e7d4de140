"""Visits from school to school, and offers to be visited."""

from webapp.demo.stories.visits.fellside import FELLSIDE as FELLSIDE
from webapp.demo.stories.visits.offers import HARBOUR_OFFERS
from webapp.demo.stories.visits.over import HARBOUR_OVER
from webapp.demo.stories.visits.under_way import HARBOUR_UNDER_WAY

HARBOUR = (*HARBOUR_OFFERS, *HARBOUR_OVER, *HARBOUR_UNDER_WAY)
