"""What is asked of the database meanwhile, to be counted and to be explained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

AROUND: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SHOW", "SELECT set_config")
"""Frames of transactions and settings of connections: they ask for nothing."""


class Statement(str):
    """A statement as it goes to the database, and what goes with it."""

    __slots__ = ("parameters",)

    parameters: Any


@contextmanager
def statements_sent() -> Iterator[list[Statement]]:
    """Every statement that any database of this process is sent until the end of the block."""
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_more: Any) -> None:
        if not sql.startswith(AROUND):
            statement = Statement(sql)
            statement.parameters = parameters
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
