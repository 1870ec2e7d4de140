"""What the pages of the directory share: their blueprint, and a list with its filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forms.directory import PeopleFilter, SchoolsFilter
from forms.fields import FilterForm, choice
from webapp.components import url_with
from webapp.rows import key
from workflows.directory import choices

blueprint = Blueprint("directory", __name__, url_prefix="/directory")

Answer = str | Response | tuple[str, int]


def list_page(template: str, filters: SchoolsFilter | PeopleFilter, rows: Callable[..., Any]) -> str:
    """A list as it was asked for; `rows` finds a page of what the filters want."""
    filters.focus.choices = [choice(area, name) for area, name in choices.focus_areas()]
    filters.validate()
    return render_template(
        template,
        filters=filters,
        in_use=_in_use(filters),
        beside_search=_beside_search(filters),
        page=rows(filters.wanted(), before=key("before"), after=key("after")),
    )


def _in_use(filters: FilterForm) -> list[dict[str, str]]:
    """The filters that narrow a list, in words, each with the address without it."""
    used = []
    for name, value in filters.given().items():
        if value is not False:
            href = url_with(**{name: None, "after": None, "before": None})
            used.append({"text": _words(filters[name], value), "href": href})
    return used


def _beside_search(filters: FilterForm) -> dict[str, str]:
    """What else was asked for, to be sent along with a search."""
    return {name: request.args[name] for name in filters.given() if name != "q" and name in request.args}


def _words(field: Any, value: Any) -> str:
    """A choice by its label, a ticked box by its own, anything typed as it is."""
    if value is True:
        return str(field.label.text)
    for option in getattr(field, "choices", None) or ():
        if field.coerce(option.value) == value:
            return str(option.label)
    return str(value)
