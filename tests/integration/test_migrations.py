"""The revisions: one line of them, each of which can be taken back, that makes what the models describe."""

import re
from typing import Any, Final

import pytest
from alembic import command
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine, Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from tests.databases import Databases, alembic_config, connected, migrate
from workflows.database import Model, db

REVISIONS: Final = tuple(ScriptDirectory.from_config(alembic_config()).walk_revisions())[::-1]
BOOKKEEPING: Final = "alembic_version"
GUARDS: Final = {
    "sqlite": text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"),
    "postgresql": text(
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT relname, relrowsecurity::text || relforcerowsecurity::text FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " UNION ALL SELECT tablename || policyname, cmd || qual || with_check FROM pg_policies ORDER BY 1, 2"
    ),
}


def schema_of(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everything about each table that the database enforces, in an order that can be compared."""
    found = inspect(engine)
    tables = [table for table in found.get_table_names() if table != BOOKKEEPING]
    return {table: describe(found, table) for table in tables}


def describe(found: Inspector, table: str) -> dict[str, Any]:
    """One table of the schema."""
    keys = found.get_foreign_keys(table)
    return {
        "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table)},
        "primary key": found.get_pk_constraint(table)["constrained_columns"],
        "foreign keys": sorted((key["name"], key["referred_table"], str(key["options"])) for key in keys),
        "unique": sorted((one["name"], one["column_names"]) for one in found.get_unique_constraints(table)),
        "checks": sorted((one["name"], plain(one["sqltext"])) for one in found.get_check_constraints(table)),
        "indexes": sorted(
            (one["name"], one["column_names"], one["unique"], options_of(one))
            for one in found.get_indexes(table)
        ),
    }


def options_of(index: ReflectedIndex) -> list[tuple[str, str]]:
    """Such as the condition of a partial index."""
    given = index.get("dialect_options", {}).items()
    return sorted((name, plain(str(value))) for name, value in given)


def guards_of(engine: Engine) -> list[tuple[Any, ...]]:
    """Triggers and row-level security: what the revisions add that no model describes."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(GUARDS[engine.dialect.name])]


def plain(sql: str) -> str:
    """SQL without the brackets and spaces in which databases differ from what they were told."""
    return re.sub(r"[\s()]+", " ", sql).strip()


def test_there_is_one_line_of_revisions() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda script: script.revision)
def test_a_revision_goes_up_and_down_and_up_again(revision: Script, databases: Databases) -> None:
    with databases.empty() as url:
        migrate(url, revision.revision)
        with connected(url):
            first = schema_of(db.engine), guards_of(db.engine)
            command.downgrade(alembic_config(), "-1")
            command.upgrade(alembic_config(), "+1")
            again = schema_of(db.engine), guards_of(db.engine)

    assert again == first


def test_taking_every_revision_back_leaves_nothing(databases: Databases) -> None:
    with databases.fresh() as url, connected(url):
        command.downgrade(alembic_config(), "base")

        assert schema_of(db.engine) == {}
        assert not [guard for guard in guards_of(db.engine) if guard[0] != BOOKKEEPING]


def test_alembic_finds_nothing_to_add(databases: Databases) -> None:
    with databases.fresh() as url, connected(url):
        command.check(alembic_config())


def test_the_revisions_make_the_very_constraints_that_the_models_name(databases: Databases) -> None:
    with databases.fresh() as url, connected(url):
        migrated = schema_of(db.engine)
    with databases.empty() as url, connected(url):
        Model.metadata.create_all(db.engine)
        described = schema_of(db.engine)

    assert migrated == described
