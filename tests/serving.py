"""The application on a port of its own, and the time that it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Thread
from typing import Any, Final

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from tests.application import application
from workflows.clock import clock_at

Application = Callable[..., Iterable[bytes]]

ANSWER: Final = "tests.answer"
"""Where the environment of a request keeps what the application answers with."""


def kept(app: Application) -> Application:
    """The application, whose answer to a request can be found by its environment."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[ANSWER] = given = app(environ, start_response)
        return given

    return answer


class Handler(WSGIRequestHandler):
    """Leaves the log of requests to the application, and no file open behind a browser that went away."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name for it
        pass

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """werkzeug misses the answer's `close` when the line is cut while it reads the request's rest."""
        close_answer = getattr(environ.get(ANSWER), "close", None)
        if close_answer is not None:
            close_answer()


@dataclass
class Time:
    """What time it is for every request to a server; a test may put it on."""

    moment: datetime

    def around(self, app: Application) -> Application:
        """The application, at this time whichever thread it answers in."""

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            with clock_at(self.moment):
                return app(environ, start_response)

        return answer


@contextmanager
def served(settings: Settings, time: Time | None = None) -> Iterator[Flask]:
    """The application while it is served; its address is `app.config["SETTINGS"].base_url`."""
    with (
        make_server("127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=Handler) as serving,
        application(replace(settings, base_url=f"http://127.0.0.1:{serving.port}")) as app,
    ):
        if time is not None:
            app.wsgi_app = time.around(app.wsgi_app)  # type: ignore[method-assign]
        serving.app = kept(app)
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield app
        serving.shutdown()
        thread.join()
