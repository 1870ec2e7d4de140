"""The database: base class, column types, and the one place where every query is kept to its trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    event,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.base import ExecutableOption

EVERY_TRUST: Final = "every"
"""The scope of work that belongs to no single trust: sign-in, the scheduler's rounds, commands."""

JsonObject = dict[str, Any]


class TrustNotChosen(RuntimeError):
    """A query for a trust's rows was made before anybody said which trust."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; refuses naive ones, which have caused every time zone fault there is."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_enum(kind: type[StrEnum], name: str) -> Enum:
    """A column type that stores the enum's own words, with a CHECK that restates the choice."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Model(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, str: Text, JsonObject: JSON, list[JsonObject]: JSON}


class Scoped:
    """Mix-in of every row that belongs to a trust."""

    #: no index of its own: a trust has most of a table's rows, and planners would take it for a short cut
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"))


class Dated:
    """Mix-in of what holds from one day until another, on which it no longer does.

    No end means until further notice.
    """

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


db = SQLAlchemy(metadata=Model.metadata, disable_autonaming=True)


def choose_trust(trust_id: int) -> None:
    """Keep every query of this session to one trust, until the session ends or another is chosen."""
    _choose(trust_id)


def choose_every_trust() -> None:
    """Lift the limit for work that is nobody's single trust's. Never called for a signed-in reader."""
    _choose(EVERY_TRUST)


@contextmanager
def scope(trust_id: int | str) -> Iterator[None]:
    """Choose a trust (or EVERY_TRUST) for a while and put back what was chosen before."""
    before = db.session().info.get("trust")
    _choose(trust_id)
    try:
        yield
    finally:
        # In a transaction that has failed the database cannot be told; it is told when the next one begins.
        with suppress(DBAPIError):
            _choose(before)


def _choose(trust_id: int | str | None) -> None:
    session = db.session()
    session.info["trust"] = trust_id
    if session.in_transaction():
        _tell_database(session, session.connection())


def _tell_database(session: Session, connection: Connection) -> None:
    """Row-level security reads the same choice from the connection."""
    if connection.dialect.name == "postgresql":
        chosen = session.info.get("trust")
        connection.execute(_SET_TRUST, {"trust": "" if chosen is None else str(chosen)})


_SET_TRUST = text("SELECT set_config('alongside.trust', :trust, true)")


@event.listens_for(Session, "after_begin")
def _scope_connection(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    _tell_database(session, connection)


@event.listens_for(Session, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or not state.is_orm_statement:
        return  # of loads, the criteria of the statement that loaded the parent already reach these
    chosen = state.session.info.get("trust")
    if chosen is None and _is_about_a_trust(state.statement):
        raise TrustNotChosen("choose a trust before querying its rows")
    if chosen not in (None, EVERY_TRUST):
        # Whatever it selects: rows of a trust may be in a part of it alone, such as a subquery or a union.
        state.statement = state.statement.options(_rows_of(chosen))


def _is_about_a_trust(statement: Any) -> bool:
    """Whether rows of a trust are read or changed anywhere in it."""
    tables = (part for part in visitors.iterate(statement) if isinstance(part, Table))
    return any("trust_id" in table.c for table in tables)


@lru_cache(maxsize=1000)
def _rows_of(trust_id: int) -> ExecutableOption:
    return with_loader_criteria(
        Scoped, lambda cls: cls.trust_id == trust_id, include_aliases=True, propagate_to_loaders=True
    )


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # we begin transactions ourselves, see below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at the start: a read that turns into a write could only fail half-way."""
    if connection.dialect.name == "sqlite":
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
