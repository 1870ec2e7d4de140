"""The trust's own mailbox: mail is kept to be read on a page, to try things out and for demonstrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from functools import cached_property

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from notifications.channels import HandOver, Outcome, Permanent, Sent
from notifications.mail import Mail, NotAnAddress, read
from workflows.database import Model, Scoped
from workflows.messages import Message


class Letter(Scoped, Model):
    """A mail as it would have been sent; written in the transaction that marks its message as sent."""

    __tablename__ = "letters"
    __table_args__ = (Index(None, "trust_id", "id"), Index(None, "trust_id", "recipient", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str]
    at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    message: Mapped[Message] = relationship()

    @cached_property
    def mail(self) -> EmailMessage:
        """The mail taken apart: headers and bodies."""
        return read(self.raw)

    @property
    def text(self) -> str:
        """The body for readers of plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The body as a page."""
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        content: str = part.get_content() if part is not None else ""
        return content.replace("\r\n", "\n")


class Mailbox:
    """Keeps mail in the database. Nothing is ever in doubt: the letter and its outcome are one commit."""

    batch = 200
    is_ours = True
    reports_back = False

    @contextmanager
    def open(self) -> Iterator[Mailbox]:
        """There is nothing to open."""
        yield self

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        """The letter, to be written with the outcome."""
        try:
            raw = mail.raw
        except NotAnAddress as error:
            return Permanent(str(error))
        return Sent(
            letter={
                "trust_id": mail.trust_id,
                "message_id": mail.message_id,
                "recipient": mail.to_address[:254],
                "subject": mail.subject,
                "at": mail.written_at,
                "raw": raw,
            }
        )
