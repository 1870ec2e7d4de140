"""Today, the list and a case's page in the demo, and in a trust with a hundred times its cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from config import Environment, Settings
from tests.bench.grown import COPIED, grow
from tests.client import Browser
from tests.databases import Databases
from tests.statements import Statement, statements_sent
from webapp.demo.building import build
from webapp.factory import create_app
from workflows.cases import Case
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person

TIMES: Final = 100
ROUNDS: Final = 40
READERS: Final = ("Priya Nair", "Asha Bell", "Eleanor Graves")
"""A head, a coordinator, and the improvement lead, who sees every case."""

PAGES: Final = {"Today": "/", "list": "/support", "late": "/support?late=yes", "case": "/support/{reference}"}


def measure(databases: Databases, kind: str) -> Iterator[str]:
    """Yields a line a page and reader: times before and after, statements, and those without an index."""
    with demo(databases) as app:
        before = {key: timed(app, *key) for key in pages()}
        with app.app_context():
            grow(TIMES)
            _analyse()
        for who, page in pages():
            after, small = timed(app, who, page), before[who, page]
            sent = statements(app, who, page)
            yield (
                f"pages: {page:<6}{who:<15} {small * 1000:6.1f} ms, {after * 1000:6.1f} ms with {TIMES} "
                f"times the cases: {after / small:.2f} times (wanted: 1.30); {len(sent)} statements "
                f"(wanted: 12); {len(unindexed(app, sent))} without an index"
            )


def pages() -> list[tuple[str, str]]:
    """Every page for every reader."""
    return [(who, page) for page in PAGES for who in READERS]


@contextmanager
def demo(databases: Databases) -> Iterator[Flask]:
    """The application on the demo's trusts."""
    with databases.fresh() as url, TemporaryDirectory() as folder:
        settings = Settings(environment=Environment.TEST, database_url=url, files_folder=Path(folder))
        app = create_app(settings)
        with app.app_context():
            build(Path(folder))
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def timed(app: Flask, who: str, page: str) -> float:
    """Median seconds that the server takes for a page."""
    client, address = _reader(app, who), _address(app, page)
    seconds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        answer = client.get(address)
        seconds.append(perf_counter() - begin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code} to {who}")
    return median(seconds)


def statements(app: Flask, who: str, page: str) -> list[Statement]:
    """What a page asks the database."""
    client, address = _reader(app, who), _address(app, page)
    with statements_sent() as sent:
        client.get(address)
    return sent


def unindexed(app: Flask, sent: list[Statement]) -> list[str]:
    """Statements that read a whole table of cases or of what belongs to them, as the database plans them."""
    with app.app_context(), scope(EVERY_TRUST):
        connection = db.session.connection()
        found: list[str] = [one for one in sent if _scans(connection, one)]
        db.session.remove()
    return found


def _scans(connection: Any, one: Statement) -> bool:
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", one.parameters).all()
        return any(
            row.detail.startswith(f"SCAN {name}") and "USING" not in row.detail
            for name in COPIED
            for row in plan
        )
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    plan = connection.exec_driver_sql(f"EXPLAIN {one}", one.parameters).scalars().all()
    return any(f"Seq Scan on {name}" in line for name in COPIED for line in plan)


def _analyse() -> None:
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _reader(app: Flask, who: str) -> Any:
    app.test_client_class = PlainBrowser
    with app.app_context(), scope(EVERY_TRUST):
        person_id = db.session.scalars(select(Person.id).where(Person.name == who)).one()
    return app.test_client().sign_in(person_id)  # type: ignore[attr-defined]


def _address(app: Flask, page: str) -> str:
    with app.app_context(), scope(EVERY_TRUST):
        reference = db.session.scalars(
            select(Case.reference).where(Case.title.startswith("Early reading")).order_by(Case.id).limit(1)
        ).one()
    return PAGES[page].format(reference=reference)


class PlainBrowser(Browser):
    """A signed-in browser that does not read what it gets, which would take longer than the page."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return FlaskClient.open(self, *args, **kwargs)
