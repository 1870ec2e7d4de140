"""How the value of a setting is read; each raises ValueError with what is wrong, after its name."""

import re
from base64 import b64decode
from email.utils import parseaddr
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LONGEST_NAME: Final = 24
"""With a plus and a token behind it, what is before the @ keeps to 64 characters (RFC 5321, 4.5.3.1.1)."""

_PLAIN_NAME: Final = re.compile(rf"(?=.{{1,{LONGEST_NAME}}}$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_NO_REPLY: Final = re.compile(r"(no|do[-_.]?not)[-_.]?reply", re.IGNORECASE)


def whole_number(given: str, lowest: int, highest: int) -> int:
    if not (given.isascii() and given.isdigit()) or not lowest <= int(given) <= highest:
        raise ValueError(f"must be a whole number from {lowest} to {highest}, not {given!r}")
    return int(given)


def choice(given: str, kind: type[StrEnum]) -> StrEnum:
    if given.lower() not in set(kind):
        raise ValueError(f"must be one of {', '.join(kind)}, not {given!r}")
    return kind(given.lower())


def yes_or_no(given: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "on": True}
    answers |= {"no": False, "false": False, "0": False, "off": False}
    if given.lower() not in answers:
        raise ValueError(f"must be yes or no, not {given!r}")
    return answers[given.lower()]


def web_address(given: str) -> str:
    address = parts_of(given)
    more = address.path.strip("/") or address.query or address.fragment or address.username
    if address.scheme not in ("http", "https") or not address.hostname or more:
        raise ValueError("must be an address without a path, such as https://alongside.example.org")
    return f"{address.scheme}://{address.netloc}"


def sender(given: str) -> str:
    if "@" not in parseaddr(given)[1] or "\n" in given:
        raise ValueError("must be an address such as Alongside <alongside@example.org>")
    return given


def reply_address(given: str) -> str:
    local, _, domain = given.rpartition("@")
    if not (_PLAIN_NAME.fullmatch(local) and domain) or parseaddr(given)[1] != given:
        raise ValueError(
            f"must be an address such as dates@alongside.example.org: before the @ at most {LONGEST_NAME} "
            "letters, digits, dots, hyphens and underscores"
        )
    if answers_nobody(given):
        raise ValueError("must be an address that can be answered, not a no-reply one")
    return given


def answers_nobody(address: str) -> bool:
    return bool(_NO_REPLY.match(address.rpartition("@")[0]))


def database(given: str) -> str:
    """A URL for SQLAlchemy, always with psycopg 3. The error does not repeat it: it may hold a password."""
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            given = "postgresql+psycopg://" + given.removeprefix(short)
    try:
        scheme = make_url(given).drivername
    except (ArgumentError, ValueError):
        scheme = ""
    if scheme not in ("postgresql+psycopg", "sqlite"):
        raise ValueError("must look like postgresql://user:password@host/name or sqlite:////folder/file.db")
    return given


def verification_key(given: str) -> str:
    """A public key as SendGrid shows it: base64 on one line, with or without the lines around it."""
    found = "".join(part for part in given.split() if "-" not in part and part != "PUBLIC")
    try:
        key = load_der_public_key(b64decode(found, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("must be the verification key that SendGrid shows, beginning with MFkw")
    return found


def parts_of(given: str) -> SplitResult:
    """The parts of an address; one that cannot be taken apart has none."""
    try:
        address = urlsplit(given)
        _ = address.port  # raises for a port that is no number
    except ValueError:
        return urlsplit("")
    return address
