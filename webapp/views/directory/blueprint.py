"""What the pages of the directory share: their blueprint, and the words of a filter in use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from forms.fields import FilterForm
from webapp.components import url_with

blueprint = Blueprint("directory", __name__, url_prefix="/directory")

Answer = str | Response | tuple[str, int]


def in_use(filters: FilterForm) -> list[dict[str, str]]:
    """The filters that narrow a list, in words, each with the address without it."""
    used = []
    for name, value in filters.given().items():
        if value is not False:
            href = url_with(**{name: None, "after": None, "before": None})
            used.append({"text": _words(filters[name], value), "href": href})
    return used


def beside_search(filters: FilterForm) -> dict[str, str]:
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
