"""Which files may be kept with a case: told by their content, and only where their name agrees."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import Final

import puremagic

from workflows.details import InvalidDetails

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
TEXT, CSV, PDF = "text/plain", "text/csv", "application/pdf"

KINDS: Final = {
    ".pdf": PDF,
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": TEXT,
    ".csv": CSV,
}
"""The endings that are taken, each with the type that its content has to have."""
ENDINGS: Final = tuple(KINDS)

_LISTED = "PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV"
_MARKS: Final = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
_MOST_PARTS = 10_000
_LONGEST_NAME = 150


def content_type_of(content: bytes, name: str) -> str:
    """The type of a file that may be kept. Raises InvalidDetails with what to do about one that may not."""
    ending = ending_of(name)
    if not content:
        _refuse("This file is empty. Choose another")
    if ending in (".html", ".htm", ".svg", ".xhtml", ".xml"):
        _refuse("Web pages and SVG pictures are not taken. Save it as PDF or PNG and choose that")
    if ending in (".doc", ".xls", ".ppt", ".docm", ".xlsm", ".pptm"):
        _refuse(
            "Save it in today's Word, Excel or PowerPoint format without macros, or as PDF, and choose that"
        )
    if ending not in KINDS:
        _refuse(f"Choose a file of one of these kinds: {_LISTED}")
    if not _is_what_it_says(content, ending):
        _refuse("This file is not what its name says it is. Open it, save it again and choose that")
    return KINDS[ending]


def ending_of(name: str) -> str:
    """The end of a file's name in small letters, with its dot: ".pdf"; empty if it has none."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def safe_name(name: str) -> str:
    """A file's name without folders, control characters or a length that systems choke on."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    ending = ending_of(plain)[:10]
    stem = plain[: len(plain) - len(ending)] if ending else plain
    return (stem.strip(" .")[: _LONGEST_NAME - len(ending)] or "file") + ending


def _refuse(sentence: str) -> None:
    raise InvalidDetails({"file": sentence})


def _is_what_it_says(content: bytes, ending: str) -> bool:
    if ending in (".txt", ".csv"):
        return _is_text(content)
    if ending in _MARKS:
        return _is_office(content, _MARKS[ending])
    return KINDS[ending] in _told_by_content(content)


def _told_by_content(content: bytes) -> set[str]:
    try:
        return {found.mime_type for found in puremagic.magic_string(content[:65_536])}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(content: bytes) -> bool:
    """Words and nothing else: no control characters, and not the beginning of a web page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        return False
    begins = text[:1000].lstrip().lower()
    return not begins.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "%pdf"))


def _is_office(content: bytes, mark: str) -> bool:
    """An Office document by the names of its parts; nothing is unpacked, so no size can hurt."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    fits = "[Content_Types].xml" in names and any(name.startswith(mark) for name in names)
    return fits and len(names) <= _MOST_PARTS and not any(name.endswith("vbaProject.bin") for name in names)
