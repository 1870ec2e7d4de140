"""What a tagged PDF has to have (ISO 14289-1, PDF/UA-1), read off the file; says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf

_PAINTS: Final = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
)
"""Operators that leave a mark on the page."""
_INSIDE: Final = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "Lbl": {"LI", "Note", "BibEntry"},
}
"""Where an element has to stand."""
_STANDARD: Final = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "Warichu",
        "Figure",
        "Formula",
        "Form",
    ]
)
"""The structure types of PDF 1.7 (ISO 32000-1, 14.8.4)."""


@dataclass
class Element:
    """An element of the structure, its kind as the standard calls it."""

    kind: str
    parent: str
    raw: Any
    kids: list[Element] = field(default_factory=list)


@dataclass
class Tags:
    """The structure of one document."""

    root: Element
    #: what is marked as content, by page and number there
    marked: set[tuple[Any, int]] = field(default_factory=set)

    def all(self) -> Iterator[Element]:
        """Every element, in reading order."""
        waiting = [self.root]
        while waiting:
            one = waiting.pop(0)
            yield one
            waiting = one.kids + waiting

    def kinds(self) -> list[str]:
        return [one.kind for one in self.all()]


def tags_of(document: bytes) -> Tags:
    """The structure of a document that has one."""
    with pikepdf.open(BytesIO(document)) as pdf:
        return _tags(pdf)


def problems_of(document: bytes, *, title: str, language: str) -> list[str]:
    """What keeps the document from being read out as it should; empty if nothing does."""
    with pikepdf.open(BytesIO(document)) as pdf:
        found = [*_of_the_whole(pdf, title, language)]
        if "/StructTreeRoot" not in pdf.Root:
            return [*found, "it has no structure"]
        tags = _tags(pdf)
        found += [*_of_structure(tags), *_of_tables(tags), *_of_headings(tags)]
        return [*found, *_of_content(pdf, tags), *_of_fonts(pdf)]


def _of_the_whole(pdf: Pdf, title: str, language: str) -> Iterator[str]:
    root: Any = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False) or root.MarkInfo.get("/Suspects", False):
        yield "it does not say that it is marked"
    if str(root.get("/Lang", "")) != language:
        yield f"its language is {root.get('/Lang', 'not said')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "its title is not shown in the window"
    with pdf.open_metadata() as said:
        if said.get("dc:title") != title:
            yield f"its title is {said.get('dc:title')}"
        if str(said.get("pdfuaid:part")) != "1":
            yield "it does not declare PDF/UA-1"


def _tags(pdf: Pdf) -> Tags:
    tree: Any = pdf.Root.StructTreeRoot
    roles = {str(name): str(value) for name, value in tree.get("/RoleMap", {}).items()}
    tags = Tags(Element("Root", "", tree))
    _walk(tree.K, tags.root, tags, roles=roles, page=None)
    return tags


def _walk(kids: Any, into: Element, tags: Tags, *, roles: dict[str, str], page: Any) -> None:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tags.marked.add((page, kid))
        elif kid.get("/Type") == Name.MCR:
            tags.marked.add((kid["/Pg"].objgen if "/Pg" in kid else page, int(kid.MCID)))
        elif "/S" in kid:
            name = str(kid.S)
            while name in roles and name.removeprefix("/") not in _STANDARD:
                name = roles[name]
            one = Element(name.removeprefix("/"), into.kind, kid)
            into.kids.append(one)
            here = kid["/Pg"].objgen if "/Pg" in kid else page
            if "/K" in kid:
                _walk(kid.K, one, tags, roles=roles, page=here)


def _of_structure(tags: Tags) -> Iterator[str]:
    for one in tags.all():
        if one.kind != "Root" and one.kind not in _STANDARD:
            yield f"{one.kind} is no structure type of the standard"
        if one.kind in _INSIDE and one.parent not in _INSIDE[one.kind]:
            yield f"{one.kind} stands in {one.parent}"
        if one.kind in ("Figure", "Formula") and not str(one.raw.get("/Alt", "")).strip():
            yield f"a {one.kind} has no words for those who cannot see it"
        if one.kind == "LI" and "LBody" not in {kid.kind for kid in one.kids}:
            yield "a point of a list has no body"


def _of_tables(tags: Tags) -> Iterator[str]:
    for table in (one for one in tags.all() if one.kind == "Table"):
        cells = list(Tags(table).all())
        heads = [one for one in cells if one.kind == "TH"]
        if not heads:
            yield "a table has no headers"
        if any(_scope(one) not in ("/Column", "/Row", "/Both") for one in heads):
            yield "a header does not say what it is the header of"


def _scope(cell: Element) -> str:
    said = cell.raw.get("/A", Dictionary())
    each = list(said) if isinstance(said, pikepdf.Array) else [said]
    return next((str(one.get("/Scope")) for one in each if "/Scope" in one), "")


def _of_headings(tags: Tags) -> Iterator[str]:
    last = 0
    for kind in tags.kinds():
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > last + 1:
                yield f"{kind} follows a heading of level {last}"
            last = int(kind[1])
    if not last:
        yield "it has no headings"


def _of_content(pdf: Pdf, tags: Tags) -> Iterator[str]:
    """Everything on a page is an artifact or belongs to an element, and each part of an element is there."""
    there: set[tuple[Any, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        open_now: list[str] = []
        for one in pikepdf.parse_content_stream(page):
            name = str(one.operator)
            if name in ("BDC", "BMC"):
                open_now.append(_mark(one.operands))
                if open_now[-1].isdigit():
                    there.add((page.objgen, int(open_now[-1])))
            elif name == "EMC":
                open_now.pop()
            elif name in _PAINTS and not any(open_now):
                yield f"something on page {number} belongs to nothing"
    if there != tags.marked:
        yield f"{len(there ^ tags.marked)} parts are marked and not in the structure, or the other way round"


def _mark(operands: Any) -> str:
    """The number of marked content; "artifact" for what is none; empty for a mark that says neither."""
    if str(operands[0]) == "/Artifact":
        return "artifact"
    said = operands[1] if len(operands) > 1 else None
    return str(int(said.MCID)) if isinstance(said, Dictionary) and "/MCID" in said else ""


def _of_fonts(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        fonts: Any = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
        for name, font in fonts.items():
            inner = font.get("/DescendantFonts", [font])[0]
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {}).keys()):
                yield f"{name} on page {number} is not in the file"
            if "/ToUnicode" not in font:
                yield f"the letters of {name} on page {number} cannot be read"
