"""The demo with a hundred times its cases: each case copied row by row, schools and people as they are."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table, insert, select

from workflows.cases import Case
from workflows.database import EVERY_TRUST, Model, db, scope

STEP: Final = 10_000_000
"""Ids of the first copy begin here, of the second at twice that; the demo itself stays far below."""

OF_CASE: Final = {
    "places": ("id", "cases"),
    "cases": ("id", "cases"),
    "support_requests": ("id", "cases"),
    "actions": ("id", "cases"),
    "appointments": ("place_id", "cases"),
    "events": ("place_id", "cases"),
    "deadlines": ("case_id", "cases"),
    "reminders": ("deadline_id", "deadlines"),
    "calendar_entries": ("case_id", "cases"),
    "entry_schools": ("entry_id", "calendar_entries"),
    "attendances": ("entry_id", "calendar_entries"),
    "date_polls": ("case_id", "cases"),
    "poll_options": ("poll_id", "date_polls"),
    "poll_people": ("poll_id", "date_polls"),
    "poll_ticks": ("option_id", "poll_options"),
    "date_reminders": ("entry_id", "calendar_entries"),
    "replies_to_settle": ("case_id", "cases"),
    "messages": ("case_id", "cases"),
    "notes": ("case_id", "cases"),
    "grants": ("case_id", "cases"),
    "support_offers": ("request_id", "cases"),
    "support_plans": ("request_id", "cases"),
    "success_measures": ("request_id", "cases"),
    "support_visits": ("request_id", "cases"),
    "sealing_keys": ("place_id", "cases"),
    "pairings": ("id", "cases"),
    "pairing_focus_areas": ("pairing_id", "pairings"),
    "pairing_contracts": ("pairing_id", "pairings"),
    "pairing_goals": ("pairing_id", "pairings"),
    "goal_ratings": ("goal_id", "pairing_goals"),
    "pairing_sessions": ("pairing_id", "pairings"),
    "session_notes": ("session_id", "pairing_sessions"),
    "action_steps": ("pairing_id", "pairings"),
    "pairing_reviews": ("pairing_id", "pairings"),
    "pairing_reflections": ("pairing_id", "pairings"),
    "shared_notes": ("note_id", "session_notes"),
    "openings": ("id", "cases"),
}
"""Tables of rows that belong to a case, each after those that it refers to: by which column, to what.

Sealed words are bound to their own pairing, so nobody can read those of a copy.
"""

COPIED: Final = tuple(OF_CASE)
UNIQUE: Final = ("dedupe_key", "uid")
"""Columns whose words no two rows may share."""


def grow(times: int) -> None:
    """Let every case stand in the database this many times; needs an application context."""
    with scope(EVERY_TRUST):
        connection = db.session.connection()
        rows, ids = _rows_of_cases(set(connection.execute(select(Case.id)).scalars()))
        for copy in range(1, times):
            for name in COPIED:
                table = Model.metadata.tables[name]
                copies = [_copied(table, row, copy, ids) for row in rows[name]]
                if copies:
                    connection.execute(insert(table), copies)
        db.session.commit()


def _rows_of_cases(cases: set[int]) -> tuple[dict[str, list[dict[str, Any]]], dict[str, set[int]]]:
    """The rows of each table that belong to these cases, and their ids."""
    rows: dict[str, list[dict[str, Any]]] = {}
    ids = {"cases": cases}
    for name, (column, of) in OF_CASE.items():
        found = db.session.connection().execute(select(Model.metadata.tables[name])).mappings()
        rows[name] = [dict(row) for row in found if row[column] in ids[of]]
        ids[name] = {row["id"] for row in rows[name] if "id" in row}
    return rows, ids


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
    for name in UNIQUE:
        if name in new:
            new[name] = f"{copy}:{new[name]}"
    return new
