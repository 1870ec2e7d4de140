"""The focus areas that a new trust starts with: five rings from the pupil outwards, and tags beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflows.database import db
from workflows.giving import FocusArea, FocusKind
from workflows.places import Trust

RINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "Powerful learning": (),
    "Preconditions": (
        "Instructional leadership",
        "Quality of teaching",
        "Culture of order and high expectations",
    ),
    "Classroom practice": (
        "Teaching repertoire",
        "Curriculum and standards",
        "Assessment",
        "Pupils' part in learning",
    ),
    "Organisational conditions": (
        "Collaborative planning",
        "Professional learning",
        "Use of data and self-evaluation",
        "Recruitment and deployment",
        "Improvement team",
        "School organisation",
    ),
    "The wider system": (
        "Networks",
        "Community",
        "System leadership",
        "Trust review and support",
    ),
}
"""Each ring with its areas, innermost first."""

TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "English": ("Early reading and phonics", "Reading", "Writing", "Speaking and listening"),
    "Mathematics": (),
    "Science": (),
    "Computing": (),
    "Humanities": ("History", "Geography", "Religious education"),
    "Languages": (),
    "Arts": ("Art and design", "Music", "Drama"),
    "Physical education": (),
    "Personal development": (),
    "Early years": (),
    "Sixth form": (),
    "SEND": (),
    "Vision and values": (),
    "Governance": (),
}
"""Subjects, phases and the like, some with parts."""


def plant_focus_areas(trust: Trust) -> None:
    """Give a new trust the usual tree, which it may then change as it likes."""
    _plant(trust, RINGS, (FocusKind.RING, FocusKind.AREA))
    _plant(trust, TAGS, (FocusKind.TAG, FocusKind.TAG))


def _plant(
    trust: Trust, tree: Mapping[str, tuple[str, ...]], kinds: tuple[FocusKind, FocusKind]
) -> None:  # fmt: skip
    outer, inner = kinds
    for position, (name, parts) in enumerate(tree.items(), start=1):
        top = FocusArea(trust_id=trust.id, kind=outer, name=name, position=position)
        db.session.add(top)
        db.session.flush()
        db.session.add_all(
            FocusArea(trust_id=trust.id, parent_id=top.id, kind=inner, name=part, position=at)
            for at, part in enumerate(parts, start=1)
        )
    db.session.flush()
