"""The application on a port of its own, and the time that it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from tests.application import application
from workflows.clock import clock_at


class QuietHandler(WSGIRequestHandler):
    """Leaves the log of requests to the application."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name for it
        pass


@dataclass
class Time:
    """What time it is for every request to a server; a test may put it on."""

    moment: datetime

    def around(self, app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The application, at this time whichever thread it answers in."""

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            with clock_at(self.moment):
                return app(environ, start_response)

        return answer


@contextmanager
def served(settings: Settings, time: Time | None = None) -> Iterator[Flask]:
    """The application while it is served; its address is `app.config["SETTINGS"].base_url`."""
    with (
        make_server("127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=QuietHandler) as serving,
        application(replace(settings, base_url=f"http://127.0.0.1:{serving.port}")) as app,
    ):
        if time is not None:
            app.wsgi_app = time.around(app.wsgi_app)  # type: ignore[method-assign]
        serving.app = app
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield app
        serving.shutdown()
        thread.join()
