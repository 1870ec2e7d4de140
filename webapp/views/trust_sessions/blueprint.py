"""The blueprint of trust-wide sessions."""

from flask import Blueprint

blueprint = Blueprint("trust_sessions", __name__)
