"""`flask serve`: the application and its clock on one port, for one machine and for the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from config import MailChannel, Settings
from notifications.scheduler import start_in_background
from webapp.demo import Somebody, people_of_the_story
from workflows.database import db

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """One process with a few threads: as much as SQLite, which has one writer at a time, can use."""

    def __init__(self, app: Flask, bind: str, *, ready: Callable[[], None]) -> None:
        self.flask_app = app
        self.bind = bind
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": self.bind,
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: self.ready(),
            # After the fork: a thread that was started before it would stay behind.
            "post_worker_init": lambda _worker: start_in_background(self.flask_app),
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self.flask_app


@click.command("serve")
@click.option("--host", help="The address to listen on; that of the base URL unless given.")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port; that of the base URL unless given.")
@with_appcontext
def serve(*, host: str | None, port: int | None) -> None:
    """Serve the application and deliver its mail, on one port, until told to stop (Ctrl+C)."""
    settings: Settings = current_app.config["SETTINGS"]
    address = urlsplit(settings.base_url)
    bind = f"{host or address.hostname}:{port or address.port or 8000}"
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    greeting = _greeting(settings)
    Server(app, bind, ready=lambda: click.echo(greeting)).run()


def _people() -> list[Somebody]:
    """The people of the story; nothing of the look into the database goes along into the server's process."""
    db.session.connection(execution_options={"reading": True})
    people = people_of_the_story()
    db.session.remove()
    db.engine.dispose()
    return people


def _greeting(settings: Settings) -> str:
    lines = [f"Alongside is at {settings.base_url} (stop with Ctrl+C)."]
    if settings.mail_channel is MailChannel.MAILBOX:
        lines.append(f"Mail is kept to be read at {settings.base_url}/mailbox.")
    if settings.demo_mode:
        lines.append("Anybody can sign in as one of these, with one press:")
        people = _people()
        widest = max((len(one.name) for one in people), default=0)
        lines += [f"  {one.name:<{widest}}  {one.what}" for one in people]
    return "\n".join(lines)
