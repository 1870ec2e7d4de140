"""What somebody is typing into a long form, kept until they send it: a lost connection loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, Index, LargeBinary, String, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows import sealing
from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.people import Person

KEPT_FOR: Final = timedelta(days=30)
LONGEST_FORM: Final = 300
"""Characters in the address of a form; no page of ours has a longer one."""
MOST_CHARACTERS: Final = 500_000
"""What one form may hold; more is not typed by hand."""

Fields = list[tuple[str, str]]


class TypedText(Scoped, Model):
    """The fields of one form as one person last typed them; nobody else is ever shown them."""

    __tablename__ = "typed_texts"
    __table_args__ = (Index(None, "person_id", "form", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: the address that the form is sent to
    form: Mapped[str] = mapped_column(String(LONGEST_FORM))
    #: pairs of name and value, in the order of the page: among them may be the most private words there are
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    typed_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def fields(self) -> Fields:
        """Pairs of name and value, in the order of the page. Raises sealing.CannotUnseal."""
        what = _what(self.person_id, self.form)
        return [
            (name, value) for name, value in sealing.unseal(self.sealed, place_id=self.trust_id, what=what)
        ]


class TooMuchTyped(ValueError):
    """More than one form can hold."""


def keep(person: Person, form: str, fields: Fields) -> datetime | None:
    """Keep what a form holds now, in place of what it held before. Gives the moment; None if it is empty.

    Raises TooMuchTyped.
    """
    if len(form) > LONGEST_FORM or sum(len(value) for _, value in fields) > MOST_CHARACTERS:
        raise TooMuchTyped
    if not any(value.strip() for _, value in fields):
        forget(person, form)
        return None
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    moment, trust_id = now(), person.trust_id
    sealed = sealing.seal(fields, place_id=trust_id, trust_id=trust_id, what=_what(person.id, form))
    row = {"trust_id": trust_id, "person_id": person.id, "form": form}
    statement = insert(TypedText).values(row | {"sealed": sealed, "typed_at": moment})
    again = {"sealed": sealed, "typed_at": moment}
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["person_id", "form"], set_=again)
    )  # fmt: skip
    return moment


def _what(person_id: int, form: str) -> str:
    return f"typed:{person_id}:{form}"


def find(person: Person, form: str) -> TypedText | None:
    """What the person typed into the form and has not sent, unless it is too old."""
    return db.session.scalars(
        select(TypedText).where(
            TypedText.person_id == person.id,
            TypedText.form == form,
            TypedText.typed_at > now() - KEPT_FOR,
        )
    ).first()


def forget(person: Person, form: str) -> None:
    """It was sent, or is not wanted any more; what anybody left lying for too long goes with it."""
    db.session.execute(
        delete(TypedText).where(
            (TypedText.typed_at < now() - KEPT_FOR)
            | ((TypedText.person_id == person.id) & (TypedText.form == form))
        )
    )
