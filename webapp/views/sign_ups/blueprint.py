"""The blueprint of sign-ups."""

from flask import Blueprint

blueprint = Blueprint("sign_ups", __name__)
