"""What becomes of mail after it has left: the provider's word, each once, and what follows for its message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.database import Model, Scoped


class Receipt(Scoped, Model):
    """One thing that a provider has told of a message."""

    __tablename__ = "receipts"

    #: the provider's own number for it, so that a repeat is known
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    #: "delivered", "bounce", "dropped" …
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
