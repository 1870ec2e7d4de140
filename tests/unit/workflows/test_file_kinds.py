"""Which files are taken: by what is in them, where their name agrees."""

import io
import zipfile

import pytest

from workflows.details import InvalidDetails
from workflows.file_kinds import content_type_of, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb") + bytes(64) + b"\xff\xd9"


def office(part: str, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(part, "<x/>")
        for name, content in more.items():
            package.writestr(name, content)
    return target.getvalue()


WORD = office("word/document.xml")
GOOD = {
    "report.pdf": PDF,
    "Report.PDF": PDF,
    "plan.docx": WORD,
    "data.xlsx": office("xl/workbook.xml"),
    "talk.pptx": office("ppt/presentation.xml"),
    "board.png": PNG,
    "board.jpg": JPEG,
    "board.jpeg": JPEG,
    "notes.txt": "Zoë's “new” notes\r\n".encode(),
    "old.txt": "Zoë's “new” notes".encode("cp1252"),
    "data.csv": b"\xef\xbb\xbfName,Days\nGull Rock,3\n",
}


@pytest.mark.parametrize("name", list(GOOD))
def test_files_of_work_are_taken(name: str) -> None:
    assert "/" in content_type_of(GOOD[name], name)


BAD = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.txt": b"  <!DOCTYPE html><script>alert(1)</script>",
    "picture.txt": b"<svg onload='alert(1)'/>",
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "page.png": b"<svg/>",
    "letter.doc": b"\xd0\xcf\x11\xe0",
    "macro.docm": WORD,
    "plan.docx": PDF,
    "renamed.pdf": WORD,
    "archive.docx": office("other/file.xml"),
    "macros.xlsx": office("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"}),
    "broken.docx": WORD[:40],
    "program.exe": b"MZ\x90",
    "no ending": b"words",
    ".pdf": PDF,
    "bytes.csv": b"a,b\x00c",
    "empty.pdf": b"",
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_not_of_these_kinds_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(InvalidDetails) as refusal:
        content_type_of(BAD[name], name)
    assert refusal.value.problems["file"]


def test_web_pages_and_svg_are_refused_by_name() -> None:
    with pytest.raises(InvalidDetails) as refusal:
        content_type_of(BAD["picture.svg"], "picture.svg")
    assert refusal.value.problems["file"].startswith("Web pages and SVG pictures are not taken")


def test_a_file_that_would_unpack_to_a_hundred_megabytes_is_not_unpacked() -> None:
    content = office("word/document.xml", **{"word/bomb.bin": bytes(100_000_000)})
    assert len(content) < 1_000_000
    assert content_type_of(content, "plan.docx").endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\tom\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
        ("", "file"),
        (".pdf", "pdf"),
        ("x" * 500 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_lose_what_could_do_harm(name: str, safe: str) -> None:
    assert safe_name(name) == safe
