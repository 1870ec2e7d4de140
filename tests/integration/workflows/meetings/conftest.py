"""The small trust on a Monday, in which the English forum meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built
