"""The timeline cannot be changed, and if somebody finds a way it shows."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.world import World, build
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.events import Event, record, verify
from workflows.perform import open_case
from workflows.support_requests import SupportRequest


@pytest.fixture
def world(database: SQLAlchemy) -> World:
    built = build()
    choose_trust(built.trust_id)
    for title in ("Early reading", "Year 6 writing"):
        request = SupportRequest(title=title, receiving_school_id=built.schools["saltmarsh"])
        open_case(request, "start", built.person("priya"))
    record(built.trust_id, "ladder changed", built.person("ada"), rungs=4)
    record(built.trust_id, "school added", built.person("ada"), school="Cliff View")
    db.session.commit()
    return built


@pytest.mark.parametrize(
    "change", ["UPDATE events SET kind = 'x'", "DELETE FROM events", "TRUNCATE events CASCADE"]
)
def test_the_database_refuses_to_change_or_remove_an_event(world: World, change: str) -> None:
    if change.startswith("TRUNCATE") and db.engine.dialect.name == "sqlite":
        change = "DELETE FROM events WHERE id > 0"
    with scope(EVERY_TRUST), pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()


def test_an_untouched_chain_holds(world: World) -> None:
    assert verify() == (4, None)


def without_guard(statement: str, **values: object) -> None:
    """Change events as somebody with full rights over the database could."""
    postgresql = db.engine.dialect.name == "postgresql"
    if postgresql:
        db.session.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
    else:
        db.session.execute(text("DROP TRIGGER events_no_update"))
        db.session.execute(text("DROP TRIGGER events_no_delete"))
    db.session.execute(text(statement), values)
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE events SET details = '{\"rungs\": 9}' WHERE id = :id", "other details"),
        ("UPDATE events SET kind = 'nothing' WHERE id = :id", "has been changed"),
        ("UPDATE events SET actor_id = NULL WHERE id = :id", "has been changed"),
        ("UPDATE events SET previous = 'x' WHERE id = :id", "does not follow"),
        ("DELETE FROM events WHERE id = :id", "an entry before it is gone"),
    ],
)
def test_verify_names_the_first_entry_that_was_tampered_with(
    world: World, statement: str, complaint: str
) -> None:
    victim = db.session.scalars(select(Event).where(Event.kind == "ladder changed")).one()
    event_id, seq = victim.id, victim.seq
    without_guard(statement, id=event_id)
    _, broken = verify()
    assert broken is not None
    assert broken.place_id == world.trust_id
    assert broken.seq == (seq if "DELETE" not in statement else seq + 1)
    assert complaint in broken.what


def test_verify_sees_that_the_newest_entry_of_a_case_is_gone(world: World) -> None:
    victim = db.session.scalars(select(Event).where(Event.kind == "start")).first()
    assert victim is not None
    event_id, place_id = victim.id, victim.place_id
    without_guard("DELETE FROM events WHERE id = :id", id=event_id)
    _, broken = verify()
    assert broken is not None
    assert broken.place_id == place_id
