"""Peer reviews: the page of one review and its steps, its evidence log, and the whole."""

from webapp.views.peer_reviews import evidence as evidence
from webapp.views.peer_reviews import evidence_sync as evidence_sync
from webapp.views.peer_reviews.blueprint import blueprint as blueprint
