"""The small trust in which everything is tried."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.world import World, build
from workflows.database import choose_trust


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    built = build()
    choose_trust(built.trust_id)
    return built
