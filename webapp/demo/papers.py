"""The small files that people of the demo attach: a page of PDF, or a table."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

A4 = "595 842"
LINES_A_PAGE = 44


@dataclass(frozen=True)
class Paper:
    """A file: what people call it, its name, and what it says line by line."""

    title: str
    name: str
    lines: tuple[str, ...]

    def content(self) -> bytes:
        """The bytes of the file, of the kind that its name says."""
        if self.name.endswith(".pdf"):
            return pdf(self.title, self.lines)
        return ("\n".join(self.lines) + "\n").encode()


def pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """One page of text as PDF 1.4 (ISO 32000-1, 7.5: header, objects, cross-reference table, trailer)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        _stream(_drawn(title, lines)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, begins = len(objects) + 1, len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begins)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _drawn(title: str, lines: tuple[str, ...]) -> bytes:
    wrapped = [part for line in lines for part in (wrap(line, 88) or [""])][:LINES_A_PAGE]
    text = [f"BT /F1 16 Tf 56 780 Td ({_escaped(title)}) Tj /F1 11 Tf 0 -30 Td 16 TL"]
    text += [f"({_escaped(line)}) Tj T*" for line in wrapped]
    return ("\n".join([*text, "ET"])).encode("cp1252", errors="replace")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
