"""A demo of one hard day, built in any process, and everything that stands in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Column, select

from config import Environment, Settings
from notifications.mail import read
from tests.application import application
from webapp.demo.building import build
from workflows.clock import clock_at
from workflows.database import Model, choose_every_trust, db
from workflows.pairings import Pairing
from workflows.pairings.model import (
    PairingReflection,
    PairingReview,
)
from workflows.pairings.private import Sealed, words

SATURDAY_IN_AUGUST = datetime(2026, 8, 8, 11, 0, tzinfo=UTC)
"""The hardest day: a weekend in the holidays, when nobody but the central team has worked for weeks."""

ROOT = Path(__file__).resolve().parents[1]
AT_RANDOM = {
    "trusts.calendar_version",
    "files.stored_as",
    "calendar_entries.uid",
    "feeds.nonce",
    "votes.box",
    "feedback_sheets.box",
}
"""What is meant to differ: it must not be guessed, or says that something was written anew."""
SEALED = "sealed"
"""Columns of this name differ as well, though the words in them are the same."""

TWIN = """
import sys
from tests.twin_demo import built_at

with built_at(sys.argv[1], sys.argv[2]):
    pass
"""


@contextmanager
def built_at(url: str, folder: str) -> Iterator[Flask]:
    """A demo of that Saturday in this database."""
    files = Path(folder) / "files"
    settings = Settings(environment=Environment.TEST, database_url=url, files_folder=files)
    with application(settings) as app, clock_at(SATURDAY_IN_AUGUST), app.app_context():
        build(files)
        yield app


@contextmanager
def opened(url: str) -> Iterator[Flask]:
    """The application on a demo that is there already."""
    settings = Settings(environment=Environment.TEST, database_url=url)
    with application(settings) as app, clock_at(SATURDAY_IN_AUGUST), app.app_context():
        choose_every_trust()
        yield app


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for what is meant to differ.

    SQLite gives a new row the number of the last one that has gone, PostgreSQL does not. So rows are counted
    anew in each table, and what names a row names it by that count.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    with opened(url):
        for table in Model.metadata.sorted_tables:
            columns = [one for one in table.columns if str(one) not in AT_RANDOM and one.name != SEALED]
            rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [dict(row) for row in rows]
    numbers = {
        table: {row["id"]: number for number, row in enumerate(rows, start=1)}
        for table, rows in found.items()
        if rows and "id" in rows[0]
    }
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            counted = _numbered_in(column)
            for row in found[table.name] if counted else ():
                if row.get(column.name) is not None:
                    row[column.name] = numbers[counted][row[column.name]]
    for letter in found["letters"]:  # an invitation names its date by a number that must not be guessed
        letter["raw"] = words_in(letter["raw"])
    return found


def _numbered_in(column: Column[Any]) -> str:
    """The table that gave the number in this column; empty where it is none."""
    for key in column.foreign_keys:
        return _numbered_in(key.column)
    return column.table.name if column.primary_key and column.name == "id" else ""


def private_words(url: str) -> list[Any]:
    """What the pairs have written for each other alone, in the order in which they did."""
    with opened(url):
        return [words(pairing_id, row) for pairing_id, row in sealed_rows()]


def sealed_rows() -> Iterator[tuple[int, Sealed]]:
    """Every row with private words, and the pairing that it belongs to."""
    for pairing in db.session.scalars(select(Pairing).order_by(Pairing.id)):
        rows: list[Sealed] = [*filter(None, [pairing.contract]), *pairing.goals, *pairing.steps]
        rows += [note for session in pairing.sessions for note in session.logs]
        reviews = select(PairingReview).where(PairingReview.pairing_id == pairing.id)
        rows += db.session.scalars(reviews.order_by(PairingReview.id))
        reflections = select(PairingReflection).where(PairingReflection.pairing_id == pairing.id)
        rows += db.session.scalars(reflections.order_by(PairingReflection.id))
        yield from ((pairing.id, row) for row in rows)


def words_in(raw: bytes) -> str:
    """What a letter says."""
    body = read(raw).get_body(("html",))
    return str(body.get_content()) if body is not None else ""
