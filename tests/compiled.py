"""SQL is compiled once for all tests of a process: anew in each, it takes a quarter of their time."""

from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import LRUCache

_MOST: Final = 5000
_FIRST: Final[dict[str, tuple[Any, Any]]] = {}
"""The dialect that speaks to each kind of database, and what it has compiled."""


def compile_once(engine: Engine) -> None:
    """Let an engine speak by the same dialect as those before it, and know what they have compiled."""
    if engine.name not in _FIRST:
        try:
            engine.connect().close()  # a dialect learns from its first connection what it speaks to
        except OperationalError:
            return  # a database that is away teaches nothing
        _FIRST[engine.name] = engine.dialect, LRUCache(_MOST)
    known: Any = engine
    known.dialect, known._compiled_cache = _FIRST[engine.name]
