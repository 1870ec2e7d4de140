"""The small trust on a Monday, and a request under way in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.diaries import request_under_way
from tests.integration.workflows.dates.scene import Scene
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.support_requests import SupportRequest


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


@pytest.fixture
def request_(world: World) -> SupportRequest:
    """A request under way: Priya's school is helped, Tom gives, Asha coordinates."""
    made = request_under_way(world)
    db.session.commit()
    return made


@pytest.fixture
def scene(request_: SupportRequest, world: World) -> Scene:
    return Scene(request_, world)
