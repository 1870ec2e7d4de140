"""Who really calls: signatures on what a provider posts to us (SendGrid's signed webhooks)."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workflows.clock import now

WINDOW: Final = timedelta(minutes=10)
"""A signature made longer ago, or further ahead, may be a recording."""


def problem_with(key: str, *, signature: str, timestamp: str, body: bytes) -> str:
    """What is wrong with a signature over the timestamp and the body as it came; empty if it holds."""
    if not signature or not timestamp:
        return "It is not signed."
    if not _is_recent(timestamp):
        return "Its timestamp is too far from now."
    public = load_der_public_key(b64decode(key))
    if not isinstance(public, EllipticCurvePublicKey):
        raise TypeError("the settings take keys of this kind only")
    try:
        public.verify(b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return "Its signature does not hold."
    return ""


def _is_recent(timestamp: str) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    try:
        made_at = datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return abs(now() - made_at) <= WINDOW
