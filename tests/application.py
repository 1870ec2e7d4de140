"""The application for a while: when it is no longer needed, no connection of it stays open."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from flask import Flask

from config import Settings
from tests.client import Browser
from workflows.database import db


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """The whole application with these settings, whose test clients are people at a browser."""
    made: Flask = import_module("webapp.factory").create_app(settings)
    made.test_client_class = Browser
    try:
        yield made
    finally:
        with made.app_context():
            db.session.remove()
            db.engine.dispose()
