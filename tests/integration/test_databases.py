"""The databases the tests stand on: each test has its own, and the application is nobody special there."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import inspect, text

from tests.databases import Databases, connected
from workflows.database import db

MAKE = text("CREATE TABLE kept (id INTEGER PRIMARY KEY)")
ADD = text("INSERT INTO kept (id) VALUES (1)")
COUNT = text("SELECT count(*) FROM kept")


def test_what_one_test_commits_the_next_does_not_see(databases: Databases) -> None:
    with databases.fresh() as first, connected(first):
        db.session.execute(MAKE)
        db.session.execute(ADD)
        db.session.commit()
        assert db.session.scalar(COUNT) == 1

    with databases.fresh() as second, connected(second):
        assert not inspect(db.engine).has_table("kept")


def test_what_is_committed_is_seen_from_another_connection(databases: Databases) -> None:
    with databases.empty() as url:
        with connected(url):
            db.session.execute(MAKE)
            db.session.execute(ADD)
            db.session.commit()
        with connected(url):
            assert db.session.scalar(COUNT) == 1


def test_a_fresh_database_has_the_schema_and_an_empty_one_has_none(databases: Databases) -> None:
    with databases.fresh() as url, connected(url):
        assert inspect(db.engine).has_table("alembic_version")
    with databases.empty() as url, connected(url):
        assert inspect(db.engine).get_table_names() == []


def test_the_application_is_no_superuser_and_owns_its_tables(database: SQLAlchemy) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # SQLite knows no roles
    is_superuser, bypasses, role = database.session.execute(
        text("SELECT rolsuper, rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user")
    ).one()
    owners = database.session.scalars(
        text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    )

    assert (is_superuser, bypasses) == (False, False)
    assert set(owners) == {role}
