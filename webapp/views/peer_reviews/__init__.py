"""Peer reviews: a review and its steps, its evidence log, and its report from first word to last reader."""

from webapp.views.peer_reviews import checking as checking
from webapp.views.peer_reviews import evidence as evidence
from webapp.views.peer_reviews import evidence_sync as evidence_sync
from webapp.views.peer_reviews import outside as outside
from webapp.views.peer_reviews import readers as readers
from webapp.views.peer_reviews import report as report
from webapp.views.peer_reviews import report_steps as report_steps
from webapp.views.peer_reviews import themes as themes
from webapp.views.peer_reviews import writing as writing
from webapp.views.peer_reviews.blueprint import blueprint as blueprint
