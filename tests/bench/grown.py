"""The demo with a hundred times its cases: each case copied row by row, schools and people as they are."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table, insert, select

from workflows.cases import Case
from workflows.database import EVERY_TRUST, Model, db, scope

STEP: Final = 10_000_000
"""Ids of the first copy begin here, of the second at twice that; the demo itself stays far below."""

COPIED: Final = (
    "places", "cases", "support_requests", "actions", "appointments", "events", "deadlines", "reminders",
    "messages", "notes", "grants", "support_offers", "support_plans", "success_measures", "support_visits",
)  # fmt: skip
"""Tables of rows that belong to a case, each after those that it refers to."""

OF_CASE: Final = {"places": "id", "cases": "id", "support_requests": "id", "actions": "id",
                  "appointments": "place_id", "events": "place_id", "deadlines": "case_id",
                  "messages": "case_id", "notes": "case_id", "grants": "case_id",
                  "support_offers": "request_id", "support_plans": "request_id",
                  "success_measures": "request_id", "support_visits": "request_id"}  # fmt: skip
"""The column by which a row belongs to its case (a reminder does so by its deadline)."""


def grow(times: int) -> None:
    """Let every case stand in the database this many times; needs an application context."""
    with scope(EVERY_TRUST):
        connection = db.session.connection()
        cases = set(connection.execute(select(Case.id)).scalars())
        rows = {name: _rows(Model.metadata.tables[name], cases) for name in COPIED}
        ids = {name: {row["id"] for row in found if "id" in row} for name, found in rows.items()}
        for copy in range(1, times):
            for name in COPIED:
                table = Model.metadata.tables[name]
                copies = [_copied(table, row, copy, ids) for row in rows[name]]
                if copies:
                    connection.execute(insert(table), copies)
        db.session.commit()


def _rows(table: Table, cases: set[int]) -> list[dict[str, Any]]:
    found = [dict(row) for row in db.session.connection().execute(select(table)).mappings()]
    if table.name == "reminders":
        deadlines = Model.metadata.tables["deadlines"]
        turns = set(db.session.connection().execute(select(deadlines.c.id)).scalars())
        return [row for row in found if row["deadline_id"] in turns]
    return [row for row in found if row[OF_CASE[table.name]] in cases]


def _copied(table: Table, row: dict[str, Any], copy: int, ids: dict[str, set[int]]) -> dict[str, Any]:
    """The row with an id of its own, and pointing at the copies of what it points at."""
    new = dict(row)
    if "id" in new:
        new["id"] += copy * STEP
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column.table.name
            if new[column.name] in ids.get(target, ()) and (column.name != "id"):
                new[column.name] += copy * STEP
    if "reference" in new:
        new["reference"] = f"{new['reference']}-{copy}"
    if "dedupe_key" in new:
        new["dedupe_key"] = f"{copy}:{new['dedupe_key']}"
    return new
