"""A listener for mail (aiosmtpd): SMTP (RFC 5321) or LMTP (RFC 2033), for those who run a mail server.

It takes mail to addresses that we gave out and nothing else, so it relays for nobody. A mail is acknowledged
once it is in the database; whoever has not heard that sends it again, and a repeat is the same row.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from notifications.inbound import applying, arriving
from notifications.inbound.arriving import LARGEST, TooLarge, UnknownRecipient
from notifications.setup import stationery_of
from workflows.database import db

IDLE: Final = 120
"""Seconds for a command, and for all of a mail after DATA."""
MOST_AT_ONCE: Final = 100
"""Connections; the next one is asked to come later."""
MOST_RECIPIENTS: Final = 50
MOST_COMMANDS: Final = 2_000
"""Of one kind on one connection."""
LONGEST_LINE: Final = 64 * 1024
"""Bytes: 1,000 is what a mail may have, and more than that is no reason to lose an answer."""
MOST_BYTES: Final = 2 * LARGEST
"""Of one mail, however it is cut into lines; whoever goes on beyond the limit is cut off."""

NOBODY: Final = "550 5.1.1 Nobody was given this address"
LATER: Final = "451 4.3.0 It could not be stored: try again later"
TOO_LARGE: Final = f"552 5.3.4 Mail of more than {LARGEST // 1024**2} MB is not taken"
TOO_MANY: Final = "452 4.5.3 Too many recipients: send it again to the rest"
TAKEN: Final = "250 2.0.0 Taken on"
_NOT_READ_ON: Final = ("552 Error: Too much mail data", "500 Line too long")
"""aiosmtpd's own words after DATA."""

log = structlog.get_logger("alongside.inbound")

# It logs every command, and addresses are keys.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Bounded:
    """What keeps one connection from taking more than its share; beside aiosmtpd's own classes."""

    line_length_limit = LONGEST_LINE
    #: the listener's connections
    open_now: set[Any]
    _bytes_of_mail = 0

    def connection_made(self, transport: Any) -> None:
        """Greet, or send away while too many are here."""
        super().connection_made(transport)  # type: ignore[misc]
        self.open_now.add(self)
        if len(self.open_now) > MOST_AT_ONCE:
            transport.write(b"421 4.3.2 Too many connections: try again later\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.open_now.discard(self)
        super().connection_lost(error)  # type: ignore[misc]

    def data_received(self, data: bytes) -> None:
        """Count what comes: lines without an end are kept by nobody else."""
        self._bytes_of_mail += len(data)
        if self._bytes_of_mail > MOST_BYTES:
            transport: Any = self.transport  # type: ignore[attr-defined]
            transport.abort()
            return
        super().data_received(data)  # type: ignore[misc]

    def _set_post_data_state(self) -> None:
        self._bytes_of_mail = 0
        super()._set_post_data_state()  # type: ignore[misc]


class OwnSmtp(Bounded, SMTP):
    """SMTP within bounds."""


class OwnLmtp(Bounded, LMTP):
    """LMTP within bounds, which answers for each recipient also where a mail is not read to its end."""

    async def push(self, status: Any) -> None:
        """Answer; what is wrong with a whole mail once for each who was to get it (RFC 2033, 4.2)."""
        is_of_all = isinstance(status, str) and status.startswith(_NOT_READ_ON)
        for _ in self.envelope.rcpt_tos if is_of_all and self.envelope else ("",):
            await super().push(status)


class Door:
    """What happens to a mail: its recipients are looked at one by one, then it is stored for each."""

    def __init__(self, app: Flask, *, answers_each: bool) -> None:
        self._app = app
        self._answers_each = answers_each
        self._keys = stationery_of(app).keys

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            arriving.owner_of(address, self._keys)
        except UnknownRecipient:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Go on"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name for it
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        raw = bytes(envelope.original_content or b"")
        answers = await asyncio.to_thread(
            self._take_for_all, list(envelope.rcpt_tos), raw, envelope.mail_from or ""
        )
        if self._answers_each:  # LMTP answers for each recipient (RFC 2033, 4.2)
            return "\r\n".join(answers)
        return next((one for one in answers if one != TAKEN), TAKEN)

    async def handle_exception(self, error: Exception) -> str:
        log.error("the listener stumbled", exc_info=error)
        return LATER

    def _take_for_all(self, recipients: Sequence[str], raw: bytes, return_path: str) -> list[str]:
        with self._app.app_context():
            try:
                return [self._take(recipient, raw, return_path) for recipient in recipients]
            finally:
                db.session.remove()

    def _take(self, recipient: str, raw: bytes, return_path: str) -> str:
        try:
            arrival = arriving.take(recipient, raw, keys=self._keys, return_path=return_path)
        except UnknownRecipient:
            return NOBODY
        except TooLarge:
            return TOO_LARGE
        except Exception:
            log.exception("a mail could not be stored")
            return LATER
        applying.settle(arrival.id)  # whatever becomes of it, it is stored
        return TAKEN


class Listener:
    """A listener in a thread of its own."""

    def __init__(self, app: Flask, *, host: str, port: int, lmtp: bool = False) -> None:
        door = Door(app, answers_each=lmtp)
        self._controller = _Controller(
            door,
            hostname=host,
            port=port,
            protocol=OwnLmtp if lmtp else OwnSmtp,
            ready_timeout=30,
        )

    def start(self) -> None:
        """Listen; raises OSError where the address is taken."""
        try:
            self._controller.start()
        except OSError:
            self._controller.loop.close()  # its thread has ended before it ran
            raise

    def stop(self) -> None:
        """Stop listening. A mail that was not acknowledged yet comes again."""
        self._controller.stop()


class _Controller(Controller):
    def __init__(self, door: Door, *, protocol: Callable[..., SMTP], **options: Any) -> None:
        self._protocol = protocol
        self._open: set[Any] = set()
        super().__init__(door, **options)

    def factory(self) -> SMTP:
        made: Any = self._protocol(
            self.handler,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="Alongside",
            timeout=IDLE,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit=MOST_COMMANDS,
            loop=self.loop,
        )
        made.open_now = self._open
        return made  # type: ignore[no-any-return]

    def _trigger_server(self) -> None:
        """Connect once, so that it is known to answer; a listener for every address is reached at home."""
        with socket.create_connection((_reached_at(self.hostname), self.port), 5) as there:
            there.recv(1)


def _reached_at(host: str | None) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host or "", host or "127.0.0.1")  # noqa: S104
