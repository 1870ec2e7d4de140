"""The one or two focus areas that something is about, as forms ask for them."""

from __future__ import annotations

from collections.abc import Iterable

from forms.fields import SelectField, choice
from workflows.directory.choices import focus_areas
from workflows.giving import FocusArea


def offer_areas(fields: Iterable[SelectField], already: Iterable[FocusArea]) -> None:
    """Let each field choose among the trust's areas, and those chosen before they were retired."""
    offered = dict(focus_areas())
    for area in already:
        offered.setdefault(area.id, area.name)
    for field in fields:
        field.choices = [choice(area, name) for area, name in offered.items()]


def chosen_areas(fields: Iterable[SelectField]) -> tuple[int, ...]:
    """The areas that are chosen, each once."""
    return tuple(dict.fromkeys(field.data for field in fields if field.data is not None))
