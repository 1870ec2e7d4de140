"""The blueprint of support requests."""

from flask import Blueprint

blueprint = Blueprint("support_requests", __name__)
