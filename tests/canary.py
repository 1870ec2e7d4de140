"""What people write in private in every test, and the watch over the whole run that it comes out nowhere.

`tests.watch` fails the test that prints or logs the words, or leaves them in its temporary folder.
`tests.databases` looks through each database before it is removed, `tests.mail_servers` through what it is
sent, `tests.application` through what commands say.
"""

from __future__ import annotations

import gzip
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

PRIVATE: Final = "Quince marmalade, said the heron, and folded the timetable into a boat."
"""Nothing that is kept or printed may ever hold it unsealed."""

WORDS: Final = ("Quince", "marmalade")
"""Two that stand nowhere else, side by side: where a line or a page breaks one, the other is whole."""


class Leaked(AssertionError):
    """Private words came out."""

    def __init__(self, where: str) -> None:
        super().__init__(f"what was written in private stands in {where}")


def _in_base64(word: str) -> Iterator[bytes]:
    """The characters that stay the same whatever stands around the word."""
    for before in range(3):
        encoded = b64encode(b"\0" * before + word.encode())
        yield encoded[-(-before * 8 // 6) : (before + len(word)) * 8 // 6]


_PLAIN: Final = tuple(
    form for word in WORDS for form in (word.lower().encode(), word.lower().encode("utf-16-le")[:-1])
)
"""Looked for in lower case; percent signs, entities, JSON and quoted-printable leave them as they are."""
_BASE64: Final = tuple(form for word in WORDS for form in _in_base64(word))


def is_in(data: bytes) -> bool:
    """Whether the private words stand in there, in any of the usual encodings."""
    lowered = data.lower()
    return any(form in lowered for form in _PLAIN) or any(form in data for form in _BASE64)


def look_through(data: bytes | str, where: str) -> None:
    """Raises Leaked."""
    if is_in(data.encode(errors="replace") if isinstance(data, str) else data):
        raise Leaked(where)


def look_through_folder(folder: Path) -> None:
    """Look through every file, into archives too. Raises Leaked."""
    for path in folder.rglob("*"):
        if path.is_file():
            for part in _contents(path):
                look_through(part, str(path.relative_to(folder)))


def _contents(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if data.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return  # a test has damaged it
    elif is_zipfile(path):
        try:
            with ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        except (BadZipFile, zlib.error, NotImplementedError, RuntimeError):
            return
