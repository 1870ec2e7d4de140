"""The blueprint of the trust calendar, and of the calendars that people subscribe to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("calendar", __name__)
