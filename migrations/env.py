"""Runs the revisions in `versions/` against the application's database, all in one transaction."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from typing import Any, Final, Literal

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, TypeDecorator, text
from sqlalchemy.engine import make_url

from workflows.database import Model, db

MODEL_PACKAGES: Final = ("workflows", "notifications")
FULLEST_DIALECT: Final = make_url("postgresql+psycopg://").get_dialect()()
ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(20260901)")

OF_SEARCH: Final = {("column", "found"), ("index", "ix_library_words_found")}

EVERY_TRUST: Final = text("SELECT set_config('alongside.trust', 'every', true)")


def import_models() -> None:
    """Import every module that may declare a table, so that none is missing from the comparison."""
    for package in filter(find_spec, MODEL_PACKAGES):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith(".__main__"):
                import_module(module.name)


def switch_foreign_keys(connection: Connection, state: str) -> None:
    """SQLite alters a table by replacing it, and dropping the old one must not take other rows along."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")  # outside any transaction


def check_foreign_keys(connection: Connection) -> None:
    """What SQLite did not check on the way is checked at the end; raises CommandError with the tables."""
    if connection.dialect.name == "sqlite":
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise CommandError(f"rows without the row they refer to in: {', '.join(sorted(broken))}")


def render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write column types of our own as what they are in the database: a revision outlives today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.load_dialect_impl(FULLEST_DIALECT).as_generic()!r}"
    return False


def is_described(_item: object, name: str | None, kind: str, _reflected: bool, _model: Any) -> bool:  # noqa: FBT001
    """Whether a model can describe it: an index of words is each database's own."""
    is_search = kind == "table" and str(name).startswith("library_fts")
    return not (is_search or (kind, name) in OF_SEARCH)


def run(connection: Connection) -> None:
    """Run the revisions that were asked for; two web servers that start together take turns."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_item=render_type,
        include_object=is_described,
        render_as_batch=True,  # SQLite cannot alter a column in place
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(ONE_AT_A_TIME)
            connection.execute(EVERY_TRUST)
        context.run_migrations()
        check_foreign_keys(connection)


if context.is_offline_mode():
    raise CommandError("revisions run against a database; writing them out as SQL is not supported")
import_models()
with db.engine.connect() as connection:
    switch_foreign_keys(connection, "OFF")
    try:
        run(connection)
    finally:
        switch_foreign_keys(connection, "ON")
