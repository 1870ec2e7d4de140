"""The blueprint of peer reviews."""

from flask import Blueprint

blueprint = Blueprint("peer_reviews", __name__, url_prefix="/reviews")
