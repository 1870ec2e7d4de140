"""Copies of the whole database: how they are taken while people work, and how they go into an empty one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, make_url

from workflows.database import EVERY_TRUST, Model, db

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
_SQLITE_FILE: Final = "database.db"
_CHUNK: Final = 1024 * 1024
_CHOOSE_TRUST: Final = text("SELECT set_config('alongside.trust', :trust, true)")


def kind_of_database() -> str:
    """What the application's database is: "sqlite" or "postgresql"."""
    return str(db.engine.dialect.name)


def revision() -> str:
    """The revision of the database's schema; empty if it has none."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def is_empty() -> bool:
    """Whether nothing has been put into the database yet."""
    with _every_trust() as connection:
        if not inspect(connection).has_table("trusts"):
            return True
        return not connection.scalar(text("SELECT count(*) FROM trusts"))


def take(folder: Path) -> list[Path]:
    """Write a copy of the database as it is at one moment into the folder; gives the files, in order."""
    return [_take_sqlite(folder)] if kind_of_database() == SQLITE else _take_postgresql(folder)


def put_back(files: list[Path], at_revision: str) -> None:
    """Fill the empty database from a copy, then bring it to the revision of today's code."""
    if kind_of_database() == SQLITE:
        _put_back_sqlite(files[0])
    else:
        upgrade(revision=at_revision)
        _put_back_postgresql(files)
    upgrade()


# SQLite: its own way of copying a database that is in use


def _take_sqlite(folder: Path) -> Path:
    target = folder / _SQLITE_FILE
    with closing(sqlite3.connect(_sqlite_path())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def _put_back_sqlite(file: Path) -> None:
    db.engine.dispose()
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(_sqlite_path())) as target:
        source.backup(target)


def _sqlite_path() -> str:
    return str(make_url(str(db.engine.url)).database)


# PostgreSQL: COPY of every table in one snapshot, read and written by the same program


def _take_postgresql(folder: Path) -> list[Path]:
    files = []
    with _every_trust(isolation_level="REPEATABLE READ") as connection:
        for table in Model.metadata.sorted_tables:
            file = folder / f"{table.name}.copy"
            names = [column.name for column in table.columns]
            wanted = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
                sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table.name)
            )
            with file.open("wb") as target, _cursor(connection).copy(wanted) as rows:
                target.write((",".join(names) + "\n").encode())
                for part in rows:
                    target.write(bytes(part))
            files.append(file)
    return files


def _put_back_postgresql(files: list[Path]) -> None:
    with _every_trust() as connection:
        keys = _foreign_keys(connection)
        # Rows come table by table: until the last one is there, some point at rows that are still to come.
        for table, name, _ in keys:
            _run(connection, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        for file in files:
            _fill(connection, file)
        for table, name, definition in keys:
            _run(connection, "ALTER TABLE {} ADD CONSTRAINT {} " + definition, table, name)
        connection.commit()


def _fill(connection: Connection, file: Path) -> None:
    table = file.stem
    forced = connection.scalar(
        text("SELECT relforcerowsecurity FROM pg_class WHERE relname = :table"), {"table": table}
    )
    # The database takes no COPY where the rows are kept to their trust; the owner may lift that for a while.
    if forced:
        _run(connection, "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)
    with file.open("rb") as source:
        names = source.readline().decode().strip().split(",")
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with _cursor(connection).copy(into) as target:
            while part := source.read(_CHUNK):
                target.write(part)
    if forced:
        _run(connection, "ALTER TABLE {} FORCE ROW LEVEL SECURITY", table)
    _count_on(connection, table, names)


def _count_on(connection: Connection, table: str, names: list[str]) -> None:
    """Let new rows be numbered after those that came back."""
    for name in names:
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :name)"), {"table": table, "name": name}
        )
        if sequence:
            statement = (
                f'SELECT setval(:sequence, (SELECT coalesce(max("{name}"), 0) + 1 FROM "{table}"), false)'  # noqa: S608
            )
            connection.execute(text(statement), {"sequence": sequence})


def _foreign_keys(connection: Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(
        text(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        )
    )
    return [(row[0].strip('"'), row[1], row[2]) for row in rows]


def _run(connection: Connection, statement: str, *names: str) -> None:
    made = sql.SQL(statement).format(*map(sql.Identifier, names))
    _cursor(connection).execute(made)


def _cursor(connection: Connection) -> Any:
    """The driver's own cursor: SQLAlchemy has no COPY."""
    return connection.connection.cursor()


@contextmanager
def _every_trust(**options: Any) -> Iterator[Connection]:
    """A connection of its own that sees the rows of every trust."""
    with db.engine.connect().execution_options(reading=True, **options) as connection:
        if kind_of_database() == POSTGRESQL:
            connection.execute(
                text("SELECT set_config('alongside.trust', :every, true)"), {"every": EVERY_TRUST}
            )
        yield connection
