"""Fixtures for every test: a database of its own, the application on it, and no way out of this machine."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

import workflows.imports  # noqa: F401 - decides how openpyxl parses, before a test imports openpyxl
from config import Environment, Settings
from tests.application import application
from tests.client import Browser
from tests.databases import Databases, connected, databases_of
from tests.needs import missing
from tests.network import stay_on_this_machine
from tests.postgresql_server import PostgresqlMissing
from tests.statements import Statement, statements_sent
from workflows.database import db

pytest_plugins = ["tests.people", "tests.watch"]

# No timed assertions; what is found anywhere can be found again, and CI finds the same every time.
hypothesis.settings.register_profile(
    "alongside", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.load_profile("alongside")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the tests store in (default: sqlite)",
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage each time takes a tenth of all."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    stay_on_this_machine(monkeypatch)


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Makes as many databases as a test needs: `with databases.fresh() as url` or `.empty()`."""
    kind, folder = pytestconfig.getoption("--database"), tmp_path_factory.mktemp("databases")
    lacking = ""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(databases_of(kind, folder))
        except PostgresqlMissing as error:
            lacking = f"no PostgreSQL: {error}"
    if lacking:
        missing(lacking)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a database with today's schema, which this test alone uses."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[SQLAlchemy]:
    """The application's `db` on a database of its own, ready to be used; nothing of the web application.

    Beside `client` it is another person at work; what the test has set up is committed before each page.
    """
    with connected(database_url):
        yield db


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an application on the test's database, as `test` with everything else left as it comes."""
    return Settings(environment=Environment.TEST, database_url=database_url, files_folder=tmp_path / "files")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application on the test's database."""
    with application(settings) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> Browser:
    """A person at a browser, who finds every page that is not sound; see tests/client.py."""
    made = app.test_client()
    assert isinstance(made, Browser)
    return made


@pytest.fixture
def statements() -> Iterator[list[Statement]]:
    """What the database is asked; `statements.clear()` forgets what was asked so far."""
    with statements_sent() as sent:
        yield sent
