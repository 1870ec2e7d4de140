"""Addresses that are keys: a number and a seal that only this installation can make.

Nothing of a token is stored, so that nobody who reads the database can use one. All of it is lower case and
survives mail servers that fold case. Tokens are made with the oldest key that still counts: the organiser of
a meeting and the address of a feed must not change because a new key has come (RFC 5546, 2.1.4).
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final

_BYTES: Final = 16
_LONGEST_NUMBER: Final = 15
_LONGEST: Final = 64


class Purpose(StrEnum):
    """What a token opens; one for one purpose is worth nothing for another."""

    REPLY = "reply"  # the number of an attendance: its mail address
    ANSWER = "answer"  # the number of an attendance: the page with Yes, Maybe and No
    TIMES = "times"  # the number of somebody asked which times suit
    BOUNCE = "bounce"  # the number of a message: where reports about it go
    FEED = "feed"  # the number of a feed
    REPORT = "report"  # the number of somebody outside the trust who may read a report
    HERE = "here"  # the number of a case: the page at the door, for those who may see it
    HELD = "held"  # the number of an attendance: the page on which it is said whether the date took place


def token_of(purpose: Purpose, number: int, keys: Sequence[str], *, nonce: str = "") -> str:
    """The token, of 128 bits beside its number; `keys` has the present key first."""
    return f"{number:x}.{_seal(purpose, number, keys[-1], nonce)}"


def number_in(token: str) -> int | None:
    """The number that a token names, proved by nothing yet; None if it cannot be one of ours."""
    number, dot, seal = token.partition(".")
    is_one = token.isascii() and dot and seal.isalnum() and 0 < len(number) <= _LONGEST_NUMBER
    if not is_one or len(token) > _LONGEST:
        return None
    try:
        return int(number, 16)
    except ValueError:
        return None


def opened(purpose: Purpose, token: str, keys: Sequence[str], *, nonce: str = "") -> int | None:
    """The number, if one of the keys has sealed it for this purpose; None otherwise."""
    number = number_in(token)
    if number is None or number < 0:
        return None
    seal = token.partition(".")[2].lower()
    matches = [hmac.compare_digest(seal, _seal(purpose, number, key, nonce)) for key in keys]
    return number if any(matches) else None


def _seal(purpose: Purpose, number: int, key: str, nonce: str) -> str:
    said = f"{purpose}:{number}:{nonce}".encode()
    digest = hmac.new(key.encode(), said, sha256).digest()[:_BYTES]
    return b32encode(digest).decode().rstrip("=").lower()
