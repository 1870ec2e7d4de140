"""Peer reviews: for each who is in it, what they do, and how long ago they last did.

Whoever reviews whom, the schools stand in a ring: each is reviewed by the first, second, fourth or fifth
after it, never by one before it. So no two of them ever review each other.
"""

from webapp.demo.stories.peer_reviews.coming import HARBOUR_COMING
from webapp.demo.stories.peer_reviews.fellside import FELLSIDE as FELLSIDE
from webapp.demo.stories.peer_reviews.past import HARBOUR_PAST
from webapp.demo.stories.peer_reviews.under_way import HARBOUR_UNDER_WAY

HARBOUR = (*HARBOUR_PAST, *HARBOUR_UNDER_WAY, *HARBOUR_COMING)
