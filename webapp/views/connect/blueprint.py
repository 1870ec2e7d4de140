"""The blueprint of connect sessions."""

from flask import Blueprint

blueprint = Blueprint("connect", __name__)
