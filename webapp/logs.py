"""Log lines: one a request and one for each event that matters to security; never a secret in any of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, MutableMapping
from time import monotonic
from traceback import format_tb
from typing import Any, Final

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SECRET_WORDS: Final = ("password", "token", "secret", "cookie", "csrf", "authorization", "api_key")

log = structlog.get_logger("alongside.web")


def configure(level: str, *, as_json: bool) -> None:
    """Write log lines to standard error: JSON where programs read them, plain where people do."""
    last: Any = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
        say_where,
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def hide_secrets(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out whatever is called like a secret: the last guard, for what should not have come here."""
    for name in line:
        if any(word in name.lower() for word in _SECRET_WORDS):
            line[name] = "hidden"
    return line


def say_where(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tell of a fault its kinds and its places, and not its words: they may quote what somebody typed."""
    error = line.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error
    if isinstance(error, BaseException):
        line["exception"] = "\n".join(map(_where, reversed(list(_chain(error)))))
    return line


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _where(error: BaseException) -> str:
    places = "".join(format_tb(error.__traceback__))
    return f"{places}{type(error).__module__}.{type(error).__qualname__}{_sound_words(error)}"


def _sound_words(error: BaseException) -> str:
    """Words that cannot be anybody's: of a network, disk or database that is away; a broken rule's name."""
    if isinstance(error, OSError | OperationalError | PoolTimeout):
        return f": {error}"
    said = getattr(getattr(error, "orig", None), "diag", None)
    named = filter(None, (getattr(said, name, None) for name in ("sqlstate", "constraint_name")))
    return "".join(f" {name}" for name in named)


def register(app: Flask) -> None:
    """Log each request by its pattern, never by its address: addresses of some pages hold tokens."""

    def begin() -> None:
        g.began = monotonic()

    def finish(response: Response) -> Response:
        if request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                page=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((monotonic() - g.get("began", monotonic())) * 1000),
                person=g.get("person_id"),
            )
        return response

    app.before_request(begin)
    app.after_request(finish)
