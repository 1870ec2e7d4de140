"""Mails as they come in, written by hand in tests/mails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

FIXTURES: Final = Path(__file__).parent / "mails"
NAMES: Final = tuple(sorted(path.stem for path in FIXTURES.glob("*.eml")))


def incoming(name: str, swapped: Mapping[str, str] | None = None, *, lines: bytes = b"\r\n") -> bytes:
    """A mail with these line ends, and with some of its words swapped for others."""
    raw = (FIXTURES / f"{name}.eml").read_bytes()
    for word, value in (swapped or {}).items():
        raw = raw.replace(word.encode(), value.encode())
    return raw.replace(b"\n", lines)


def reply(
    partstat: str = "ACCEPTED", *, uid: str = "date-1@alongside", attendee: str = "tom@harbour.example",
    sender: str = "", sequence: int | None = 0, stamp: str = "20261116T100000Z", method: str = "REPLY",
    more: str = "",
) -> bytes:  # fmt: skip
    """The plainest mail with an answer in it."""
    lines = [
        f"From: {sender or attendee}",
        f"Content-Type: text/calendar; charset=utf-8; method={method}",
        "",
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}",
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        *([f"DTSTAMP:{stamp}"] if stamp else []),
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()
