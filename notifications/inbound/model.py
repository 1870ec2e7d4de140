"""Mail that has come in, kept until it has been dealt with."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workflows.database import Model, Scoped, text_enum


class InboundStatus(StrEnum):
    WAITING = "waiting"
    APPLIED = "applied"  # an answer that counts, or a report that moved a message
    HISTORY = "history"  # true, and overtaken by a newer one
    TO_SETTLE = "to settle"  # before the organiser
    IGNORED = "ignored"  # nothing that anybody need see: an automatic reply, a repeat


class InboundMail(Scoped, Model):
    """A mail to an address that we gave out; the same mail to the same address is kept once."""

    __tablename__ = "inbound_mails"
    __table_args__ = (
        Index(
            "ix_inbound_mails_waiting",
            "id",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the recipient and the mail
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    #: whose invitation the address belongs to; none for a report about a message
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendances.id"), index=True)
    #: which message the address belongs to; none for a reply
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    #: of the envelope: empty for a report, or where the way it came does not tell
    return_path: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    status: Mapped[InboundStatus] = mapped_column(
        text_enum(InboundStatus, "status"), default=InboundStatus.WAITING
    )
    #: what became of it, in words
    outcome: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    #: emptied once it has been dealt with
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
