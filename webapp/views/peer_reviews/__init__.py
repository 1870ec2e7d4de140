"""Peer reviews: their list, one review and its steps, its evidence log, and its report to the last reader."""

from webapp.views.peer_reviews import case as case
from webapp.views.peer_reviews import checking as checking
from webapp.views.peer_reviews import evidence as evidence
from webapp.views.peer_reviews import evidence_sync as evidence_sync
from webapp.views.peer_reviews import index as index
from webapp.views.peer_reviews import outside as outside
from webapp.views.peer_reviews import planning as planning
from webapp.views.peer_reviews import readers as readers
from webapp.views.peer_reviews import report as report
from webapp.views.peer_reviews import report_steps as report_steps
from webapp.views.peer_reviews import self_review as self_review
from webapp.views.peer_reviews import template as template
from webapp.views.peer_reviews import themes as themes
from webapp.views.peer_reviews import timetable as timetable
from webapp.views.peer_reviews import training as training
from webapp.views.peer_reviews import writing as writing
from webapp.views.peer_reviews.blueprint import blueprint as blueprint
