"""Stand-ins for the world that mail goes to: a real SMTP server, and SendGrid's API on this machine."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import canary

Answer = Callable[[Envelope], str]


@dataclass
class SmtpServer:
    """What an SMTP server was sent, and how it answers."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    #: the same as bytes
    contents: list[bytes] = field(default_factory=list)
    #: of each mail, where a report about it would go
    senders: list[str | None] = field(default_factory=list)
    #: answers by recipient: to RCPT, and to the mail itself
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_end: dict[str, str] = field(default_factory=dict)
    #: recipients at whose mail the line is cut: before it is taken on, or after, in place of the answer
    cut_before: set[str] = field(default_factory=set)
    cut_after: set[str] = field(default_factory=set)
    connections: int = 0

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID was received."""
        return Counter(mail["Message-ID"] for mail in self.received)

    async def handle_EHLO(  # noqa: N802 - the names and arguments that aiosmtpd calls
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.at_rcpt:
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 Go on"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        [recipient] = envelope.rcpt_tos
        if recipient in self.cut_before:
            _cut(server)
            return "250 Never heard"
        if recipient in self.at_end:
            return self.at_end[recipient]
        content = envelope.original_content or b""
        self.contents.append(content)
        self.senders.append(envelope.mail_from)
        self.received.append(message_from_bytes(content, policy=policy.default))
        if recipient in self.cut_after:
            _cut(server)
        return "250 Taken on"


def _cut(server: SMTP) -> None:
    transport: Any = server.transport
    transport.abort()


@contextmanager
def smtp_server(**options: Any) -> Iterator[SmtpServer]:
    """A server on a free port of this machine; options go to aiosmtpd."""
    found = SmtpServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found.port = probe.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port, **options)
    controller.start()
    try:
        yield found
        canary.look_through(b"\n".join(found.contents), "a mail")
    finally:
        controller.stop()


def only(username: str, password: str) -> Callable[..., AuthResult]:
    """An authenticator for one account."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        known = (given.login, given.password) == (username.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check


@dataclass(frozen=True)
class Certificate:
    """A certificate for 127.0.0.1 that nobody but the test trusts."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certificate(folder: Path) -> Certificate:
    """Make one; it lasts an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    began = datetime.now(UTC) - timedelta(minutes=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return Certificate(server, ssl.create_default_context(cafile=str(pem)))


@dataclass
class SendGridApi:
    """What SendGrid's API was asked, and how it answers."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    authorized: list[str] = field(default_factory=list)
    #: status, headers, body; taken in turn, the last one stays
    answers: list[tuple[int, dict[str, str], bytes]] = field(
        default_factory=lambda: [(202, {"X-Message-Id": "sg-1"}, b"")]
    )
    #: seconds before each answer
    slow: float = 0
    #: take the request on and cut the line
    cut: bool = False

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def complaint(body: dict[str, Any]) -> tuple[int, dict[str, str], bytes] | None:
    """What the real one refuses: kinds of content out of order, or with more than one parameter."""
    kinds = [one["type"] for one in body["content"]]
    order = ["text/plain", "text/html", "text/calendar"]
    said = ""
    if [kind.partition(";")[0] for kind in kinds] != order[: len(kinds)]:
        said = "If present, text/plain and text/html may only be first and second"
    if any(kind.count(";") > 1 for kind in kinds):
        said = "The content type may not contain ';'"
    reserved = {"reply-to", "to", "from", "subject", "content-type"}
    if reserved & {name.lower() for name in body.get("headers", {})}:
        said = "This header is reserved"
    return (400, {}, json.dumps({"errors": [{"message": said}]}).encode()) if said else None


@contextmanager
def sendgrid_api() -> Iterator[SendGridApi]:
    """The API on a free port of this machine."""
    api = SendGridApi()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v3/mail/send"
            api.asked.append(body)
            api.authorized.append(self.headers["Authorization"])
            if api.cut:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            time.sleep(api.slow)
            status, headers, content = complaint(body) or api.answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
            """Say nothing."""

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have gone
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield api
        canary.look_through(json.dumps(api.asked), "a mail")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
