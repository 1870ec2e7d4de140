"""The blueprint of forums."""

from flask import Blueprint

blueprint = Blueprint("forums", __name__)
