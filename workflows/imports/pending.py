"""Files that somebody brought to import and has not confirmed yet: kept for them alone, for a day."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, String, event, select
from sqlalchemy.orm import Mapped, mapped_column

from workflows.clock import now
from workflows.database import Model, Scoped, db, text_enum
from workflows.imports.errors import Unreadable
from workflows.imports.kinds import ListKind
from workflows.people import Person

KEPT_FOR: Final = timedelta(days=1)
FOLDER: Final = "imports"
"""Below the folder of attached files."""


class PendingImport(Scoped, Model):
    """A file between its dry run and its import. Its bytes go as soon as it is imported or thrown away."""

    __tablename__ = "pending_imports"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ListKind] = mapped_column(text_enum(ListKind, "kind"))
    #: as it was called where it came from
    original_name: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    brought_at: Mapped[datetime]
    #: set once it has been imported or thrown away
    closed_at: Mapped[datetime | None]


def keep(content: bytes, folder: Path, *, person: Person, kind: ListKind, name: str) -> PendingImport:
    """Keep a file until its owner confirms it; what anybody left lying for a day goes."""
    _forget_old(folder)
    stored_as = token_hex(32)
    target = folder / FOLDER / stored_as
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    pending = PendingImport(
        trust_id=person.trust_id,
        person_id=person.id,
        kind=kind,
        original_name=name,
        size=len(content),
        digest=sha256(content).hexdigest(),
        stored_as=stored_as,
        brought_at=now(),
    )
    db.session.add(pending)
    db.session.flush()
    return pending


def find(pending_id: int, person: Person, *, lock: bool = False) -> PendingImport | None:
    """The file, if it is this person's and not too old; it may have been imported since."""
    statement = select(PendingImport).where(
        PendingImport.id == pending_id,
        PendingImport.person_id == person.id,
        PendingImport.brought_at > now() - KEPT_FOR,
    )
    return db.session.scalars(statement.with_for_update() if lock else statement).first()


def content_of(pending: PendingImport, folder: Path) -> bytes:
    """The very bytes that were brought. Raises Unreadable if they are gone or are others."""
    try:
        content = (folder / FOLDER / pending.stored_as).read_bytes()
    except FileNotFoundError:
        content = b""
    if sha256(content).hexdigest() != pending.digest:
        raise Unreadable("This file is not here any more as you brought it. Choose it again.")
    return content


def close(pending: PendingImport, folder: Path) -> None:
    """It has been imported or is not wanted; its bytes go once that is committed."""
    pending.closed_at = now()
    _remove_after_commit(folder / FOLDER / pending.stored_as)


def _forget_old(folder: Path) -> None:
    old = db.session.scalars(select(PendingImport).where(PendingImport.brought_at <= now() - KEPT_FOR))
    for pending in old:
        _remove_after_commit(folder / FOLDER / pending.stored_as)
        db.session.delete(pending)


def _remove_after_commit(path: Path) -> None:
    """A file that is gone while the change that let it go was undone would be missed."""
    event.listen(db.session(), "after_commit", lambda _session: path.unlink(missing_ok=True), once=True)
