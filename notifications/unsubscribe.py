"""Stopping news by mail: signed links that need no signing in, and who has used one (RFC 8058).

Only news can be stopped: what is asked of somebody, and their own account, still reach them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.people import Person

_SALT: Final = "stop news by mail"


class NewsStopped(Scoped, Model):
    """Somebody who wants no news by mail."""

    __tablename__ = "news_stopped"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]


def token_for(person_id: int, key: str) -> str:
    """The token of a person's link; it does not run out, since old mails are kept."""
    return str(URLSafeSerializer(key, salt=_SALT).dumps(person_id))


def person_of(token: str, keys: Sequence[str]) -> int | None:
    """Whose link this is, or None if no key of ours has signed it; the present key comes first."""
    if not token.isascii():
        return None
    try:
        found = URLSafeSerializer(list(reversed(keys)), salt=_SALT).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def wants_news(person_id: int) -> bool:
    """Whether this person gets news by mail."""
    return person_id not in without_news([person_id])


def stop_news(person: Person) -> None:
    """From now on this person gets no news by mail; doing it twice changes nothing."""
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    row = {"person_id": person.id, "trust_id": person.trust_id, "at": now()}
    db.session.execute(insert(NewsStopped).values(row).on_conflict_do_nothing())


def restart_news(person: Person) -> None:
    """This person gets news by mail again."""
    row = db.session.get(NewsStopped, person.id)
    if row is not None:
        db.session.delete(row)


def without_news(people: Collection[int]) -> set[int]:
    """Which of these people want no news by mail."""
    return set(db.session.scalars(select(NewsStopped.person_id).where(NewsStopped.person_id.in_(people))))
