"""The small trust on a Monday, in which Saltmarsh hosts a review and Tom of Gull Rock can lead it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.peer_reviews import ready_to_review
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        ready_to_review(built)
        db.session.commit()
        yield built


@pytest.fixture
def review(world: World) -> UnderReview:
    """Lena has planned a review of Saltmarsh for 9 December."""
    return UnderReview(world)
