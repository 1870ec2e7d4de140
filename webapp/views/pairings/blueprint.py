"""The blueprint of pairings."""

from flask import Blueprint

blueprint = Blueprint("pairings", __name__)
