"""A trust sees its own rows only: in the session, and again in PostgreSQL itself."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Executable, false, func, select, text, union_all, update
from sqlalchemy.exc import DBAPIError

from tests.world import build
from workflows.database import EVERY_TRUST, Model, Scoped, TrustNotChosen, choose_trust, db, scope
from workflows.people import Appointment, Person
from workflows.places import Place, School, Trust
from workflows.support_requests import SupportRequest


def test_a_query_before_a_trust_is_chosen_is_a_fault(database: SQLAlchemy) -> None:
    with pytest.raises(TrustNotChosen):
        db.session.scalars(select(Person)).all()


def test_each_trust_sees_its_own_rows(database: SQLAlchemy) -> None:
    ours, theirs = build("harbour"), build("fellside")
    choose_trust(ours.trust_id)
    assert {person.trust_id for person in db.session.scalars(select(Person))} == {ours.trust_id}
    assert db.session.get(School, theirs.schools["saltmarsh"]) is None
    assert db.session.get(Place, theirs.schools["saltmarsh"]) is None
    assert db.session.scalar(select(func.count(Appointment.id))) == len(ours.people)
    assert not db.session.scalars(select(School.name).where(School.id == theirs.schools["saltmarsh"])).all()


def test_a_change_to_many_rows_reaches_one_trust_only(database: SQLAlchemy) -> None:
    ours, theirs = build("harbour"), build("fellside")
    choose_trust(ours.trust_id)
    db.session.execute(update(Person).values(job_title="Changed"))
    db.session.commit()
    with scope(EVERY_TRUST):
        changed = db.session.scalars(select(Person.trust_id).where(Person.job_title == "Changed")).all()
    assert set(changed) == {ours.trust_id}
    assert theirs.trust_id not in changed


def test_what_is_reached_through_a_relation_is_scoped_too(database: SQLAlchemy) -> None:
    ours = build("harbour")
    choose_trust(ours.trust_id)
    appointment = db.session.scalars(select(Appointment).limit(1)).one()
    assert appointment.person.trust_id == ours.trust_id
    assert db.session.scalars(select(SupportRequest)).all() == []


def parts_of_a_statement() -> dict[str, Executable]:
    """The same count, each time by a statement that names no row of a trust at its top."""
    people = select(Person.id.label("id"))
    within, named = people.subquery(), people.cte()
    return {
        "union": union_all(select(func.count(Person.id)), select(func.count(Person.id)).where(false())),
        "subquery": select(func.count(within.c.id)),
        "from a subquery": select(func.count()).select_from(within),
        "named": select(func.count()).select_from(named),
        "column": select(select(func.count(Person.id)).scalar_subquery()),
        "beside a trust": select(select(func.count(Person.id)).scalar_subquery()).select_from(Trust).limit(1),
    }


@pytest.mark.parametrize("part", sorted(parts_of_a_statement()))
def test_a_part_of_a_statement_is_scoped_as_the_whole_is(database: SQLAlchemy, part: str) -> None:
    ours, _ = build("harbour"), build("fellside")
    statement = parts_of_a_statement()[part]
    with pytest.raises(TrustNotChosen):
        db.session.execute(statement)
    with scope(ours.trust_id):
        assert db.session.execute(statement).scalars().first() == len(ours.people)


def test_a_scope_is_put_back_after_a_while(database: SQLAlchemy) -> None:
    ours, theirs = build("harbour"), build("fellside")
    choose_trust(ours.trust_id)
    with scope(theirs.trust_id):
        assert db.session.scalar(select(func.count(Person.id))) == len(theirs.people)
        assert db.session.get(Person, theirs.people["priya"]) is not None
    assert set(db.session.scalars(select(Person.trust_id))) == {ours.trust_id}


def test_every_table_with_a_trust_is_scoped(database: SQLAlchemy) -> None:
    unscoped = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Model.registry.mappers
        if "trust_id" in mapper.local_table.c and not issubclass(mapper.class_, Scoped)
    }
    assert unscoped <= {"reference_counts"}


def test_postgresql_hides_other_trusts_even_from_sql_of_ones_own(database: SQLAlchemy) -> None:
    if db.engine.dialect.name != "postgresql":
        assert (
            db.engine.dialect.name == "sqlite"
        )  # which has no such thing; the session alone keeps them apart
        return
    ours, theirs = build("harbour"), build("fellside")
    with scope(ours.trust_id):
        seen = db.session.execute(text("SELECT DISTINCT trust_id FROM people")).scalars().all()
        assert seen == [ours.trust_id]
        db.session.rollback()
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.execute(
                text("INSERT INTO focus_areas (trust_id, kind, name, position) VALUES (:t, 'tag', 'x', 0)"),
                {"t": theirs.trust_id},
            )
        db.session.rollback()
    db.session.remove()
    assert db.session.execute(text("SELECT count(*) FROM people")).scalar() == 0


def test_postgresql_guards_every_table_of_a_trust(database: SQLAlchemy) -> None:
    if db.engine.dialect.name != "postgresql":
        assert db.engine.dialect.name == "sqlite"
        return
    guarded = set(
        db.session.execute(
            text(
                "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
            )
        ).scalars()
    )
    assert guarded >= {name for name, table in Model.metadata.tables.items() if "trust_id" in table.c}
    assert guarded >= {"trusts", "schools", "hubs", "support_requests", "actions"}
