"""One mail, written and ready to go: what every channel is given."""

from __future__ import annotations

import re
from binascii import b2a_qp
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from functools import cached_property
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACES: Final = re.compile(r" {2,}")


class NotAnAddress(ValueError):
    """Mail cannot be addressed to this: it is no address, or one that mail servers do not take."""


def one_line(value: object) -> str:
    """Text without line breaks or control characters, so that it can stand in a header or a sentence."""
    return _SPACES.sub(" ", unbroken(value)).strip()


def unbroken(value: object) -> str:
    """Text with a space for each line break or run of control characters."""
    return _CONTROL.sub(" ", str(value))


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail to one person. Nothing in it depends on the channel."""

    #: the row of the outbox
    message_id: int
    trust_id: int
    #: "Alongside <alongside@example.org>"
    sender: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    #: the mail's own Message-ID: the same whenever this row is sent, so that a repeat can be recognised
    mail_id: str
    #: stable for a case, so that its mails lie together; empty for mail without a case
    thread_id: str = ""
    #: where the reader can stop news by mail; empty where it cannot be stopped
    unsubscribe_url: str = ""
    written_at: datetime = field(compare=False)

    @cached_property
    def headers(self) -> dict[str, str]:
        """What every channel sends beside From, To and Subject (RFC 3834, RFC 5322, RFC 8058)."""
        found = {"Message-ID": self.mail_id, "Auto-Submitted": "auto-generated"}
        if self.thread_id:
            found["References"] = self.thread_id
        if self.unsubscribe_url:
            found["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return {name: one_line(value) for name, value in found.items()}

    @cached_property
    def raw(self) -> bytes:
        """The whole mail as it goes over the wire: text and HTML, quoted-printable, CRLF line ends.

        Raises NotAnAddress. Put together from parts because `EmailMessage` takes three times as long, which
        is most of the time that a mail takes.
        """
        boundary = f"=_alongside_{self.message_id}_"
        lines = [f"{name}: {value}" for name, value in self._all_headers(boundary).items()]
        for kind, content in (("plain", self.text), ("html", self.html)):
            lines += ["", f"--{boundary}", f'Content-Type: text/{kind}; charset="utf-8"']
            lines += ["Content-Transfer-Encoding: quoted-printable", "", _quoted_printable(content)]
        return "\r\n".join([*lines, "", f"--{boundary}--", ""]).encode("ascii")

    def _all_headers(self, boundary: str) -> dict[str, str]:
        return {
            "From": self.sender,
            "To": address_header(self.to_name, self.to_address),
            "Subject": _encoded("Subject", self.subject),
            "Date": format_datetime(self.written_at),
            **self.headers,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        }


def checked_address(address: str) -> str:
    """The address, if mail can be sent to it; raises NotAnAddress.

    A local part beyond ASCII needs SMTPUTF8 (RFC 6531) all the way, which can be relied on nowhere.
    """
    try:
        parsed = Address(addr_spec=address)
        domain = parsed.domain.encode("idna").decode("ascii")
    except (MessageError, ValueError, IndexError, UnicodeError) as error:
        raise NotAnAddress("This is not an email address.") from error
    if not (parsed.username and domain) or not parsed.username.isascii() or one_line(address) != address:
        raise NotAnAddress("Mail servers do not take this email address.")
    return f"{parsed.username}@{domain}"


def address_header(name: str, address: str) -> str:
    """A name and an address as a header has them."""
    shown = one_line(name)
    if not shown.isascii():
        return f"{_encoded('To', shown)} <{checked_address(address)}>"
    return str(Address(display_name=shown, addr_spec=checked_address(address)))


def _encoded(name: str, value: str) -> str:
    line = one_line(value)
    charset = "us-ascii" if line.isascii() else "utf-8"
    return Header(line, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _quoted_printable(content: str) -> str:
    lines = content.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").replace("\n", "\r\n")
    return b2a_qp(lines.encode("utf-8", "replace"), istext=True).decode("ascii")


def read(raw: bytes) -> EmailMessage:
    """A mail as it was sent, taken apart again."""
    return message_from_bytes(raw, policy=default)
