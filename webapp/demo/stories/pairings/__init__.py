"""Pairings, and openings of their logs: who is in each, what they do, and how long ago they last did."""

from webapp.demo.stories.pairings.fellside import FELLSIDE as FELLSIDE
from webapp.demo.stories.pairings.over import HARBOUR_OVER
from webapp.demo.stories.pairings.together import HARBOUR_TOGETHER
from webapp.demo.stories.pairings.waiting import HARBOUR_WAITING

HARBOUR = (*HARBOUR_OVER, *HARBOUR_TOGETHER, *HARBOUR_WAITING)
