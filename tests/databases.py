"""Databases for the tests: the schema is migrated once and each test gets a copy, so it can really commit."""

import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from alembic import command
from alembic.config import Config
from flask import Flask
from psycopg import Connection, sql
from sqlalchemy.engine import URL, make_url

from config import DEVELOPMENT_SEALING_KEY
from tests import canary
from tests.compiled import compile_once
from tests.memory import memory
from tests.postgresql_server import Server, server
from workflows import sealing
from workflows.database import db

MIGRATIONS: Final = Path(__file__).resolve().parent.parent / "migrations"
_PAGE: Final = 4096
"""Bytes of a page of a SQLite file."""


class Databases(ABC):
    """Makes databases; each lasts as long as the `with` around it, and its address is what `with` gives.

    Before it goes it is looked through: what was written in private may not stand there unsealed.
    """

    @abstractmethod
    def empty(self) -> AbstractContextManager[str]:
        """A database without a table."""

    @abstractmethod
    def fresh(self) -> AbstractContextManager[str]:
        """A database with every table of today's schema and whatever rows the revisions put there."""


class SqliteDatabases(Databases):
    """One file a database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        migrate(_sqlite_url(self._template))

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new file, removed afterwards with what SQLite keeps beside it."""
        path = self._folder / f"{uuid4().hex}.db"
        yield _sqlite_url(path)
        written = [self._written(leftover) for leftover in sorted(self._folder.glob(f"{path.name}*"))]
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink(missing_ok=True)
        canary.look_through(b"".join(written), "the database")

    def _written(self, path: Path) -> bytes:
        """The pages that are not as they were copied, those of rows that are deleted again among them."""
        if not path.is_file():
            return b""
        before, after = self._template.read_bytes(), path.read_bytes()
        pages = ((after[at : at + _PAGE], before[at : at + _PAGE]) for at in range(0, len(after), _PAGE))
        return b"".join(page for page, as_it_was in pages if page != as_it_was)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """A copy of the migrated file."""
        with self.empty() as url:
            shutil.copyfile(self._template, make_url(url).database or "")
            yield url


class PostgresqlDatabases(Databases):
    """One database of the server for each."""

    def __init__(self, on: Server) -> None:
        self._server = on
        self._template = _new_name()
        self._create(self._template, "template1")
        migrate(self._url(self._template))

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A copy of the server's own template."""
        with self._copy("template1") as url:
            yield url

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """A copy of the migrated database."""
        with self._copy(self._template) as url:
            yield url

    def close(self) -> None:
        """Remove the migrated database."""
        self._drop(self._template)

    @contextmanager
    def _copy(self, template: str) -> Iterator[str]:
        name = _new_name()
        self._create(name, template)
        try:
            yield self._url(name)
            with self._server.reading(name) as connection:
                canary.look_through(_every_row(connection), "the database")
        finally:
            self._drop(name)

    def _create(self, name: str, template: str) -> None:
        owner = self._server.owner
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy {}").format(
            sql.Identifier(name),
            sql.Identifier(template),
            sql.SQL("OWNER {}").format(sql.Identifier(owner)) if owner else sql.SQL(""),
        )
        self._server.run(statement)

    def _drop(self, name: str) -> None:
        """Remove a database, and throw out who is still connected, such as a thread that a test forgot."""
        self._server.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _url(self, name: str) -> str:
        return _shown(self._server.application.set(database=name))


@contextmanager
def databases_of(kind: str, folder: Path) -> Iterator[Databases]:
    """Databases of a kind, `sqlite` or `postgresql`; raises PostgresqlMissing where there is none."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="alongside-", dir=memory(folder)) as place:
            yield SqliteDatabases(Path(place))
        return
    with server() as running:
        made = PostgresqlDatabases(running)
        try:
            yield made
        finally:
            made.close()


@contextmanager
def connected(url: str) -> Iterator[Flask]:
    """The application's `db` on this database, without any of the web application around it."""
    app = Flask("alongside")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "execution_options": {sealing.KEYS: (DEVELOPMENT_SEALING_KEY,)}
    }
    db.init_app(app)
    with app.app_context():
        compile_once(db.engine)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    with connected(url):
        command.upgrade(alembic_config(), revision)


def alembic_config() -> Config:
    """What Alembic's own commands need to find our revisions."""
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _every_row(connection: Connection[tuple[str]]) -> bytes:
    """Everything that stands in any column, in two statements."""
    names = connection.execute(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND pg_relation_size(c.oid) > 0"
    ).fetchall()
    selects = [f"SELECT {name.rpartition('.')[2]}::text FROM {name}" for (name,) in names]
    rows = connection.execute(" UNION ALL ".join(selects)).fetchall() if selects else []
    text = "\n".join(row for (row,) in rows)
    in_hex = re.findall(r"\\x((?:[0-9a-f]{2})+)", text)
    return b"\n".join([text.encode(), *map(bytes.fromhex, in_hex)])


def _new_name() -> str:
    return f"alongside_{uuid4().hex[:12]}"


def _sqlite_url(path: Path) -> str:
    return _shown(URL.create("sqlite", database=str(path)))


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)
