"""Mail by SMTP (RFC 5321), with the standard library: one connection for a batch."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Final

from notifications.channels import HandOver, Outcome, Permanent, Sent, Temporary, Unknown
from notifications.mail import Mail, NotAnAddress, checked_address

TIMEOUT: Final = 20
"""Seconds to wait for any one answer."""

SERVICE_CLOSING: Final = 421
_LINE_STARTS_WITH_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Smtp:
    """A mail server. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    #: for servers whose certificate only this installation knows
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    batch = 20
    is_ours = False
    reports_back = False

    @contextmanager
    def open(self) -> Iterator[SmtpLine]:
        """A line that connects when it is first needed, and again after it broke."""
        line = SmtpLine(self)
        try:
            yield line
        finally:
            line.close()

    def connect(self, own_name: str) -> smtplib.SMTP:
        """A connection, encrypted and signed in as the settings say; raises OSError or SMTPException."""
        context = self.tls or ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, own_name, timeout=TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, own_name, timeout=TIMEOUT)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.username:
                server.login(self.username, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


class _Refused(Exception):
    """The server answered with something other than yes."""

    def __init__(self, code: int, answer: bytes) -> None:
        super().__init__(f"The mail server answered {code} {answer.decode('utf-8', 'replace')[:200]}")
        self.code = code

    @property
    def outcome(self) -> Outcome:
        """4xx may be accepted later, anything else never (RFC 5321, 4.2.1)."""
        if 400 <= self.code < 500:
            return Temporary(str(self), concerns_all=self.code == SERVICE_CLOSING)
        return Permanent(str(self))


class SmtpLine:
    """A connection to a mail server that is kept for a batch."""

    def __init__(self, channel: Smtp) -> None:
        self._channel = channel
        self._server: smtplib.SMTP | None = None

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._drop()

    def send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        """Send one mail; `hand_over` is called when all but the final dot is with the server.

        Without that dot a server must not deliver (RFC 5321, 4.1.1.4), so that only what breaks between the
        dot and the answer to it is in doubt.
        """
        try:
            address = checked_address(mail.to_address)
            server = self._connected(mail)
        except NotAnAddress as error:
            return Permanent(str(error))
        except (OSError, smtplib.SMTPException) as error:
            return Temporary(f"The mail server could not be reached: {_words(error)}", concerns_all=True)
        try:
            return self._transmit(server, mail, address, hand_over)
        except BaseException:
            self._drop()  # half a mail may lie on the line
            raise

    def _transmit(self, server: smtplib.SMTP, mail: Mail, address: str, hand_over: HandOver) -> Outcome:
        try:
            _upload(server, mail, address)
        except _Refused as refused:
            return self._begin_anew(server, refused)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Temporary(f"The connection broke before the mail was handed over: {_words(error)}")
        hand_over()
        try:
            server.send(b".\r\n")
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Unknown(f"The mail was handed over and no answer came: {_words(error)}")
        if code != 250:
            return self._begin_anew(server, _Refused(code, answer))
        return Sent(provider_id=answer.decode("utf-8", "replace")[:200])

    def _connected(self, mail: Mail) -> smtplib.SMTP:
        if self._server is None:
            own_name = parseaddr(mail.sender)[1].rpartition("@")[2]
            self._server = self._channel.connect(own_name)
        return self._server

    def _begin_anew(self, server: smtplib.SMTP, refused: _Refused) -> Outcome:
        """Leave the refused mail behind, so that the next one can use the line."""
        if refused.code == SERVICE_CLOSING:
            self._drop()
            return refused.outcome
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        return refused.outcome

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _upload(server: smtplib.SMTP, mail: Mail, address: str) -> None:
    """Everything up to, and without, the final dot."""
    _expect(250, server.mail(mail.envelope_from))
    code, answer = server.rcpt(address)
    if code not in (250, 251):
        raise _Refused(code, answer)
    _expect(354, server.docmd("DATA"))
    server.send(_LINE_STARTS_WITH_DOT.sub(b"..", mail.raw))


def _expect(wanted: int, reply: tuple[int, bytes]) -> None:
    if reply[0] != wanted:
        raise _Refused(*reply)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
