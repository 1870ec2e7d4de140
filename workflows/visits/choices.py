"""What the forms of a visit offer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflows.directory.choices import staff_of


def colleagues(school_id: int | None) -> Sequence[Any]:
    """Who works at a school: id, name, job title, school's name, by name."""
    return staff_of([school_id]) if school_id is not None else ()
