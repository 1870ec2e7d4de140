"""One mail, written and ready to go: what every channel is given."""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr
from functools import cached_property
from typing import Final

ICS_NAME: Final = "invite.ics"

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACES: Final = re.compile(r" {2,}")
_LOCAL_PART: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
_LONGEST_PLAIN: Final = 66
"""Characters of a header that stay as they are: with its name they fit on a line of 78."""
_BYTES_A_WORD: Final = 42
"""Makes an encoded word of 68 characters; 75 are allowed."""


class NotAnAddress(ValueError):
    """Mail cannot be addressed to this: it is no address, or one that mail servers do not take."""


def one_line(value: object) -> str:
    """Text without line breaks or control characters, so that it can stand in a header or a sentence."""
    return _SPACES.sub(" ", unbroken(value)).strip()


def unbroken(value: object) -> str:
    """Text with a space for each line break or run of control characters."""
    return _CONTROL.sub(" ", str(value))


@dataclass(frozen=True)
class CalendarPart:
    """What the reader's diary is to do, beside the words for the reader."""

    #: in upper case, as it stands in the document too: "REQUEST", "CANCEL"
    method: str
    #: the document, UTF-8 with CRLF line ends
    ics: bytes

    @property
    def kind(self) -> str:
        """What the part is, as every channel names it."""
        return f"text/calendar; method={self.method}"


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
    #: where reports of mail that did not arrive go: the sender's address, or one that only this mail has
    envelope_from: str
    #: where an answer goes; empty where nobody reads answers
    reply_to: str = ""
    calendar: CalendarPart | None = None
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

        With a calendar, in the tree that Outlook, Google, Apple and Thunderbird all show buttons for: it is
        the last of the alternatives, and the same bytes come along as a file.

        Raises NotAnAddress. Put together from parts because `EmailMessage` takes three times as long, which
        is most of the time that a mail takes.
        """
        boundary = f"=_alongside_{self.message_id}_"
        lines = [f"{name}: {value}" for name, value in self._all_headers(boundary).items()]
        if self.calendar is None:
            lines += self._alternatives(boundary)
        else:
            inner = f"=_words_{self.message_id}_"
            lines += ["", f"--{boundary}", f'Content-Type: multipart/alternative; boundary="{inner}"']
            lines += [*self._alternatives(inner), *_attached(boundary, self.calendar)]
        return "\r\n".join([*lines, ""]).encode("ascii")

    def _alternatives(self, boundary: str) -> list[str]:
        lines = []
        for kind, content in (("plain", self.text), ("html", self.html)):
            lines += ["", f"--{boundary}", f'Content-Type: text/{kind}; charset="utf-8"']
            lines += ["Content-Transfer-Encoding: quoted-printable", "", _quoted_printable(content)]
        if self.calendar is not None:
            what = f"text/calendar; charset=utf-8; method={self.calendar.method}"
            lines += ["", f"--{boundary}", f"Content-Type: {what}", *_base64(self.calendar.ics)]
        return [*lines, "", f"--{boundary}--"]

    def _all_headers(self, boundary: str) -> dict[str, str]:
        tree = "mixed" if self.calendar else "alternative"
        return {
            "From": self.sender,
            "To": address_header(self.to_name, self.to_address),
            **({"Reply-To": checked_address(self.reply_to)} if self.reply_to else {}),
            "Subject": _encoded(self.subject),
            "Date": format_datetime(self.written_at),
            **self.headers,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/{tree}; boundary="{boundary}"',
        }


def checked_address(address: str) -> str:
    """The address, if mail can be sent to it; raises NotAnAddress.

    A local part in quotes, or beyond ASCII (RFC 6531), cannot be relied on to get through, so it is refused.
    """
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise NotAnAddress("This is no email address that mail servers take.")
    return f"{local}@{domain}"


def address_header(name: str, address: str) -> str:
    """A name and an address as a header has them."""
    shown, checked = one_line(name), checked_address(address)
    if shown.isascii() and len(shown) <= _LONGEST_PLAIN:
        return formataddr((shown, checked))
    return f"{_encoded(shown)} <{checked}>"


def _encoded(value: str) -> str:
    """A header's text; in encoded words (RFC 2047) where it is long or not ASCII.

    Our own, since `email.header` measures every line anew with each character, a sixth of a mail's time.
    """
    line = one_line(value)
    if line.isascii() and len(line) <= _LONGEST_PLAIN:
        return line
    words, piece = [], b""
    for character in line:
        added = character.encode("utf-8", "replace")
        if len(piece) + len(added) > _BYTES_A_WORD:
            words.append(piece)
            piece = b""
        piece += added
    words.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(word, newline=False).decode()}?=" for word in words)


def _attached(boundary: str, calendar: CalendarPart) -> list[str]:
    """The document once more as a file, for programs that show no buttons; without a method of its own."""
    named = f'application/ics; name="{ICS_NAME}"'
    kept = f'Content-Disposition: attachment; filename="{ICS_NAME}"'
    part = [f"Content-Type: {named}", kept, *_base64(calendar.ics)]
    return ["", f"--{boundary}", *part, "", f"--{boundary}--"]


def _base64(content: bytes) -> list[str]:
    """A part's encoding and body, in lines of 76 characters."""
    body = encodebytes(content).decode("ascii").rstrip("\n").replace("\n", "\r\n")
    return ["Content-Transfer-Encoding: base64", "", body]


def _quoted_printable(content: str) -> str:
    lines = content.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").replace("\n", "\r\n")
    return b2a_qp(lines.encode("utf-8", "replace"), istext=True).decode("ascii")


def read(raw: bytes) -> EmailMessage:
    """A mail as it was sent, taken apart again."""
    return message_from_bytes(raw, policy=default)
