"""The rows that an address names."""

from __future__ import annotations

from typing import Final, TypeVar

from flask import request
from werkzeug.exceptions import NotFound

from workflows.database import Model, db

Row = TypeVar("Row", bound=Model)

LARGEST_ID: Final = 2**31 - 1
"""The largest id that both databases can be asked for."""


def find(kind: type[Row], row_id: int) -> Row:
    """The trust's row with this id; raises NotFound."""
    row = db.session.get(kind, row_id) if 0 < row_id <= LARGEST_ID else None
    if row is None:
        raise NotFound
    return row


def key(name: str) -> int | None:
    """The id in the address from which a page of a list goes on, if it is one."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) <= LARGEST_ID else None
