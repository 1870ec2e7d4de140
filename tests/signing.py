"""A provider that signs what it posts, as SendGrid does."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflows.clock import now


@dataclass(frozen=True)
class Signer:
    """A key pair of the test's own."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> str:
        """As SendGrid shows it."""
        encoded = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b64encode(encoded).decode()

    def headers(self, body: bytes, *, timestamp: str = "") -> dict[str, str]:
        """The headers of a call with this body, now unless another time is given."""
        at = timestamp or str(int(now().timestamp()))
        signature = self.key.sign(at.encode() + body, ec.ECDSA(SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": at,
        }


def told(
    message_id: int | str, kind: str, address: str = "tom@harbour.example", **more: Any
) -> dict[str, Any]:
    """One event of SendGrid's about a message."""
    return {
        "email": address,
        "timestamp": int(now().timestamp()),
        "event": kind,
        "sg_event_id": uuid4().hex,
        "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
        "message": str(message_id),
        **more,
    }


def as_body(events: Any) -> bytes:
    """As it goes over the wire."""
    return json.dumps(events).encode()


def form_with(mail: bytes, *, to: list[str], sender: str = "tom@harbour.example") -> tuple[bytes, str]:
    """A call of Inbound Parse with the raw mail: body and content type."""
    boundary = "xYzZY"
    fields = {
        "headers": b"",
        "dkim": b"none",
        "email": mail,
        "to": to[0].encode() if to else b"",
        "envelope": json.dumps({"to": to, "from": sender}).encode(),
        "charsets": b'{"to":"UTF-8"}',
    }
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value
        for name, value in fields.items()
    ]
    body = b"\r\n".join([*parts, f"--{boundary}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={boundary}"
