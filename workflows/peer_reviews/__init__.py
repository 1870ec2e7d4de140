"""Peer reviews, done with and not to: colleagues of other schools look with a school at what it asks them."""

from workflows.peer_reviews import afterwards as afterwards
from workflows.peer_reviews import evidence as evidence
from workflows.peer_reviews import forming as forming
from workflows.peer_reviews import practice as practice
from workflows.peer_reviews import preparing as preparing
from workflows.peer_reviews import releasing as releasing
from workflows.peer_reviews import reporting as reporting
from workflows.peer_reviews import self_review as self_review
from workflows.peer_reviews import timetable as timetable
from workflows.peer_reviews.flow import PeerReviewFlow as PeerReviewFlow
from workflows.peer_reviews.model import PeerReview as PeerReview
