"""A small trust on a Monday morning, for every test of delivery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_every_trust


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_every_trust()
    with clock_at(MONDAY):
        yield built
