"""The small trust on a Monday, with two people trained in each of its schools."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.rounds import ready_for_round
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        ready_for_round(built)
        db.session.commit()
        yield built
