"""One-time keys of forms: the same form can arrive twice, and counts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.errors import AlreadyDone


class FormKey(Scoped, Model):
    """A form that has been acted on: the same one can arrive again and change nothing."""

    __tablename__ = "form_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(index=True)


def use_form_key(key: str | None, trust_id: int) -> None:
    """Mark a one-time form key as used. Raises AlreadyDone if it was before."""
    if not key:
        return
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        insert(FormKey)
        .values(key=key[:64], trust_id=trust_id, used_at=now())
        .on_conflict_do_nothing()
        .returning(FormKey.key)
    )
    if db.session.scalars(statement).first() is None:
        raise AlreadyDone("This has already been saved.")


def was_used(key: str) -> bool:
    """Whether a form with this key has been acted on; nothing that we did not make ever was."""
    if not (key and key.isprintable()):
        return False
    return db.session.scalars(select(FormKey.key).where(FormKey.key == key[:64])).first() is not None
