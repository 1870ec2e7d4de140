"""Addresses of our own: where somebody may be sent on to."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, RequestRedirect

LARGEST_NUMBER: Final = 2**31 - 1

_PLAIN = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*", re.ASCII)


class NumberInAddress(IntegerConverter):
    """A number in an address; one that no database column could hold leads nowhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_NUMBER} | kwargs)


def is_path(target: str) -> bool:
    """Whether it can only be an address of ours: no scheme, no host, nothing that a browser reads as one."""
    return bool(_PLAIN.fullmatch(target))


def own_path(target: str | None, otherwise: str = "/") -> str:
    """The path if it is the path of a page of ours, else another; nobody is ever sent off to a stranger."""
    if not target or not is_path(target):
        return otherwise
    try:
        current_app.url_map.bind("").match(urlsplit(target).path, method="GET")
    except RequestRedirect:
        return target
    except HTTPException:
        return otherwise
    return target
