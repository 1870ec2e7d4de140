"""The small trust on a Monday, in which Una of Cliff View offers an hour about reading aloud."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.acting import Acting
from tests.connect import offer_session
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.connect import ConnectSession
from workflows.database import choose_trust

DAY = date(2026, 12, 2)
"""The day of the session: a Wednesday."""


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


@pytest.fixture
def hour(world: World) -> Acting[ConnectSession]:
    """A session for two, from four until five."""
    return Acting(world, offer_session(world, DAY))
