"""The small trust on a Monday, with what its people share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.acting import Acting
from tests.library import offered
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust
from workflows.library import LibraryEntry


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


@pytest.fixture
def offer(world: World) -> Acting[LibraryEntry]:
    """What Tom of Gull Rock offers; it waits for Marta."""
    return Acting(world, offered(world))
