"""A round every few seconds must cost next to nothing while nothing is due, however full the tables are."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.post import letters, round_at, setup, write
from tests.statements import Statement, statements_sent
from tests.world import MONDAY, World
from workflows.database import db
from workflows.messages import MessageStatus

LARGE = ("messages", "reminders", "deadlines", "events", "cases", "people", "letters")


def looks(sent: list[Statement]) -> list[Statement]:
    """Those that have to find rows."""
    return [one for one in sent if one.startswith(("SELECT", "UPDATE"))]


def tables_read_whole(statement: Statement) -> list[str]:
    """The large tables that this statement would read from one end to the other."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", statement.parameters).all()
            scans = [row[3].split()[1] for row in rows if row[3].startswith("SCAN") and "INDEX" not in row[3]]
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            lines = connection.exec_driver_sql(f"EXPLAIN {statement}", statement.parameters).scalars().all()
            scans = [line.split(" on ")[1].split()[0] for line in lines if "Seq Scan on" in line]
    return [table for table in scans if table in LARGE]


@pytest.mark.parametrize("hurry", [False, True])
def test_a_round_reads_no_table_from_end_to_end(world: World, hurry: bool) -> None:
    write(world, *(["tom"] * 50), status=MessageStatus.SENT)
    with statements_sent() as sent:
        round_at(MONDAY, setup(hurry=hurry))
    found = looks(sent)
    assert len(found) > 5

    assert {one: whole for one in found if (whole := tables_read_whole(one))} == {}


def test_a_round_that_sends_costs_the_same_number_of_statements_however_much_it_sends(world: World) -> None:
    counts = []
    for many in (10, 150):
        write(world, *(["tom", "priya"] * many)[:many], at=MONDAY)
        with statements_sent() as sent:
            round_at(MONDAY, setup())
        counts.append(len(looks(sent)))

    assert len(letters()) == 160
    assert counts[1] - counts[0] <= 2
