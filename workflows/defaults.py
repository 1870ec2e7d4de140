"""What a new trust starts with, and may then change; its ladder, colour and usual days come with its row."""

from __future__ import annotations

from sqlalchemy import select

from workflows.database import db
from workflows.focus_tree import plant_focus_areas
from workflows.giving import FocusArea
from workflows.places import Trust


def new_trust_defaults(trust: Trust) -> None:
    """Give a trust the usual focus areas, unless it has some."""
    known = select(FocusArea.id).where(FocusArea.trust_id == trust.id).limit(1)
    if db.session.scalars(known).first() is None:
        plant_focus_areas(trust)
