"""The revisions: one line of them, each of which can be taken back, that makes what the models describe."""

import re
from typing import Any, Final

import pytest
from alembic import command
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine, Inspector, func, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from tests.databases import Databases, alembic_config, connected, migrate
from tests.world import MONDAY, build
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, Model, db, scope
from workflows.events import verify
from workflows.library import LibraryEntry
from workflows.library.queries import Wish, entries_for, versions_of
from workflows.library.watching import look_at
from workflows.perform import open_case
from workflows.support_requests import SupportRequest

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


@pytest.mark.parametrize("revision", REVISIONS[1:], ids=lambda script: script.revision)
def test_a_revision_is_taken_back_and_made_again_without_losing_a_row(
    revision: Script, databases: Databases
) -> None:
    """The first one makes the tables, so taking it back is the only one that loses what is in them."""
    with databases.fresh() as url, connected(url):
        world = build()
        with scope(world.trust_id):
            request = SupportRequest(title="Early reading", receiving_school_id=world.schools["saltmarsh"])
            open_case(request, "start", world.person("priya"))
            db.session.commit()
        before = rows_by_table()
        command.downgrade(alembic_config(), str(revision.down_revision))
        command.upgrade(alembic_config(), "head")

        assert rows_by_table() == before
        with scope(EVERY_TRUST):
            assert verify() == (1, None)


def test_entries_of_the_library_become_cases_and_keep_what_refers_to_them(databases: Databases) -> None:
    """Their numbers change, and the number of one's case may have been another entry's."""
    entry = (
        "INSERT INTO library_entries (id, trust_id, title, what, how, phase, school_id, owner_id,"
        " came_from_id, offered_at, consented_by_id, version, taken_down_at, taken_down_by_id)"
        " VALUES (:id, 1, :title, 'What', 'How', 'Primary', 2, 1,"
        " NULL, '2026-11-16 09:30:00+00:00', 1, 2, :down, :by)"
    )
    with databases.fresh() as url, connected(url):
        world = build()
        command.downgrade(alembic_config(), "0006")
        with db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('alongside.trust', 'every', true)"))
            for number, down in ((1, None), (5, "2026-11-17 09:30:00+00:00")):
                row = {"id": number, "title": f"Entry {number}", "down": down, "by": 1 if down else None}
                connection.execute(text(entry), row)
                area = {"entry": number, "area": world.focus_area_id}
                connection.execute(text("INSERT INTO library_focus_areas VALUES (:entry, :area, 1)"), area)
        command.upgrade(alembic_config(), "head")
        with scope(world.trust_id):
            first, fifth = db.session.scalars(select(LibraryEntry).order_by(LibraryEntry.id)).all()
            assert [first.reference, fifth.reference] == ["LB-2026-0001", "LB-2026-0002"]
            assert [first.state, fifth.state] == ["shared", "taken_down"]
            assert [area.id for area in first.focus_areas] == [world.focus_area_id]
            assert [one.number for one in versions_of(first.id)] == [2]
            with clock_at(MONDAY):
                look_at(first)
                db.session.commit()
            assert entries_for(Wish(words="entry")).entries == (first,)
            assert (first.state, str(first.review_on)) == ("shared", "2027-11-16")
        with scope(EVERY_TRUST):
            assert verify()[1] is None


def rows_by_table() -> dict[str, int]:
    """How many rows each table holds."""
    with scope(EVERY_TRUST):
        counted = {
            name: db.session.scalar(select(func.count()).select_from(table))
            for name, table in Model.metadata.tables.items()
        }
        db.session.remove()
    return {name: int(count or 0) for name, count in counted.items()}


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
