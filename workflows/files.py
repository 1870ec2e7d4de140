"""Files of a case: their records, and the bytes outside the web root under random names."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.details import InvalidDetails
from workflows.people import Person


class File(Scoped, Model):
    """A file that somebody brought; it belongs to a case as soon as an event attaches it."""

    __tablename__ = "files"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: none until it is attached
    attached_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(default="")
    #: as it was called where it came from
    original_name: Mapped[str]
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)

    owner: Mapped[Person] = relationship()


def store(
    content: bytes, folder: Path, *, case_id: int, owner: Person, name: str, content_type: str
) -> File:  # fmt: skip
    """Write the bytes durably, then the row that names them: a crash between loses no file."""
    folder.mkdir(parents=True, exist_ok=True)
    stored_as = token_hex(32)
    with (folder / stored_as).open("xb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    file = File(
        trust_id=owner.trust_id,
        case_id=case_id,
        owner_id=owner.id,
        original_name=name,
        content_type=content_type,
        size=len(content),
        digest=sha256(content).hexdigest(),
        stored_as=stored_as,
    )
    db.session.add(file)
    db.session.flush()
    return file


def attach(file_id: int, case_id: int, title: str) -> File:
    """Make a stored file part of its case. Raises InvalidDetails if it belongs to another."""
    file = db.session.get(File, file_id)
    if file is None or file.case_id != case_id:
        raise InvalidDetails({"file_id": "Choose the file again"})
    file.title, file.attached_at = title, now()
    return file
