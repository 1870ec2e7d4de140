"""The application for a while: when it is no longer needed, no connection of it stays open.

Making one takes longer than most tests, so it is made once for the same settings and lent from test to test.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskCliRunner
from jinja2 import FileSystemBytecodeCache

from config import Settings
from tests import canary
from tests.client import Browser
from tests.compiled import compile_once
from webapp import logs
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
    lent = _lend(settings)
    with lent.app.app_context():
        compile_once(db.engine)
    try:
        yield lent.app
    finally:
        with lent.app.app_context():
            db.session.remove()
            db.engine.dispose()
        _take_back(lent, settings)


@dataclass(frozen=True)
class _Application:
    """An application, how it was configured, and the parts it had when it was new."""

    app: Flask
    config: dict[str, Any]
    parts: dict[str, Any]


_IDLE: Final[OrderedDict[Settings, _Application]] = OrderedDict()
_MOST_IDLE: Final = 3
_MAY_DIFFER: Final = {"_got_first_request", "config", "jinja_loader", "logger"}
"""What comes with use, and what is put back when the application is lent again."""


def _lend(settings: Settings) -> _Application:
    idle = _IDLE.pop(_kind(settings), None)
    return _begin_anew(idle, settings) if idle else _make(settings)


def _take_back(lent: _Application, settings: Settings) -> None:
    """Keep it for the next test, unless this one has given it a page or taken it apart."""
    if _parts(lent.app) == lent.parts:
        _IDLE[_kind(settings)] = lent
        while len(_IDLE) > _MOST_IDLE:
            _IDLE.popitem(last=False)


def _kind(settings: Settings) -> Settings:
    """What two applications have to have in common for one to stand in for the other."""
    return replace(settings, database_url="", files_folder=Path())


def _make(settings: Settings) -> _Application:
    app: Flask = import_module("webapp.factory").create_app(settings)
    app.test_client_class, app.test_cli_runner_class = Browser, Commands
    app.jinja_env.bytecode_cache = COMPILED
    return _Application(app, dict(app.config), _parts(app))


def _begin_anew(idle: _Application, settings: Settings) -> _Application:
    """As if it had just been made, on another database."""
    app = idle.app
    app._got_first_request = False
    app.config.clear()
    app.config.update(idle.config)
    app.config.update(settings.for_flask())
    logs.configure(settings.log_level, as_json=settings.is_production)
    del app.extensions["sqlalchemy"]
    app.teardown_appcontext_funcs.remove(db._teardown_session)
    app.shell_context_processors.pop()
    db.init_app(app)
    return idle


def _parts(app: Flask) -> dict[str, Any]:
    """Everything that the application consists of, copied as deep as tests reach."""
    parts = {name: _copied(part) for name, part in vars(app).items() if name not in _MAY_DIFFER}
    parts["pages"] = len(list(app.url_map.iter_rules()))
    parts["globals"] = dict(app.jinja_env.globals)
    return parts


def _copied(part: Any) -> Any:
    if isinstance(part, dict):
        copies = {name: _copied(one) for name, one in part.items()}
        return {name: copy for name, copy in copies.items() if copy not in ({}, [])}  # a look-up leaves these
    return list(part) if isinstance(part, list) else part
