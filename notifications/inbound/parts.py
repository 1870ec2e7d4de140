"""A mail taken apart, whatever it is made of: never raises, and never works more than a mail is worth.

The standard library's parser looks at each line once for every boundary around it and makes an object of
every part, so that ten megabytes of boundaries keep it busy for a minute. This one splits bytes, to a depth
and a number that no honest mail reaches, and leaves alone what nobody asks for: attachments stay closed.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses
from functools import cached_property
from itertools import islice
from typing import Final

MOST_PARTS: Final = 100
DEEPEST: Final = 7
"""Levels of parts within parts."""
MOST_BOUNDARIES: Final = 1_000
"""Lines that look like a boundary and are looked at."""
LARGEST_INSIDE: Final = 1024 * 1024
"""Bytes of a mail within the mail."""
LONGEST_HEAD: Final = 128 * 1024
MOST_HEADERS: Final = 300
LONGEST_VALUE: Final = 2_000
LONGEST_BOUNDARY: Final = 200

_HEAD_ENDS: Final = re.compile(rb"\r?\n\r?\n|\r\r")
_FOLD: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]+")
_REST_OF_BOUNDARY: Final = re.compile(rb"(--)?[ \t]{0,80}(?:\r?\n|$)")
_LINE: Final = re.compile(r"\r\n|\r|\n")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CHARSETS: Final = re.compile(
    r"(utf-?8|utf-?16(le|be)?|(us-)?ascii|latin-?1|iso-?8859-\d+|(windows-|cp)125\d)"
)
"""Those that are read; Python knows others that compress or compute."""


@dataclass(frozen=True)
class Part:
    """One part of a mail; its body is as it came until it is asked for."""

    head: bytes
    body: bytes = field(repr=False)

    @cached_property
    def headers(self) -> dict[str, str]:
        """By lower-case name, unfolded, the first of each."""
        found: dict[str, str] = {}
        lines = _LINE.split(_FOLD.sub(" ", decoded(self.head)))
        for line in lines[:MOST_HEADERS]:
            name, colon, value = line.partition(":")
            if colon:
                found.setdefault(name.strip().lower(), clean(value[:LONGEST_VALUE]).strip())
        return found

    @cached_property
    def kind(self) -> str:
        """The content type in lower case: "text/calendar"."""
        return self._message.get_content_type()

    def parameter(self, name: str) -> str:
        """A parameter of the content type, such as its charset; empty if there is none."""
        return _parameter(self._message, name)

    @cached_property
    def file_name(self) -> str:
        """What an attachment is called; empty for whatever has no name."""
        return _parameter(self._message, "filename", "content-disposition") or self.parameter("name")

    @property
    def is_attached(self) -> bool:
        return self.headers.get("content-disposition", "").strip().lower().startswith("attachment")

    def content(self, most: int) -> bytes:
        """The body without its transfer encoding, cut where the encoded form is longer than twice `most`."""
        encoded = self.body[: 2 * most]
        match self.headers.get("content-transfer-encoding", "").strip().lower():
            case "base64":
                return _from_base64(encoded)
            case "quoted-printable":
                return a2b_qp(encoded)
            case _:
                return encoded

    def text(self, most: int) -> str:
        """The content as text."""
        return decoded(self.content(most), self.parameter("charset"))

    @cached_property
    def _message(self) -> Message:
        """The standard library's reading of the two headers that have parameters."""
        found = Message()
        for name in ("content-type", "content-disposition"):
            if name in self.headers:
                found[name] = self.headers[name]
        return found


def part_of(raw: bytes) -> Part:
    """The whole mail as one part."""
    if raw[:1] in (b"\r", b"\n"):
        return Part(b"", raw)  # nothing but a body
    match = _HEAD_ENDS.search(raw, 0, LONGEST_HEAD)
    if match is None:
        return Part(raw[:LONGEST_HEAD], b"")
    return Part(raw[: match.start()], raw[match.end() :])


def leaves(whole: Part) -> list[Part]:
    """Every part that is no container, in order; of a mail within the mail, its own."""
    found: list[Part] = []
    waiting = [(whole, 0)]
    for _ in range(MOST_PARTS):
        if not waiting:
            break
        part, depth = waiting.pop(0)
        inner = _inside(part) if depth < DEEPEST else None
        if inner is None:
            found.append(part)
        else:
            waiting[:0] = [(one, depth + 1) for one in inner]
    return found


def decoded(data: bytes, charset: str = "") -> str:
    """Bytes as text, by their mark, by what they are said to be, or by trying."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[:2].count(b"\x00") == 1:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    said = charset.strip().lower() if _CHARSETS.fullmatch(charset.strip().lower()) else ""
    for encoding in filter(None, (said, "utf-8-sig")):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def words(value: str) -> str:
    """A header's value as people read it: encoded words (RFC 2047) decoded, on one line."""
    try:
        text = str(make_header(decode_header(value)))
    except Exception:  # noqa: BLE001 - whatever a charset or a broken word makes of it: it stays as it came
        text = value
    return " ".join(clean(text).split())


def sender(headers: dict[str, str]) -> tuple[str, str]:
    """Name and address of who says that they wrote it; empty where that cannot be read."""
    found = mailboxes(headers.get("from", ""))
    name, address = next(((one, at) for one, at in found if "@" in at), ("", ""))
    return words(name)[:200], address_in(address)


def mailboxes(value: str) -> list[tuple[str, str]]:
    """Names and addresses in a header; none where nobody can tell."""
    try:
        return getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        return []


def address_in(value: str) -> str:
    """A mail address in lower case, without "mailto:"; empty if it is none."""
    address = clean(value).strip(" \t\r\n\"'<>").lower()
    address = address.removeprefix("mailto:").strip(" <>")
    is_one = "@" in address and not re.search(r"\s", address) and len(address) <= 254
    return address if is_one else ""


def clean(text: str) -> str:
    """Without control characters and halves of characters, which no database takes."""
    return _CONTROL.sub("", text)


def _inside(part: Part) -> list[Part] | None:
    """The parts of a container; None if it is none."""
    boundary = part.parameter("boundary") if part.kind.startswith("multipart/") else ""
    if boundary:
        pieces = _split(part.body, boundary[:LONGEST_BOUNDARY].encode("utf-8", "replace"))
        return [part_of(piece) for piece in islice(pieces, MOST_PARTS)]
    if part.kind == "message/rfc822":
        return [part_of(part.content(LARGEST_INSIDE))]
    return None


def _split(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the boundaries (RFC 2046, 5.1.1); the last one may be missing."""
    whole, mark = b"\n" + body, b"\n--" + boundary
    begins, at = -1, whole.find(mark)
    for _ in range(MOST_BOUNDARIES):
        if at < 0:
            break
        rest = _REST_OF_BOUNDARY.match(whole, at + len(mark))
        if rest is not None:
            if begins >= 0:
                yield whole[begins:at].removesuffix(b"\r")
            if rest[1]:
                return
            begins = rest.end()
        # The line break that ends one boundary may begin the next.
        at = whole.find(mark, rest.end() - 1 if rest is not None else at + 1)
    if begins >= 0:
        yield whole[begins:]


def _parameter(message: Message, name: str, header: str = "content-type") -> str:
    try:
        value = message.get_param(name, "", header=header)
        return collapse_rfc2231_value(value).strip()
    except Exception:  # noqa: BLE001 - a header that the standard library cannot read has no parameters
        return ""


def _from_base64(encoded: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", encoded)
    whole = len(letters) - (len(letters) % 4 == 1)
    return a2b_base64(letters[:whole] + b"=" * (-whole % 4))
