"""The application for a while: when it is no longer needed, no connection of it stays open."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskCliRunner
from jinja2 import FileSystemBytecodeCache

from config import Settings
from tests import canary
from tests.client import Browser
from tests.compiled import compile_once
from workflows.database import db

COMPILED: Final = FileSystemBytecodeCache()
"""Templates as they were compiled for another test: compiling them anew takes half of what a page takes."""


class Commands(FlaskCliRunner):
    """A person at a terminal: what commands say there is looked through for what was written in private."""

    def invoke(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        result = super().invoke(*args, **kwargs)
        canary.look_through(result.output, "what a command says")
        return result


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """The whole application with these settings, whose test clients are people at a browser."""
    made: Flask = import_module("webapp.factory").create_app(settings)
    made.test_client_class, made.test_cli_runner_class = Browser, Commands
    made.jinja_env.bytecode_cache = COMPILED
    with made.app_context():
        compile_once(db.engine)
    try:
        yield made
    finally:
        with made.app_context():
            db.session.remove()
            db.engine.dispose()
