"""Pages of a list by key: as fast in the middle of a long list as at its beginning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, select, tuple_

from workflows.database import db

LONG: Final = 50
"""Rows on a page."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the ids from which the pages on either side go on, where there is more."""

    rows: list[Row] = field(default_factory=list)
    #: ask for what lies `before` this id
    before: int | None = None
    #: ask for what lies `after` this id
    after: int | None = None


def turn(
    statement: Select[*tuple[Any, ...]],
    key: tuple[Any, ...],
    *,
    before: int | None,
    after: int | None,
    make: Callable[..., Row],
    newest_first: bool = False,
) -> Page[Row]:
    """The page of a statement that lies before or after a row, in the order of its key.

    The key ends in the id, which is also the statement's first column; `make` makes a row of its columns.
    """
    backwards = before is not None
    anchor = before if backwards else after
    if anchor is not None:
        statement = statement.where(_beyond(key, anchor, upwards=backwards is newest_first))
    upwards = backwards is newest_first
    order = [column.asc() if upwards else column.desc() for column in key]
    found = list(db.session.execute(statement.order_by(*order).limit(LONG + 1)))
    more, found = len(found) > LONG, found[:LONG]
    if backwards:
        found.reverse()
    if not found:
        return Page()
    return Page(
        [make(*row) for row in found],
        before=found[0][0] if (more if backwards else after is not None) else None,
        after=found[-1][0] if more or backwards else None,
    )


def _beyond(key: tuple[Any, ...], anchor: int, *, upwards: bool) -> ColumnElement[bool]:
    """Rows whose key is larger (or smaller) than that of the row with the id `anchor`."""
    if len(key) == 1:
        return key[0] > anchor if upwards else key[0] < anchor  # type: ignore[no-any-return]
    there = db.session.execute(select(*key).where(key[-1] == anchor)).first()
    mine, others = tuple_(*key), tuple_(*(there or (None,) * len(key)))
    return mine > others if upwards else mine < others
