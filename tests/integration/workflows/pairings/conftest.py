"""The small trust on a Monday, in which Sam may ask for a mentor and Tom offers to be one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.integration.workflows.pairings.two import Two
from tests.pairings import offer_to_mentor
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        offer_to_mentor(built, "tom", "una")
        db.session.commit()
        yield built


@pytest.fixture
def two(world: World) -> Two:
    """Sam has asked for a mentor this morning."""
    return Two(world)


@pytest.fixture
def pair(two: Two) -> Two:
    """Sam and Tom, who have signed their contract this morning."""
    return two.signed()
