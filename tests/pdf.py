"""Reads the words and the structure of a PDF as our typesetter writes it: as much as tests need."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*)\r?\nendstream$", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Pdf:
    """One document."""

    raw: bytes

    @cached_property
    def objects(self) -> dict[int, bytes]:
        return {int(number): body for number, body in _OBJECT.findall(self.raw)}

    @property
    def declares_ua(self) -> bool:
        """Whether it says of itself that it keeps PDF/UA-1, and is tagged, titled and in a language."""
        said = (
            b"<pdfuaid:part>1</pdfuaid:part>",
            b"/StructTreeRoot",
            b"/Marked true",
            b"/DisplayDocTitle true",
        )
        return all(one in self.raw for one in said)

    @property
    def language(self) -> str:
        return re.search(rb"/Lang\(([^)]*)\)", self.raw)[1].decode()  # type: ignore[index]

    @property
    def kinds(self) -> list[str]:
        """The kinds of its structure elements, in the order in which they are written."""
        return [one.decode() for one in re.findall(rb"/StructElem/S/(\w+)", self.raw)]

    @cached_property
    def words(self) -> str:
        """Everything that can be read in it, with single spaces."""
        pages = [body for body in self.objects.values() if b"/Type/Page/" in body or b"/Type/Page>" in body]
        return " ".join(" ".join(self._page(body) for body in pages).split())

    def _page(self, body: bytes) -> str:
        fonts = {
            name: self._letters(int(number))
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", self._resources(body))
        }
        (contents,) = re.findall(rb"/Contents (\d+) 0 R", body)
        return "".join(_read(self._stream(int(contents)), fonts))

    def _resources(self, body: bytes) -> bytes:
        (number,) = re.findall(rb"/Resources (\d+) 0 R", body)
        return self.objects[int(number)]

    def _stream(self, number: int) -> bytes:
        found = _STREAM.match(self.objects[number])
        assert found is not None
        return zlib.decompress(found[2]) if b"FlateDecode" in found[1] else found[2]

    def _letters(self, font: int) -> dict[int, str]:
        """What each glyph of a font stands for."""
        (number,) = re.findall(rb"/ToUnicode (\d+) 0 R", self.objects[font])
        table = self._stream(int(number)).decode("ascii")
        pairs = re.findall(r"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
        return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _read(content: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    """The words of a page's content; whatever was set apart is followed by a space."""
    letters: dict[int, str] = {}
    at = 0
    while at < len(content):
        font = _FONT.match(content, at)
        if font:
            letters = fonts[font[1]]
            at = font.end()
        elif content[at : at + 1] == b"(":
            end = _end_of_string(content, at)
            glyphs = _unescaped(content[at + 1 : end - 1])
            yield from (letters.get(int.from_bytes(glyphs[n : n + 2]), "") for n in range(0, len(glyphs), 2))
            at = end
        else:
            if content.startswith((b"TJ", b"Tj"), at):
                yield " "
            at += 1


def _end_of_string(content: bytes, start: int) -> int:
    """Just past the bracket that closes the one at `start`; brackets may stand inside in pairs."""
    depth, at = 0, start
    while True:
        sign = content[at : at + 1]
        if sign == b"\\":
            at += 1
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        at += 1
        if not depth:
            return at


def _unescaped(text: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign[:1].isdigit() else _ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, text, flags=re.DOTALL)
