"""A small trust on a Monday morning, for every test of delivery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.integration.notifications.dates import Case, case_under_way
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_every_trust


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_every_trust()
    with clock_at(MONDAY):
        yield built


@pytest.fixture
def case(world: World) -> Case:
    """A request under way whose dates Priya arranges."""
    return case_under_way(world)
